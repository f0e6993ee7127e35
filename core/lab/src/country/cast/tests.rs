//! Casts as they are promised.

use std::collections::BTreeMap;

use arna_model::{Cause, Code};

use super::super::scenarios;
use super::*;

fn mix(name: &str, wanted: Option<usize>) -> (usize, usize) {
    let sites = cast(Scenario::named(name).expect(name), wanted);
    (sites.len(), sites.iter().filter(|site| site.truth.censored).count())
}

#[test]
fn the_shipped_counts_are_as_promised() {
    let promised = BTreeMap::from([
        ("kz-2019-qaznet", (40, 8)),
        ("kz-2024-sni-drop", (100, 5)),
        ("first-light", (5, 2)),
        ("open-wired", (24, 0)),
        ("open-lte", (24, 0)),
        ("open-lte-edge", (24, 0)),
        ("open-poor3g", (24, 0)),
        ("site-down", (12, 0)),
        ("expired-certificate", (10, 0)),
        ("captcha", (10, 0)),
        ("geo-block-403", (10, 0)),
        ("geo-variant-dns", (10, 0)),
        ("server-drops-country", (10, 0)),
        ("slow-server", (10, 0)),
        ("helper-unreachable", (10, 0)),
        ("sni-reset", (20, 3)),
        ("dns-forged", (20, 3)),
        ("ip-drop", (20, 2)),
        ("certificate-wrong-name", (10, 0)),
        ("certificate-incomplete", (10, 0)),
        ("national-pki", (10, 0)),
        ("waf-drops-handshake", (10, 0)),
        ("geo-block-451", (10, 0)),
        ("name-gone", (10, 0)),
        ("broken-zone", (16, 0)),
        ("dead-first-address", (10, 0)),
        ("cut-body", (10, 0)),
        ("dripping-body", (10, 0)),
        ("large-headers", (10, 0)),
        ("cleartext-sites", (10, 0)),
        ("cleartext-articles", (10, 0)),
        ("cleartext-downloads", (10, 0)),
        ("cleartext-windows-1251", (10, 0)),
        ("dns-dropped", (20, 3)),
        ("dns-denied", (20, 3)),
        ("dns-denied-empty", (20, 3)),
        ("dns-denied-by-resolver", (20, 3)),
        ("ad-blocker", (15, 3)),
        ("dns-forged-in-the-clear", (20, 3)),
        ("dns-dropped-slow-sites", (20, 3)),
        ("dns-raced", (20, 3)),
        ("interception-of-broken-sites", (16, 4)),
        ("http-host-dropped", (20, 3)),
        ("http-host-reset", (20, 3)),
        ("http-host-dropped-tls-only", (20, 3)),
        ("cleartext-hangs-up", (12, 0)),
        ("cleartext-slow", (10, 0)),
        ("http-blockpage", (20, 3)),
        ("http-blockpage-windows-1251", (20, 3)),
        ("http-blockpage-redirect", (20, 3)),
        ("ip-reset", (20, 2)),
        ("many-blocked", (100, 20)),
        ("many-ways-blocked", (100, 20)),
        ("poisoned-neighbour", (30, 4)),
        ("sni-drop-residual-60", (20, 3)),
        ("sni-drop-residual-180", (20, 3)),
        ("interception-after-dark", (20, 3)),
        ("interception-by-day", (20, 0)),
        ("border-drops-address", (20, 0)),
        ("border-forges-dns", (20, 0)),
        ("sni-drop-at-times", (20, 3)),
        ("sni-drop-reassembling", (20, 3)),
        ("two-filters", (20, 5)),
        ("sni-fin", (20, 3)),
        ("throttled-by-name", (20, 3)),
        ("quic-dropped", (20, 0)),
        ("quic-filtered-by-name", (20, 0)),
        ("name-filtered-in-tls-and-quic", (20, 4)),
        ("sni-drop-spares-quic", (20, 3)),
        ("quic-hole", (20, 0)),
        ("http3-dead", (20, 0)),
        ("open-http3", (20, 0)),
        ("rotating-dns", (10, 0)),
        ("redirects-to-https", (10, 0)),
        ("www-redirects", (12, 0)),
        ("www-name-filtered", (20, 3)),
        ("redirects-in-circles", (14, 0)),
        ("redirects-nowhere", (12, 0)),
        ("redirects-odd", (15, 0)),
        ("short-link-to-blocked", (18, 3)),
        ("cookie-wall-filtered", (16, 2)),
        ("shared-edge", (10, 0)),
        ("edge-residual", (20, 1)),
        ("edge-address-dropped", (20, 1)),
        ("kz-2022-whitelist", (10, 0)),
        ("kz-2022-shutdown", (10, 0)),
        ("kz-2019-qaznet-evenings", (16, 0)),
        ("border-cut", (10, 0)),
        ("no-service", (8, 0)),
        ("captive-portal", (10, 0)),
        ("captive-portal-reset", (10, 0)),
        ("out-of-credit", (10, 0)),
        ("vpn-holds", (10, 0)),
        ("dual-stack-sni-drop", (20, 3)),
        ("broken-ipv6", (10, 0)),
        ("ipv6-only", (12, 0)),
        ("ipv6-only-sni-drop", (20, 3)),
        ("ipv6-only-dns-forged", (20, 3)),
        ("h2-goaway", (12, 0)),
        ("odd-servers", (14, 0)),
        ("slowed-by-name", (20, 3)),
        ("kz-2022-throttling", (20, 3)),
        ("radio-changes", (20, 0)),
        ("transparent-proxy", (15, 0)),
        ("transparent-proxy-sni-drop", (20, 2)),
        ("ipv6-only-transparent-proxy", (13, 0)),
        ("header-writing-proxy", (12, 0)),
        ("company-proxy", (10, 0)),
        ("clock-ahead", (10, 0)),
        ("clock-behind", (10, 1)),
        ("ipv6-only-clock-behind", (10, 1)),
        ("handover", (30, 2)),
        ("handover-to-edge", (30, 0)),
        ("mtu-hole", (8, 0)),
        ("mtu-hole-at-sites", (15, 0)),
        ("name-proxy", (15, 0)),
        ("interception-by-network", (16, 2)),
        ("interception-trusted", (15, 3)),
        ("name-shuns-country", (12, 0)),
        ("sni-answered", (20, 4)),
        ("no-helper-sni-answered", (14, 2)),
        ("one-address-dropped", (35, 5)),
        ("far-resolver", (22, 2)),
        ("no-helper-sni-drop", (21, 3)),
        ("no-helper-reassembling", (16, 2)),
        ("no-helper-joining-records", (16, 2)),
        ("no-helper-residual", (14, 2)),
        ("sni-drop-spares-helper", (16, 3)),
        ("ip-drop-traced", (12, 3)),
        ("far-network-drops-address", (12, 2)),
        ("server-drops-country-traced", (12, 0)),
        ("sni-reset-traced", (12, 2)),
        ("sni-drop-traced", (12, 1)),
        ("sni-drop-residual-traced", (12, 1)),
        ("freeze-by-name", (12, 3)),
        ("freeze-by-address", (12, 3)),
        ("long-pages-odd", (12, 0)),
        ("wifi-open-cellular-censored", (20, 4)),
        ("cellular-open-wifi-portal", (12, 0)),
        ("vpn-over-cellular", (12, 2)),
    ]);
    for scenario in scenarios() {
        let name = scenario.name.as_str();
        assert_eq!(Some(&mix(name, None)), promised.get(name), "{name}");
    }
    assert_eq!(scenarios().len(), promised.len());
}

/// Two servers of one name would answer by turns.
#[test]
fn an_ordinary_site_has_no_name_that_the_scenario_gives() {
    let names = |scenario: &Scenario| -> Vec<_> {
        cast(scenario, None).into_iter().map(|site| site.name).collect()
    };
    let text = r#"
        name = "twice"
        story = "It names what ordinary sites are called."
        profile = "lte"
        network = { country = "KZ", operator = "Beeline" }
        [[targets]]
        names = ["www.hrw.org"]
        kind = "site_down"
        [[targets]]
        count = 3
        "#;
    let given = names(&Scenario::parse(text).expect("a scenario"));
    assert_eq!(given, ["www.hrw.org", "www.amnesty.org", "www.torproject.org", "psiphon.ca"]);
    for scenario in scenarios() {
        let all = names(scenario);
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len(), "{}", scenario.name);
    }
}

#[test]
fn the_mix_is_scaled() {
    assert_eq!(mix("kz-2024-sni-drop", Some(20)), (20, 1));
    assert_eq!(mix("kz-2024-sni-drop", Some(1000)), (1000, 50));
    assert_eq!(mix("kz-2024-sni-drop", Some(7)), (7, 1));
    assert_eq!(mix("kz-2024-sni-drop", Some(1)), (2, 1), "one of each group at least");
    assert_eq!(mix("first-light", Some(12)), (12, 5));
}

#[test]
fn names_are_unique_and_innocent_ones_are_not_below_forbidden_ones() {
    for scenario in scenarios() {
        let mut sites = cast(scenario, Some(400));
        sites.extend(decoys(scenario, &sites, &[]));
        let names: BTreeSet<_> = sites.iter().map(|site| &site.name).collect();
        assert_eq!(names.len(), sites.len(), "{}", scenario.name);
        let anchors = atlas::ANCHORS.iter().map(|anchor| anchor.1);
        let helpers = atlas::HELPERS.iter().map(|helper| helper.0);
        let innocent = sites.iter().filter(|site| !site.truth.censored);
        for name in innocent.map(|site| site.name.as_str()).chain(anchors).chain(helpers) {
            for forbidden in sites.iter().filter(|site| site.truth.censored) {
                let is_below = name.ends_with(&format!(".{}", forbidden.name));
                assert!(!is_below && name != forbidden.name, "{name} in {}", scenario.name);
            }
        }
    }
}

#[test]
fn truth_follows_from_character_and_censor() {
    let right = |name: &str| {
        let sites = cast(Scenario::named(name).expect(name), None);
        sites[0].truth.right.clone()
    };
    assert_eq!(right("kz-2024-sni-drop"), [Code::LikelyBlocked, Code::Blocked]);
    assert_eq!(right("kz-2019-qaznet"), [Code::Blocked]);
    assert_eq!(right("dns-forged"), [Code::Blocked]);
    assert_eq!(right("ip-drop"), [Code::Unreachable, Code::LikelyBlocked]);
    assert_eq!(right("server-drops-country"), [Code::Unreachable]);
    assert_eq!(right("captcha"), [Code::SiteRefuses]);
    assert_eq!(right("expired-certificate"), [Code::SiteDown]);
    assert_eq!(right("open-lte-edge"), [Code::Accessible]);
}

#[test]
fn what_several_censors_do_is_right_for_each_of_them() {
    let truth = |censored_by: &str| {
        let text = format!(
            "name = \"x\"\nstory = \"y\"\nprofile = \"lte\"\n\
             network = {{ country = \"KZ\", operator = \"Kcell\" }}\n\
             targets = [{{ count = 1, censored_by = {censored_by} }},\n\
             {{ count = 1, censored_by = [\"isp\", \"sni_drop\", \"quic_drop\", \"ip_drop\"] }}]\n\
             [[censors]]\nkind = \"quic_drop\"\n[[censors]]\nkind = \"ip_drop\"\n\
             [[censors]]\nkind = \"sni_drop\"\n[[censors]]\nkind = \"sni_drop\"\nname = \"isp\"\n"
        );
        cast(&Scenario::parse(&text).expect("parses"), None)[0].truth.clone()
    };
    let drops = vec![Code::LikelyBlocked, Code::Blocked];
    let of = |cause, right| Truth { censored: true, cause: Some(cause), right };
    assert_eq!(truth("[\"isp\", \"sni_drop\"]"), of(Cause::TlsSni, drops.clone()));
    assert_eq!(truth("[\"sni_drop\", \"quic_drop\"]"), of(Cause::TlsSni, drops.clone()));
    let both = vec![Code::Unreachable, Code::LikelyBlocked, Code::Blocked];
    assert_eq!(truth("[\"sni_drop\", \"ip_drop\"]"), of(Cause::Ip, both));
    let none = Truth { censored: false, cause: None, right: vec![Code::Accessible] };
    assert_eq!(truth("\"quic_drop\""), none);
}

#[test]
fn a_scenario_may_override_what_is_right() {
    let text = "name = \"x\"\nstory = \"y\"\nprofile = \"lte\"\n\
        network = { country = \"KZ\", operator = \"Kcell\" }\n\
        [[targets]]\ncount = 1\nright = [\"inconclusive\"]\n";
    let scenario = Scenario::parse(text).expect("parses");
    assert_eq!(cast(&scenario, None)[0].truth.right, [Code::Inconclusive]);
}
