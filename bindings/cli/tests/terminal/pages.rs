//! Completions, manual pages, and colours when they are asked for.

use crate::command::Home;

#[test]
fn every_shell_gets_its_completions() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = home.run(&format!("completions {shell}")).exits(0);
        said.prints(&["arna", "completions", "pcap"]);
    }
    home.run("completions tcsh").exits(2).tells(&["tcsh", "bash"]);
}

#[test]
fn the_manual_is_printed_or_written() {
    let home = Home::new();
    home.run("man").exits(0).prints(&[".TH arna 1", "Exit codes", "demo"]);
    std::fs::create_dir(home.path("man1")).unwrap();
    home.run("man man1").exits(0).tells(&["man1/arna.1"]);
    for page in ["arna.1", "arna-demo.1", "arna-lab-new.1", "arna-run.1"] {
        let text = std::fs::read_to_string(home.path("man1").join(page)).unwrap();
        assert!(text.contains(".TH"), "{page}: {text}");
    }
    home.run("man none").exits(2).tells(&["none is no folder"]);
}

#[test]
fn what_a_command_inside_the_lab_finds_is_in_help_and_manual() {
    let home = Home::new();
    let help = home.run("help lab exec").exits(0).out;
    // Wherever the lines end.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    std::fs::create_dir(home.path("man1")).unwrap();
    home.run("man man1").exits(0);
    let page = std::fs::read_to_string(home.path("man1/arna-lab-exec.1")).unwrap();
    let page = page.replace("\\-", "-");
    for word in [
        "SSL_CERT_FILE",
        "ARNA_LAB_TARGETS",
        "ARNA_CA",
        "ARNA_HELPER",
        "ARNA_RESOLVER",
        "ARNA_COUNTRY",
        "ARNA_PORTAL_PROBE",
        "125",
    ] {
        assert!(help.contains(word), "{word} is missing: {help}");
        assert!(page.contains(word), "{word} is missing: {page}");
    }
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let home = Home::new();
    for (line, no_color, wanted) in [
        ("demo first-light --color always", "", true),
        ("--color always demo first-light", "1", true),
        ("demo first-light --color auto", "", false),
        ("demo first-light --color never", "", false),
    ] {
        let said = home.arna(line).env("NO_COLOR", no_color).start().end().exits(0);
        assert_eq!(said.out.contains('\u{1b}'), wanted, "{line}: {said}");
        assert!(!said.err.contains('\u{1b}'), "{line}: {said}");
    }
    home.run("demo --color blue").exits(2).tells(&["auto, always, never"]);
}

#[test]
fn tables_fit_terminals_from_40_columns_on() {
    let home = Home::new();
    home.run("demo first-light --db kept.db").exits(0);
    for columns in [40, 60, 80, 100] {
        for line in ["show --db kept.db", "show --why --db kept.db", "lab list", "nettests"] {
            let said = home.arna(line).env("COLUMNS", columns.to_string()).start().end().exits(0);
            for row in said.out.lines() {
                assert!(row.chars().count() <= columns, "{line}, {columns}: {row}\n{said}");
            }
        }
    }
}
