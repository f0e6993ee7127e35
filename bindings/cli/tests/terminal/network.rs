//! A network for one test: a loopback, and no way out.
//!
//! The test program starts itself again for the one test, in namespaces of its own (network and mounts,
//! as root of a user namespace). Where the system does not allow that, the test says so and is left
//! out.

use std::io::Write as _;
use std::process::Command;

/// Runs the test whose body this is in a network of its own.
pub(crate) fn alone<Body: FnOnce()>(body: Body) {
    if std::env::var_os(INSIDE).is_some() {
        crate::system::loopback(0, std::net::Ipv4Addr::LOCALHOST);
        return body();
    }
    // "terminal::module::test::{{closure}}"
    let name = std::any::type_name::<Body>().trim_end_matches("::{{closure}}");
    let unshare = match way_in() {
        Ok(options) => options,
        Err(why) => {
            // Past the test program's own hands, which keep what a test prints if it passes.
            let mut stderr = std::io::stderr();
            return writeln!(stderr, "LEFT OUT: {name} needs network namespaces ({why})").unwrap();
        }
    };
    let (_, test) = name.split_once("::").expect("a test lies in a module");
    let output = Command::new("unshare")
        .args(unshare)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, "yes")
        .output()
        .unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    assert!(
        out.contains("1 passed") && output.status.success(),
        "in a network of its own:\n{out}{err}"
    );
}

/// The options with which `unshare` works here.
fn way_in() -> Result<&'static [&'static str], String> {
    let mut why = String::new();
    for options in UNSHARE {
        let output = Command::new("unshare").args(options).arg("true").output();
        let output = output.map_err(|error| format!("unshare: {error}"))?;
        if output.status.success() {
            return Ok(options);
        }
        why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    }
    Err(why)
}

/// Network and mounts; as root of a user namespace, or for somebody who is root already.
const UNSHARE: [&[&str]; 2] = [&["-r", "-n", "-m", "--"], &["-n", "-m", "--"]];

const INSIDE: &str = "ARNA_TEST_ALONE";
