//! Runs that are broken off, by a person or by the battery, and go on.

use crate::certificates::Certificates;
use crate::command::{Home, Running, text};
use crate::network::alone;
use crate::site::Site;
use crate::system;

#[test]
fn ctrl_c_keeps_what_is_complete_and_resume_goes_on() {
    alone(|| {
        let home = Home::new();
        let (site, line) = five_pages(&home);
        let running = stuck(&home, &site, &line);
        system::interrupt(running.id());
        let said = running.end().exits(130);
        let said = said.prints(&["2 × Opens normally"]);
        let said = said.tells(&["Stopping.", "Stopped.", "`arna run --resume --db kept.db --ca "]);
        let run = run_in(&said.out);
        let kept = home.run("show --db kept.db --json").exits(0);
        let kept =
            kept.tells(&["unfinished: 2 of 5 are measured", "`arna run --resume --db kept.db`"]);
        let kept = kept.json();
        assert_eq!((kept.measurements.len(), &kept.run["id"]), (2, &run.as_str().into()));

        site.answer_all();
        let said = home.run(&format!("{line} --resume --json")).exits(0);
        let said = said.tells(&[&format!("Going on with run {run}.")]);
        assert!(!said.err.contains("as it was begun"), "it is the same request: {said}");
        assert_eq!(said.json().measurements.len(), 3, "the rest: {said}");
        let kept = home.run("show --db kept.db --json").exits(0).json();
        assert_eq!(kept.run["by_code"]["accessible"], 5);
        assert_eq!(kept.run["id"], run);
    });
}

#[test]
fn a_service_manager_s_end_is_one_as_ctrl_c_is() {
    alone(|| {
        let home = Home::new();
        let (site, line) = five_pages(&home);
        let running = stuck(&home, &site, &line);
        system::signal(running.id(), libc::SIGTERM);
        let said = running.end().exits(130).tells(&["Stopping.", "Stopped."]);
        said.prints(&["2 × Opens normally"]);
        site.answer_all();
        home.run(&format!("{line} --resume")).exits(0).tells(&["Going on with run "]);
    });
}

#[test]
fn two_do_not_go_on_with_one_run() {
    alone(|| {
        let home = Home::new();
        let (site, line) = five_pages(&home);
        stuck(&home, &site, &line).kill();
        site.answer_only(0);
        let mut first = home.arna(&format!("{line} --resume")).start();
        first.await_line("Going on with run ");
        site.await_silence();
        for second in [format!("{line} --resume"), line.clone()] {
            let said = home.run(&second).exits(1);
            said.tells(&["another Arna measures into this database now", "wait for its end"]);
        }
        // Reading goes on meanwhile.
        home.run("show --db kept.db").exits(0);
        first.kill();
        site.answer_all();
        home.run(&format!("{line} --resume")).exits(0);
        let kept = home.run("show --db kept.db --json").exits(0).json();
        assert_eq!(kept.run["by_code"]["accessible"], 5, "a kill lets go");
    });
}

#[test]
fn a_kill_loses_only_the_measurement_in_flight() {
    alone(|| {
        let home = Home::new();
        let (site, line) = five_pages(&home);
        assert_eq!(stuck(&home, &site, &line).kill().code, None);
        let kept = home.run("show --db kept.db --json").exits(0).json();
        assert_eq!(kept.measurements.len(), 2);
        let run = kept.run["id"].as_str().unwrap().to_owned();

        // Killed a second time, right after it went on.
        site.answer_only(0);
        let mut running = home.arna(&format!("{line} --resume")).start();
        running.await_line(&format!("Going on with run {run}."));
        site.await_silence();
        assert_eq!(running.kill().code, None);

        site.answer_all();
        home.run(&format!("{line} --resume")).exits(0).tells(&[&run, "3/3 "]);
        let kept = home.run("show --db kept.db --json").exits(0).json();
        assert_eq!(kept.run["by_code"]["accessible"], 5);
        assert_eq!(kept.run["id"], run);
        let mut ids: Vec<_> = kept.measurements.iter().map(|one| one["id"].to_string()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 5, "nothing twice");
    });
}

#[test]
fn what_goes_on_is_what_was_begun_and_whom_that_contacts_is_told() {
    alone(|| {
        let home = Home::new();
        let (site, line) = five_pages(&home);
        let running = stuck(&home, &site, &line);
        system::interrupt(running.id());
        running.end().exits(130);
        site.answer_all();
        // Another command, which nobody has said yes to.
        let (_, root) = line.split_once("--ca ").unwrap();
        let root = root.split(' ').next().unwrap();
        let other = format!("run --input https://other.example/ --ca {root} --db kept.db --resume");
        let said = home.run(&other).exits(2);
        let fifth = site.page("5");
        let named = fifth.trim_start_matches("https://");
        let said = said.tells(&[named, "No test helper", "no terminal to ask on"]);
        assert!(!said.err.contains("other.example"), "it is not what goes on: {said}");
        let said = home.run(&format!("{other} --yes --json")).exits(0);
        let said = said.tells(&["It goes on as it was begun"]);
        assert_eq!(said.json().run["by_code"]["accessible"], 5, "{said}");
    });
}

#[test]
fn a_demo_never_goes_on_in_the_real_world() {
    alone(|| {
        let home = Home::new();
        let mut demo = home.arna("demo --targets 5000 --db kept.db").start();
        demo.await_line("3/5251 ");
        system::interrupt(demo.id());
        let said = demo.end().exits(130).tells(&["Stopping.", "Stopped."]);
        assert!(!said.err.contains("--resume"), "{said}");
        let shown = home.run("show --db kept.db").exits(0).tells(&["This run is unfinished"]);
        assert!(!shown.err.contains("--resume"), "{shown}");
        let said = home.run("run --resume --yes --no-helper --db kept.db").exits(2);
        said.tells(&["a demo's and cannot go on in the real world"]);
        home.run("demo --targets 5000 --db kept.db").exits(2).tells(&["unfinished demo"]);
    });
}

#[test]
fn a_run_that_is_whole_is_not_measured_again() {
    alone(|| {
        let home = Home::new();
        let (site, line) = five_pages(&home);
        let said = home.run(&format!("{line} --resume")).exits(0);
        said.tells(&["No run is unfinished: this is a new one."]).prints(&["5 × Opens normally"]);
        assert_eq!(site.visits(), 5);
        let before = home.run("show --db kept.db --json").exits(0);
        let said = home.run(&format!("{line} --resume")).exits(0);
        let said =
            said.tells(&["is whole: nothing is left to measure", "`arna show --db kept.db`"]);
        assert!(said.out.is_empty(), "{said}");
        assert_eq!(site.visits(), 5);
        assert_eq!(home.run("show --db kept.db --json").exits(0).out, before.out);
        // Another request is another run.
        let other = line.replace("--no-helper", "--no-helper --max-seconds 600");
        home.run(&format!("{other} --resume")).exits(0).tells(&["this is a new one"]);
        assert_eq!(site.visits(), 10);
    });
}

/// A site of five pages, and a command line that measures them all.
fn five_pages(home: &Home) -> (Site, String) {
    let certificates = Certificates::mint(home);
    let site = Site::open(&certificates.server);
    let inputs: Vec<_> =
        (1..=5).map(|n| format!("--input {}", site.page(&n.to_string()))).collect();
    let (inputs, root) = (inputs.join(" "), text(&certificates.root));
    let line = format!("run web_connectivity {inputs} --ca {root} --no-helper --yes --db kept.db");
    (site, line)
}

/// A run with two pages done, that waits for a third that never comes.
fn stuck(home: &Home, site: &Site, line: &str) -> Running {
    site.answer_only(2);
    let mut running = home.arna(line).start();
    running.await_line("2/5 ");
    site.await_silence();
    running
}

/// The id in "… Run ID" at the end of a table.
fn run_in(out: &str) -> String {
    let (_, rest) = out.rsplit_once(". Run ").expect("the run's id is printed");
    rest.lines().next().expect("its line goes on").to_owned()
}
