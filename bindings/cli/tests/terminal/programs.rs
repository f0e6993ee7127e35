//! Programs of others inside the lab: each finds its network, its names and whom to trust by itself.

use std::path::PathBuf;
use std::process::Command;

use crate::command::{Home, Said, text};
use crate::exec::{is_possible, left_out};

/// What a script of this shell says inside `first-light`; none, and said so, where a program is missing.
fn inside(script: &str, programs: &[&str]) -> Option<Said> {
    let home = Home::new();
    for program in programs {
        if Command::new(program).arg("--version").output().is_err() {
            left_out(&format!("{program} is not on this machine"));
            return None;
        }
    }
    if !is_possible(&home, &programs.join(", ")) {
        return None;
    }
    let script = home.write("script.sh", script);
    Some(home.run(&format!("lab exec first-light -- sh {}", text(&script))))
}

#[test]
fn curl_shows_the_forged_issuer() {
    let script = "curl -sS -o page https://www.amnesty.org/ && wc -c < page
        curl -svk -o page https://facebook.com/ 2>&1 | grep issuer
        curl -sS -o page https://facebook.com/";
    if let Some(said) = inside(script, &["curl"]) {
        said.exits(60).prints(&["60000", "issuer: C=KZ; CN=Qaznet Trust Network"]);
    }
}

#[test]
fn openssl_verifies_who_is_to_be_trusted() {
    let script = "for name in www.amnesty.org facebook.com; do
        openssl s_client -connect $name:443 -servername $name -brief < /dev/null 2>&1 | grep -i verif
        done";
    if let Some(said) = inside(script, &["openssl"]) {
        said.exits(0).prints(&["Verification: OK", "Verification error: self-signed"]);
    }
}

/// Names over UDP and TCP by hand, the system's resolver, HTTPS, and pings.
const IN_PYTHON: &str = r#"
import os, socket, struct, urllib.error, urllib.request

page = urllib.request.urlopen("https://www.amnesty.org/")
print("page", page.status, len(page.read()))
try:
    urllib.request.urlopen("https://facebook.com/")
except urllib.error.URLError as error:
    print("intercepted", error)

site = socket.gethostbyname("www.amnesty.org")
name = b"".join(bytes([len(part)]) + part for part in (b"www", b"amnesty", b"org", b""))
question = struct.pack("!6H", 7, 0x100, 1, 0, 0, 0) + name + struct.pack("!2H", 1, 1)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.settimeout(10)
udp.sendto(question, ("8.8.8.8", 53))
print("udp", socket.inet_ntoa(udp.recv(512)[-4:]) == site)
tcp = socket.create_connection(("8.8.8.8", 53), 10)
tcp.sendall(struct.pack("!H", len(question)) + question)
print("tcp", socket.inet_ntoa(tcp.makefile("rb").read(2 + len(question) + 16)[-4:]) == site)

def checksum(message):
    total = sum(struct.unpack(f"!{len(message) // 2}H", message))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF

raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
for whom, patience in (site, 10), ("8.8.8.8", 10), (socket.gethostbyname("down.arna.example"), 1):
    message = struct.pack("!BBHHH", 8, 0, 0, 7, 1) + b"are you there..."
    raw.settimeout(patience)
    raw.sendto(message[:2] + struct.pack("!H", checksum(message)) + message[4:], (whom, 0))
    try:
        print("ping", raw.recvfrom(99)[0][20] == 0)
    except TimeoutError:
        print("ping unanswered")
"#;

#[test]
fn python_finds_pages_names_and_who_answers_pings() {
    if let Some(said) = inside(&format!("python3 - <<'END'{IN_PYTHON}END\n"), &["python3"]) {
        let said = said.exits(0).prints(&["page 200 60000", "CERTIFICATE_VERIFY_FAILED"]);
        said.prints(&["udp True\ntcp True\nping True\nping True\nping unanswered\n"]);
    }
}

#[test]
fn dig_asks_the_public_resolver_over_all_it_speaks() {
    let script = "dig +short www.amnesty.org
        for how in notcp tcp tls https; do dig +short +$how @8.8.8.8 www.amnesty.org; done
        dig nosuch.arna.example | grep -o NXDOMAIN";
    let Some(said) = inside(script, &["dig"]) else { return };
    let said = said.exits(0);
    let lines: Vec<_> = said.out.lines().collect();
    assert_eq!(lines.len(), 6, "{said}");
    assert!(lines[..5].iter().all(|line| *line == "5.9.0.1") && lines[5] == "NXDOMAIN", "{said}");
}

#[test]
fn ping_hears_hosts_that_are_up() {
    let script = "ping -c 2 -i 0.2 www.amnesty.org; ping -c 1 -W 1 down.arna.example";
    if let Some(said) = inside(script, &["ping"]) {
        said.exits(1).prints(&["2 received", "0 received"]);
    }
}

const IN_GO: &str = r#"
package main

import (
	"fmt"
	"io"
	"net/http"
)

func main() {
	for _, url := range []string{"https://www.amnesty.org/", "https://facebook.com/"} {
		answer, err := http.Get(url)
		if err != nil {
			fmt.Println("failed:", err)
			continue
		}
		body, err := io.ReadAll(answer.Body)
		fmt.Println(answer.StatusCode, len(body), err)
	}
}
"#;

#[test]
fn a_go_program_finds_names_and_whom_to_trust() {
    let home = Home::new();
    let source = home.write("main.go", IN_GO);
    // Its own resolver, not libc's; and nothing is fetched.
    let built = Command::new(go())
        .args(["build", "-o", text(&home.path("fetch")), text(&source)])
        .envs([("CGO_ENABLED", "0"), ("GOTOOLCHAIN", "local"), ("GOPROXY", "off")])
        .output();
    let Ok(built) = built else { return left_out("go is not on this machine") };
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    if is_possible(&home, "a Go program") {
        let said = home.run(&format!("lab exec first-light -- {}", text(&home.path("fetch"))));
        said.exits(0).prints(&["200 60000 <nil>", "certificate signed by unknown authority"]);
    }
}

/// Where it is installed if not on the PATH.
fn go() -> PathBuf {
    let usual = PathBuf::from("/usr/local/go/bin/go");
    if usual.exists() { usual } else { "go".into() }
}
