//! `arna lab exec`: real programs inside a simulated country, and nothing of it left afterwards.

use std::io::Write as _;
use std::path::Path;

use crate::command::{Home, Running, text};

/// Whether this machine can do it; says so if not.
fn is_possible(home: &Home, test: &str) -> bool {
    let said = home.run("lab exec first-light -- true");
    if said.code == Some(0) {
        return true;
    }
    // Past the test program's own hands, which keep what a test prints if it passes.
    let mut stderr = std::io::stderr();
    writeln!(stderr, "LEFT OUT: {test} needs namespaces and a TUN device: {said}").unwrap();
    assert_eq!(said.code, Some(125), "{said}");
    assert!(
        !Path::new("/dev/net/tun").exists() || !is_root(),
        "root has all that it needs: {said}"
    );
    false
}

fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status").unwrap().contains("\nUid:\t0\t")
}

/// A command that goes on for an hour, inside.
fn going(home: &Home) -> Running {
    let script = home.write("go.sh", "trap 'echo heard; exit 9' INT\necho on\nsleep 3600 & wait\n");
    let mut running = home.arna(&format!("lab exec first-light -- sh {}", text(&script))).start();
    running.await_line("on");
    running
}

#[test]
fn the_exit_status_is_the_command_s() {
    let home = Home::new();
    if !is_possible(&home, "the exit status") {
        return;
    }
    home.run("lab exec first-light -- false").exits(1);
    let script = home.write("end.sh", "kill -9 $$");
    home.run(&format!("lab exec first-light -- sh {}", text(&script))).exits(137);
    home.run("lab exec first-light -- no-such-command").exits(127).tells(&["no-such-command"]);
    home.run("lab exec first-light -- /etc/passwd").exits(126);
    home.run("lab exec frist-light -- true").exits(125).tells(&["did you mean \"first-light\""]);
}

#[test]
fn nothing_is_left_behind() {
    let home = Home::new();
    if !is_possible(&home, "what is left behind") {
        return;
    }
    let here = || std::fs::read_to_string("/proc/self/mountinfo").unwrap();
    let before = here();
    let script = home.write("in.sh", "sleep 3600 &\ncat /proc/net/dev /etc/resolv.conf");
    let said = home.run(&format!("lab exec first-light -- sh {}", text(&script))).exits(0);
    // That it ended at all says that the sleeper, who holds its output, is dead.
    said.prints(&["lab0", "nameserver 2.72.0.53"]);
    assert_eq!(here(), before);
    assert!(!std::fs::read_to_string("/proc/net/dev").unwrap().contains("lab0"));
}

#[test]
fn the_death_of_either_side_ends_the_other() {
    let home = Home::new();
    if !is_possible(&home, "the death of either side") {
        return;
    }
    // Each waits until nobody holds the command's output any more.
    going(&home).kill();
    let running = going(&home);
    let id = running.id();
    let inside = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    let inside: i32 = inside.trim().parse().expect("one process inside");
    let killed = std::process::Command::new("kill").args(["-9", &inside.to_string()]).status();
    assert!(killed.unwrap().success());
    running.end().exits(137);
}

#[test]
fn a_signal_is_handed_on_to_the_command() {
    let home = Home::new();
    if !is_possible(&home, "a signal") {
        return;
    }
    let running = going(&home);
    crate::system::interrupt(running.id());
    running.end().exits(9).prints(&["heard"]);
}

#[test]
fn a_run_inside_comes_to_the_demo_s_verdicts() {
    let home = Home::new();
    if !is_possible(&home, "a run inside") {
        return;
    }
    let inputs = ["https://facebook.com/", "https://www.amnesty.org/"];
    let run = format!(
        "lab exec first-light -- {} run web_connectivity --input {} --input {} --yes --json --db in.db",
        env!("CARGO_BIN_EXE_arna"),
        inputs[0],
        inputs[1]
    );
    let inside = home.run(&run).exits(0).json();
    let demo = home.run("demo first-light --json").exits(0).json();
    let expected: Vec<_> =
        demo.codes().into_iter().filter(|(input, _)| inputs.contains(input)).collect();
    assert_eq!(expected.len(), inputs.len());
    assert_eq!(inside.codes(), expected);
}
