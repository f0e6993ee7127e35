//! No network at all.

use crate::command::Home;
use crate::network::alone;

#[test]
fn no_internet_is_said_stored_and_shown() {
    alone(|| {
        let home = Home::new();
        let line =
            "run --yes --db kept.db --input https://example.com/ --input https://example.org/";
        let said = home.run(&format!("{line} --json")).exits(3);
        let lines = said.json();
        let web: Vec<_> =
            lines.codes().into_iter().filter(|(name, _)| *name != "latency").collect();
        let none =
            [("https://example.com/", "no_internet"), ("https://example.org/", "no_internet")];
        assert_eq!(web, none, "{said}");
        for one in lines.measurements.iter().filter(|one| one.get("input").is_some()) {
            assert_eq!(one["verdict"]["reason"], "no_service", "{said}");
            assert!(!one["verdict"]["basis"].as_array().unwrap().is_empty(), "{said}");
        }
        let shown = home.run("show --db kept.db").exits(0);
        shown.prints(&["example.com", "No Internet on this network", "nothing at all answers"]);
        assert_eq!(home.run("show --db kept.db --json").exits(0).out, said.out);
        home.run(&format!("{line} --resume")).exits(0).tells(&["is whole"]);
    });
}

#[cfg(target_os = "linux")]
#[test]
fn an_interface_that_is_asked_for_where_there_is_none_is_told_so() {
    alone(|| {
        let home = Home::new();
        for line in ["run --interface wlan0 --yes", "compare wlan0 wwan0 --yes"] {
            let said = home.run(&format!("{line} --input https://a.example/")).exits(2);
            said.tells(&["this machine has no network that is up"]);
        }
    });
}

#[test]
fn without_internet_a_long_list_is_not_waited_for() {
    alone(|| {
        let home = Home::new();
        let list: Vec<_> = (0..20).map(|number| format!("https://{number}.example/")).collect();
        home.write("list.txt", list.join("\n"));
        let said = home.run("run --input-file list.txt --yes --json").exits(3);
        let said = said.tells(&["20/22 "]);
        let lines = said.json();
        assert_eq!(lines.run["by_code"]["no_internet"], 21, "{said}");
        let looked = |one: &&serde_json::Value| !one["observations"].as_array().unwrap().is_empty();
        let looked = lines.measurements.iter().filter(looked).count();
        assert!(looked < 5, "{looked} of 20 were tried although nothing answers: {said}");
        assert!(
            !said.err.contains("no test helper answered"),
            "the helpers are not to blame: {said}"
        );
    });
}

#[test]
fn no_internet_is_said_to_people_too() {
    alone(|| {
        let home = Home::new();
        let line = "run web_connectivity --no-helper --yes --input https://example.com/";
        let said = home.run(line).exits(3);
        let said = said.tells(&["1/1 example.com: No Internet on this network"]);
        said.prints(&["1 × No Internet on this network"]);
    });
}
