//! `scripts/arna`, which builds first: what a person sees of that, and what a pipe does. Cargo is one of ours here.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::Home;
use crate::system;

/// The script in a folder of its own, beside a cargo that builds at once, or fails.
fn script(home: &Home, cargo: &str) -> Command {
    let place = home.path("project");
    let tools = home.path("tools");
    fs::create_dir_all(place.join("scripts")).unwrap();
    fs::create_dir_all(&tools).unwrap();
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/arna");
    fs::copy(ours, place.join("scripts/arna")).unwrap();
    for (name, text) in [("cargo", cargo), ("cc", "#!/bin/sh\n")] {
        let path = tools.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    // Not by itself: another test may fork while it is being written, and hold it open for a moment.
    let mut command = Command::new("bash");
    command.arg(place.join("scripts/arna"));
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).env_remove("CARGO_TARGET_DIR").stdin(Stdio::null()).arg("demo");
    command
}

/// What it says on a terminal, and whether it ended well.
fn watched(mut command: Command) -> (String, bool) {
    let (person, program) = system::terminal();
    command.stdout(Stdio::null()).stderr(program);
    let mut child = command.spawn().unwrap();
    // The command holds the other end too, and would keep the terminal open.
    drop(command);
    let seen = system::read_all(&person);
    (seen, child.wait().unwrap().success())
}

#[test]
fn the_first_build_shows_how_far_it_is_to_who_watches_and_is_brief_elsewhere() {
    let home = Home::new();
    let (seen, is_done) = watched(script(&home, CARGO));
    assert!(is_done && seen.contains("Compiling arna-cli"), "{seen}");
    assert!(seen.contains("the first time"), "{seen}");
    // Once it is there, nothing is said while it is made again.
    let (seen, is_done) = watched(script(&home, CARGO));
    assert!(is_done && seen.is_empty(), "{seen:?}");

    let home = Home::new();
    let output = script(&home, CARGO).output().unwrap();
    let (said, told) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success() && said == "arna says demo\n", "{said} {told}");
    assert!(told.lines().count() == 1 && told.contains("the first time"), "{told}");
}

#[test]
fn why_a_build_failed_is_told_on_a_terminal_and_in_a_pipe() {
    let (seen, is_done) = watched(script(&Home::new(), BROKEN));
    assert!(!is_done && seen.contains("error: no such luck"), "{seen}");
    let output = script(&Home::new(), BROKEN).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("error: no such luck"), "{told}");
}

/// It says what it does unless it is told not to, and makes an `arna`.
const CARGO: &str = r#"#!/bin/sh
case "$*" in *--quiet*) ;; *) echo '   Compiling arna-cli' >&2 ;; esac
mkdir -p target/release
printf '#!/bin/sh\necho "arna says $*"\n' >target/release/arna
chmod +x target/release/arna
"#;

const BROKEN: &str = "#!/bin/sh\necho 'error: no such luck' >&2\nexit 101\n";
