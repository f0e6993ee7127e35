//! Two networks compared: what differs is said, and each run goes over its own device.

use serde_json::Value;

use crate::command::{Home, text};
use crate::exec::is_possible;
use crate::interfaces::{CENSORED, OPEN};

const SCRIPT: &str = r#"
home=$(awk '/^nameserver/ {print $2; exit}' /etc/resolv.conf)
compare() {
  @arna compare --yes --input-file $ARNA_LAB_TARGETS "$@"
  echo "ended $?"
}
both() {
  compare lab0 lab1 --own-resolver lab0=$home --own-resolver lab1=$ARNA_LAB_BESIDE_RESOLVER \
    --operator lab1=Kcell "$@"
}
both --json
both
compare lab0 lab0 --own-resolver lab0=$home
compare lab0 lab1 --own-resolver lab7=$home
@arna compare lab0 lab1 --resume
echo "ended $?"
@arna compare --resume --yes --own-resolver lab0=$home --own-resolver lab1=$ARNA_LAB_BESIDE_RESOLVER
echo "ended $?"
"#;

#[test]
fn what_differs_between_two_interfaces_is_said() {
    let home = Home::new();
    if !is_possible(&home, "a second network") {
        return;
    }
    let (open, censored) = (home.write("open.toml", OPEN), home.write("censored.toml", CENSORED));
    let script = home.write("go.sh", SCRIPT.replace("@arna", env!("CARGO_BIN_EXE_arna")));
    let [open, censored, script] = [&open, &censored, &script].map(|path| text(path));
    let said = home.run(&format!("lab exec {open} --beside {censored} -- sh {script}"));
    let lines: Vec<Value> =
        said.out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let comparison = lines.iter().find(|line| line["type"] == "comparison").expect("one");
    let mut targets: Vec<_> = comparison["targets"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["input"].as_str().unwrap(), one["contrast"].as_str().unwrap()))
        .collect();
    targets.sort_unstable();
    let wanted = [("https://site.example/", "alike"), ("https://www.facebook.com/", "differs")];
    assert_eq!(targets, wanted, "{said}");
    // Each run has the other's name, and its own network.
    let runs: Vec<_> = comparison["runs"].as_array().expect("two").iter().collect();
    let over = |run: &Value, over: &str| {
        let measured = lines.iter().filter(|line| line["type"] == "measurement");
        let own: Vec<_> = measured.filter(|line| &line["run"] == run).collect();
        assert!(own.len() >= 2, "{said}");
        assert!(own.iter().all(|line| line["vantage"]["uplink"]["id"] == over), "{said}");
    };
    over(runs[0], "lab0");
    over(runs[1], "lab1");

    for wanted in [
        "Kcell (lab1)",
        "1 site is the same over both networks.",
        "1 site is not the same over both networks.",
    ] {
        assert!(said.out.contains(wanted), "{wanted}: {said}");
    }
    let mut rows = said.out.lines().filter(|line| line.starts_with("www.facebook.com"));
    let row = rows.next().expect("a row");
    assert!(row.contains("Opens normally") && row.contains("Blocked by the network"), "{row}");
    assert!(!said.out.lines().any(|line| line.trim_start().starts_with("site.example")));
    assert!(said.err.contains("both are the same network"), "{said}");
    assert!(said.err.contains("lab7 is neither of the two interfaces"), "{said}");
    let ends: Vec<_> = said.out.lines().filter(|line| line.starts_with("ended ")).collect();
    assert!(said.err.contains("No comparison can go on now"), "both were whole: {said}");
    assert_eq!(ends, ["ended 0", "ended 0", "ended 2", "ended 2", "ended 2", "ended 0"], "{said}");
}
