//! Two networks at once: a run goes over the one that was named, and nothing of it over the other.

use serde_json::Value;

use crate::command::{Home, text};
use crate::exec::is_possible;

pub(crate) const OPEN: &str = r#"
name = "wifi-open"
story = "A Wi-Fi on which nothing is blocked."
profile = "wired"
network = { country = "KZ", operator = "Home" }
[[targets]]
names = ["www.facebook.com", "site.example"]
"#;

pub(crate) const CENSORED: &str = r#"
name = "cellular-censored"
story = "A mobile network that opens every connection to one site."
profile = "lte"
network = { country = "KZ", operator = "Kcell" }
[[censors]]
kind = "tls_mitm"
root = "Qaznet Trust Network"
[[targets]]
names = ["www.facebook.com"]
censored_by = "tls_mitm"
[[targets]]
names = ["site.example"]
"#;

/// What both devices have sent so far, at four moments; the kernel asks for routers of IPv6 by itself.
const SCRIPT: &str = r#"
for device in lab0 lab1; do echo 1 > /proc/sys/net/ipv6/conf/$device/disable_ipv6; done
sent() { awk -F'[: ]+' '/lab/ {print "sent", $2, $12}' /proc/net/dev; }
run() { @arna run --json --yes --input-file $ARNA_LAB_TARGETS web_connectivity "$@"; }
sent
run --interface lab1 --own-resolver $ARNA_LAB_BESIDE_RESOLVER --operator Kcell
sent
run
sent
@arna interfaces --json
@arna runs
run --interface lab7
run --interface lab1
"#;

fn verdicts(lines: &[Value]) -> Vec<(String, String)> {
    let measured = lines.iter().filter(|line| line["type"] == "measurement");
    let sites = measured.filter(|line| line["decoy"] != true);
    let said = |line: &Value, what: &str| line.pointer(what).unwrap().as_str().unwrap().to_owned();
    let mut all: Vec<_> =
        sites.map(|line| (said(line, "/input"), said(line, "/verdict/code"))).collect();
    all.sort();
    all
}

#[test]
fn a_run_goes_over_the_interface_that_was_named_and_over_no_other() {
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
    let sent: Vec<u64> = said
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("sent lab"))
        .map(|line| line.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    let [_, _, home_then, street_then, home_last, street_last] = sent[..] else {
        panic!("{sent:?}: {said}")
    };
    assert_eq!(home_then, sent[0], "nothing of it went over the other one: {said}");
    assert!(street_then > sent[1] + 10 && home_last > home_then + 10, "{sent:?}");
    // Connections of before may still be on their last packets.
    assert!(street_last <= street_then + 8, "{sent:?}");

    let run_of = |over: bool| {
        let is_over = |line: &&Value| line.pointer("/vantage/uplink/id").is_some() == over;
        lines.iter().filter(is_over).cloned().collect::<Vec<_>>()
    };
    let word = |site: &str, word: &str| (format!("https://{site}/"), word.to_owned());
    let blocked = [word("site.example", "accessible"), word("www.facebook.com", "blocked")];
    let opens = [word("site.example", "accessible"), word("www.facebook.com", "accessible")];
    assert_eq!(verdicts(&run_of(true)), blocked, "{said}");
    assert_eq!(verdicts(&run_of(false)), opens, "{said}");
    let vantage = &run_of(true)[0]["vantage"];
    assert_eq!((&vantage["operator"], &vantage["technology"]), (&"Kcell".into(), &"lab1".into()));

    let known: Vec<_> = lines.iter().filter(|line| line["type"] == "interface").collect();
    let names: Vec<_> = known
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["is_default"] == true))
        .collect();
    assert_eq!(names, [("lab0", true), ("lab1", false)]);
    assert!(said.out.contains("Kcell, lab1, KZ"), "{said}");
    assert!(
        said.err.contains("there is no network interface lab7 that is up (there are: lab0, lab1)"),
        "{said}"
    );
    assert!(
        said.err.contains("which name server lab1 uses: name it with `--own-resolver`"),
        "{said}"
    );
}
