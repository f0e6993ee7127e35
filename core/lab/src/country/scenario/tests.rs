//! Scenarios as they are read, and what is refused with its place.

use super::*;

const SMALL: &str = r#"
name = "small"
story = "Nothing happens."
profile = "lte"
network = { country = "KZ", operator = "Kcell" }
[[targets]]
count = 2
"#;

fn complaint(text: &str) -> String {
    Scenario::parse(text).expect_err("it is wrong").to_string()
}

#[test]
fn the_usual_start_is_what_it_says() {
    assert_eq!(usual_start().to_string(), "2024-05-01T08:00:00Z");
}

#[test]
fn an_unknown_word_is_shown_with_its_place() {
    let with = |more: &str| complaint(&format!("{SMALL}{more}"));
    for (text, begins, has) in [
        (
            complaint(&SMALL.replace("count =", "cuont =")),
            "line 7, column 1: ",
            "\"cuont\" here; did you mean \"count\"?",
        ),
        (with("kind = \"fien\"\n"), "line 8, column 8: ", "server_drops_country"),
        (
            with("[[censors]]\nkind = \"sni_drop\"\n# residaul_s\nresidaul_s = 1\n"),
            "line 10, column 3: ",
            "did you mean \"residual_s\"?",
        ),
        (
            with("[[censors]]\nkind = \"sni_drop\"\nresidual_s = \"1\"\n"),
            "line 10, column 14: ",
            "a number is wanted here",
        ),
        (with("[[censors]]\nkind = \"sni_dorp\"\n"), "line 9, column 8: ", "\"sni_drop\"?"),
        (with("[[targets\ncount = 2\n"), "line 8, column ", "]"),
        (complaint(""), "line 1, column 1: ", "\"name\" is missing"),
    ] {
        assert!(text.starts_with(begins) && text.contains(has), "{begins}{has}: {text}");
    }
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let with = |more: &str| complaint(&format!("{SMALL}{more}"));
    let named = |name: &str| with(&format!("[[targets]]\nnames = [\"b.kz\", {name:?}]\n"));
    let sni_drop = |more: &str| {
        with(&format!("censored_by = \"sni_drop\"\n[[censors]]\nkind = \"sni_drop\"\n{more}"))
    };
    let network = |more: &str| complaint(&SMALL.replace("\"KZ\"", &format!("\"KZ\", {more}")));
    for (text, begins, has) in [
        (with("censored_by = \"ip_drop\"\n"), "line 8, column 15: ", "no censor \"ip_drop\""),
        (with("[[censors]]\nkind = \"sni_reset\"\n"), "line 8, column 1: ", "nothing to do"),
        (
            sni_drop("[[censors]]\nkind = \"sni_drop\"\n"),
            "line 11, column 1: ",
            "two censors called",
        ),
        (sni_drop("name = \"a b\"\n"), "line 9, column 1: ", "no name for a censor"),
        (sni_drop("name = \"isp\"\n"), "line 9, column 1: ", "censored_by \"isp\""),
        (
            with(
                "censored_by = [\"isp\", \"isb\"]\n[[censors]]\nname = \"isp\"\nkind = \"sni_drop\"\n",
            ),
            "line 8, column 23: ",
            "no censor \"isb\" here; did you mean \"isp\"?",
        ),
        (with("censored_by = 7\n"), "line 8, column 15: ", "a censor in quotes, or a list"),
        (sni_drop("residual_s = -1.0\n"), "line 9, column 1: ", "0 to 86400 seconds"),
        (
            with(
                "censored_by = \"quic_sni_drop\"\n[[censors]]\nkind = \"quic_sni_drop\"\nresidual_s = -1\n",
            ),
            "line 9, column 1: ",
            "0 to 86400 seconds",
        ),
        (
            with("censored_by = \"throttle\"\n[[censors]]\nkind = \"throttle\"\nkbit = 0.0\n"),
            "line 9, column 1: ",
            "kbit is",
        ),
        (
            with(
                "censored_by = \"freeze_after\"\n[[censors]]\nkind = \"freeze_after\"\nbytes = 9\n",
            ),
            "line 9, column 1: ",
            "from 1000 to",
        ),
        (
            with(
                "censored_by = \"freeze_after\"\n[[censors]]\nkind = \"freeze_after\"\nby = \"nam\"\n",
            ),
            "line 11, column 6: ",
            "\"name\"?",
        ),
        (with("page_bytes = 10\n"), "line 8, column 14: ", "page_bytes are a number"),
        (sni_drop("only = { share = 2.0 }\n"), "line 9, column 1: ", "at most 1"),
        (sni_drop("only = { after_s = 9, until_s = 9 }\n"), "line 9, column 1: ", "comes after"),
        (sni_drop("only = { hours = \"9-25\" }\n"), "line 11, column 18: ", "21:00-24:00"),
        (sni_drop("only = { at = \"bordr\" }\n"), "line 11, column 15: ", "\"border\"?"),
        (sni_drop("only = { networks = [\"5.9.0.0\"] }\n"), "line 11, column 22: ", "5.9.0.0/16"),
        (with("[[targets]]\nkind = \"refused\"\n"), "line 8, column 1: ", "some"),
        (with("[[targets]]\ncount = 99999\n"), "line 9, column 9: ", "at most 10000"),
        (complaint(&SMALL.replace("[[targets]]\ncount = 2", "targets = []")), "", "targets"),
        (named("b.kz"), "line 9, column 18: ", "b.kz is there twice"),
        (named("A.kz"), "line 9, column 18: ", "no host name"),
        (named("10.0.0.1"), "line 9, column 18: ", "no host name"),
        (named("egov.kz"), "line 9, column 18: ", "the lab's own"),
        (complaint(&SMALL.replace("lte", "5g")), "line 4, column 11: ", "lte_edge"),
        (complaint(&SMALL.replace("small", "a b")), "line 2, column 8: ", "no name"),
        (
            network("later = [{ at = \"2024-05-01T07:00:00Z\", condition = \"open\" }]"),
            "",
            "one after the other",
        ),
        (
            network("later = [{ at = \"2024-05-02T07:00:00Z\", condition = \"vpn\" }]"),
            "",
            "from the start or never",
        ),
        (with("[[middleboxes]]\nkind = \"tcp_porxy\"\n"), "line 9, column 8: ", "tcp_proxy"),
        (
            with("[[middleboxes]]\nkind = \"mtu_hole\"\nup_bytes = 9\n"),
            "line 8, column 1: ",
            "68 to 1500",
        ),
        (with("[[middleboxes]]\nkind = \"mtu_hole\"\n"), "line 8, column 1: ", "up_bytes or"),
        (with("kind = \"captcha\"\nwww = \"redirects\"\n"), "line 9, column 7: ", "only sites"),
        (with("www = \"listed\"\n"), "line 8, column 7: ", "say censored_by"),
        (
            with("[[targets]]\nnames = [\"www.b.kz\"]\nwww = \"redirects\"\n"),
            "line 10, column 7: ",
            "without www",
        ),
        (with("behind = \"tcp_proxy\"\n"), "line 8, column 10: ", "no middlebox"),
        (
            with("[[middleboxes]]\nkind = \"tcp_proxy\"\nonly = { share = 2.0 }\n"),
            "line 8, column 1: ",
            "at most 1",
        ),
        (network("starts = \"1955-11-05T06:00:00Z\""), "line 5, column 38: ", "2000"),
        (network("clock_ahead_s = 99999999999"), "line 5, column 45: ", "thirty"),
        (network("nat64 = \"64:ff9b::/96\""), "line 5, column 37: ", "ipv6_only"),
        (
            network("families = \"ipv6_only\", nat64 = \"64:ff9b::/97\""),
            "line 5, column 61: ",
            "96 bits",
        ),
        (
            network("handover = { after_s = 5, profiles = [\"lte\", \"5g\"] }"),
            "line 5, column 40: ",
            "no profile \"5g\"",
        ),
        (network("handover = { after_s = 0.5 }"), "line 5, column 40: ", "from 1 to"),
    ] {
        assert!(text.starts_with(begins) && text.contains(has), "{begins}{has}: {text}");
    }
}
