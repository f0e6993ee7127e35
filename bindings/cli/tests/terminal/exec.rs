//! `arna lab exec`: real programs inside a simulated country, and nothing of it left afterwards.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::command::{Arna, Home, Lines, Running, Said, text};

/// Whether this machine can do it; says so if not.
pub(crate) fn is_possible(home: &Home, test: &str) -> bool {
    let said = home.run("lab exec first-light -- true");
    if said.code == Some(0) {
        return true;
    }
    left_out(&format!("{test} needs namespaces and a TUN device: {said}"));
    assert_eq!(said.code, Some(125), "{said}");
    assert!(
        !Path::new("/dev/net/tun").exists() || !is_root(),
        "root has all that it needs: {said}"
    );
    false
}

/// Says so past the test program's own hands, which keep what a test prints if it passes.
pub(crate) fn left_out(what: &str) {
    let mut stderr = std::io::stderr();
    writeln!(stderr, "LEFT OUT: {what}").unwrap();
}

/// Whether this process, and whatever it starts, is deaf to a signal.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap().trim();
    u64::from_str_radix(mask, 16).unwrap() & (1 << (signal - 1)) != 0
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
    home.run("lab exec frist-light -- true").exits(125).tells(&["did you mean first-light?"]);
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
    if is_ignored(libc::SIGINT) {
        return left_out("SIGINT is ignored here, as in the background of a script, and so inside");
    }
    let running = going(&home);
    crate::system::interrupt(running.id());
    running.end().exits(9).prints(&["heard"]);
}

#[test]
fn it_ends_with_a_signal_and_its_command_too() {
    let home = Home::new();
    if !is_possible(&home, "an end by a signal") {
        return;
    }
    let mounts = || std::fs::read_to_string("/proc/self/mountinfo").unwrap();
    let before = mounts();
    for (signal, code) in [(libc::SIGTERM, 143), (libc::SIGHUP, 129)] {
        if is_ignored(signal) {
            left_out(&format!("signal {signal} is ignored here, as by nohup, and so inside"));
            continue;
        }
        let script = home.write("stay.sh", "echo on\nsleep 3600 & wait\n");
        let folder = home.path("temporary");
        std::fs::create_dir_all(&folder).unwrap();
        let command = home.arna(&format!("lab exec first-light -- sh {}", text(&script)));
        let mut running = command.env("TMPDIR", &folder).start();
        running.await_line("on");
        crate::system::signal(running.id(), signal);
        // Its output has an end, so nobody holds it any more.
        running.end().exits(code);
        assert_eq!(mounts(), before);
        assert!(!std::fs::read_to_string("/proc/net/dev").unwrap().contains("lab0"));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "files are left");
    }
}

/// As user nobody, for whom root puts a device of this mode at /dev/net/tun, in mounts of the test's own.
fn as_nobody(home: &Home, mode: &str) -> Option<Said> {
    let script = home.write(
        "nobody.sh",
        "set -e\nmount -t tmpfs -o mode=0755 tmpfs node\ncp \"$1\" node/arna\nmknod node/tun c 10 200\n\
         chmod \"$2\" node/tun\nmount --bind node/tun /dev/net/tun\necho ready >&2\ncd node\n\
         exec setpriv --reuid 65534 --regid 65534 --clear-groups \
         ./arna lab exec first-light -- cat /etc/resolv.conf /proc/self/uid_map\n",
    );
    std::fs::create_dir_all(home.path("node")).unwrap();
    std::fs::set_permissions(home.path(""), PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = std::process::Command::new("unshare");
    command.args(["--mount", "sh", text(&script), env!("CARGO_BIN_EXE_arna"), mode]);
    command.current_dir(home.path("")).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let said = Arna(command).start().end();
    if said.err.contains("ready") {
        return Some(said);
    }
    left_out(&format!("user nobody needs a device node of its own: {said}"));
    None
}

#[test]
fn an_ordinary_user_needs_the_device_and_nothing_else() {
    let home = Home::new();
    if !is_root() {
        return left_out("user nobody needs somebody who may become it");
    }
    if !is_possible(&home, "user nobody") {
        return;
    }
    if let Some(said) = as_nobody(&home, "0600") {
        said.exits(125).tells(&["/dev/net/tun cannot be used: Permission denied", "as root"]);
    }
    if let Some(said) = as_nobody(&home, "0666") {
        said.exits(0).prints(&["nameserver 2.72.0.53", "65534"]);
    }
}

/// One of everything that is decided within a minute.
const STORIES: &str = r#"
name = "stories"
story = "Something of everything that does not take long."
profile = "lte"
network = { country = "KZ", operator = "Kcell" }
censors = [
    { kind = "tls_mitm", root = "Qaznet Trust Network" }, { kind = "sni_reset" },
    { kind = "dns_forge", answers = ["10.10.34.36"], is_racing = false }, { kind = "http_blockpage" },
]
targets = [
    { names = ["facebook.com"], censored_by = "tls_mitm" },
    { names = ["azattyq.org"], censored_by = "sni_reset" },
    { names = ["meduza.io"], censored_by = "dns_forge" },
    { names = ["kloop.kg"], kind = "cleartext", censored_by = "http_blockpage" },
    { count = 1, kind = "expired_certificate" }, { count = 1, kind = "refused" },
    { count = 1, kind = "no_such_name" }, { count = 1, kind = "geo_block_451" }, { count = 1, kind = "captcha" },
    { count = 3 },
]
"#;

#[test]
fn a_run_inside_comes_to_the_demo_s_verdicts() {
    let home = Home::new();
    if !is_possible(&home, "a run inside") {
        return;
    }
    let stories = home.write("stories.toml", STORIES);
    let script = home.write(
        "run.sh",
        "exec \"$1\" run web_connectivity --input-file $ARNA_LAB_TARGETS --yes --json --db in.db",
    );
    let (stories, script) = (text(&stories), text(&script));
    let arna = env!("CARGO_BIN_EXE_arna");
    let run = format!("lab exec {stories} -- sh {script} {arna}");
    let inside = home.run(&run).exits(0).json();
    let demo = home.run(&format!("demo {stories} --json")).exits(0).json();
    let of_sites = |lines: &Lines| -> BTreeMap<String, Value> {
        let is_site = |one: &&Value| one["nettest"] == "web_connectivity" && one["decoy"].is_null();
        let sites = lines.measurements.iter().filter(is_site);
        let verdict = |one: &Value| {
            json!([one["verdict"]["code"], one["verdict"]["cause"], one["verdict"]["how"]])
        };
        sites.map(|one| (one["input"].as_str().unwrap().to_owned(), verdict(one))).collect()
    };
    let expected = of_sites(&demo);
    assert_eq!(expected.len(), 12);
    assert_eq!(demo.run["score"]["right"], 12, "{}", demo.run);
    assert_eq!(of_sites(&inside), expected);
}
