//! Command lines, good and bad.

use clap::CommandFactory as _;

use super::*;

fn parse(line: &str) -> Result<Command, String> {
    let words = std::iter::once("arna").chain(line.split_whitespace());
    Arna::of(words.map(OsString::from)).map(|arna| arna.command).map_err(|error| error.to_string())
}

#[test]
fn the_table_of_options_is_sound() {
    Arna::command().debug_assert();
}

#[test]
fn every_option_says_what_it_does() {
    fn undocumented(command: &clap::Command) -> Vec<String> {
        let own = command.get_arguments().filter(|arg| arg.get_help().is_none());
        let own = own.map(|arg| format!("{} {}", command.get_name(), arg.get_id()));
        own.chain(command.get_subcommands().flat_map(undocumented)).collect()
    }
    assert_eq!(undocumented(&Arna::command()), Vec::<String>::new());
}

#[test]
fn a_demo_has_defaults() {
    let Ok(Command::Demo(demo)) = parse("demo") else { panic!("demo alone must do") };
    assert_eq!((demo.scenario.as_str(), demo.seed), ("kz-2024-sni-drop", 1));
    assert!(demo.profile.is_none() && demo.targets.is_none() && demo.db.is_none());
}

#[test]
fn a_number_that_does_not_do_is_told_which_ones_do() {
    for (line, wanted) in [
        ("demo --targets 0", "from 1 to 10,000"),
        ("demo --targets few", "from 1 to 10,000"),
        ("demo --targets 100000000000", "from 1 to 10,000"),
        ("demo --targets -5", "from 1 to 10,000"),
        ("demo --seed -1", "from 0 to "),
        ("runs --limit 0", "from 1 to "),
        ("run --at-once 65", "from 1 to 64"),
        ("run --max-bytes -1", "50kB"),
    ] {
        let said = parse(line).expect_err(line);
        assert!(said.contains(wanted) && !said.contains("tip:"), "{line}: {said}");
    }
    assert!(matches!(parse("slice --battery -1"), Ok(Command::Slice(_))), "it is looked at later");
}

#[test]
fn a_resolver_may_leave_its_port_out() {
    for (text, means) in [
        ("1.1.1.1", "1.1.1.1:53"),
        ("1.1.1.1:5353", "1.1.1.1:5353"),
        ("2001:db8::1", "[2001:db8::1]:53"),
        ("[2001:db8::1]", "[2001:db8::1]:53"),
        ("[2001:db8::1]:54", "[2001:db8::1]:54"),
    ] {
        assert_eq!(resolver(text).map(|address| address.to_string()), Ok(means.to_owned()));
    }
    assert!(resolver("dns.google").is_err() && resolver("").is_err());
}

#[test]
fn what_contradicts_itself_is_refused() {
    assert!(parse("run --no-helper --helper https://a.example/").is_err());
    assert!(parse("run --max-bytes 0").is_err());
    assert!(parse("helper --listen 127.0.0.1:0 --tls 127.0.0.1:0 --cert a.pem").is_err());
    assert!(parse("helper --listen 127.0.0.1:0 --cert a.pem --key b.pem").is_err());
    assert!(parse("helper --listen nowhere").is_err());
}
