//! The scenarios that come with the lab, one line each.

use std::sync::OnceLock;

use super::Scenario;

/// All scenarios, the stories from Kazakhstan first.
pub fn scenarios() -> &'static [Scenario] {
    static SCENARIOS: OnceLock<Vec<Scenario>> = OnceLock::new();
    SCENARIOS.get_or_init(|| {
        let parsed = |text| Scenario::parse(text).expect("shipped scenarios are tested");
        SHIPPED.iter().copied().map(parsed).collect()
    })
}

impl Scenario {
    /// The scenario of this name.
    ///
    /// # Errors
    /// There is none; the error says which name comes nearest, if one is near.
    pub fn named(name: &str) -> Result<&'static Self, UnknownScenario> {
        scenarios().iter().find(|scenario| scenario.name == name).ok_or_else(|| {
            let likeness = |other: &str| strsim::jaro_winkler(name, other);
            let names = scenarios().iter().map(|scenario| scenario.name.as_str());
            let near = names.filter(|other| likeness(other) >= LEAST_LIKENESS);
            let nearest = near.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
            UnknownScenario { asked: name.to_owned(), nearest }
        })
    }
}

/// No scenario has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no scenario {asked:?}{}", .nearest.map(|name| format!("; did you mean {name:?}?")).unwrap_or_default())]
pub struct UnknownScenario {
    /// What was asked for.
    pub asked: String,
    /// The name that comes nearest, if one is near.
    pub nearest: Option<&'static str>,
}

/// Below, two names only share some letters.
const LEAST_LIKENESS: f64 = 0.7;

const SHIPPED: &[&str] = &[
    include_str!("../../scenarios/kz-2019-qaznet.toml"),
    include_str!("../../scenarios/kz-2022-throttling.toml"),
    include_str!("../../scenarios/kz-2024-sni-drop.toml"),
    include_str!("../../scenarios/first-light.toml"),
    include_str!("../../scenarios/open-wired.toml"),
    include_str!("../../scenarios/open-lte.toml"),
    include_str!("../../scenarios/open-lte-edge.toml"),
    include_str!("../../scenarios/open-poor3g.toml"),
    include_str!("../../scenarios/site-down.toml"),
    include_str!("../../scenarios/expired-certificate.toml"),
    include_str!("../../scenarios/captcha.toml"),
    include_str!("../../scenarios/geo-block-403.toml"),
    include_str!("../../scenarios/geo-variant-dns.toml"),
    include_str!("../../scenarios/server-drops-country.toml"),
    include_str!("../../scenarios/slow-server.toml"),
    include_str!("../../scenarios/helper-unreachable.toml"),
    include_str!("../../scenarios/sni-reset.toml"),
    include_str!("../../scenarios/dns-forged.toml"),
    include_str!("../../scenarios/ip-drop.toml"),
    include_str!("../../scenarios/ip-drop-traced.toml"),
    include_str!("../../scenarios/far-network-drops-address.toml"),
    include_str!("../../scenarios/server-drops-country-traced.toml"),
    include_str!("../../scenarios/sni-reset-traced.toml"),
    include_str!("../../scenarios/sni-drop-traced.toml"),
    include_str!("../../scenarios/sni-drop-residual-traced.toml"),
    include_str!("../../scenarios/certificate-wrong-name.toml"),
    include_str!("../../scenarios/certificate-incomplete.toml"),
    include_str!("../../scenarios/national-pki.toml"),
    include_str!("../../scenarios/waf-drops-handshake.toml"),
    include_str!("../../scenarios/geo-block-451.toml"),
    include_str!("../../scenarios/name-gone.toml"),
    include_str!("../../scenarios/broken-zone.toml"),
    include_str!("../../scenarios/dead-first-address.toml"),
    include_str!("../../scenarios/cut-body.toml"),
    include_str!("../../scenarios/dripping-body.toml"),
    include_str!("../../scenarios/large-headers.toml"),
    include_str!("../../scenarios/cleartext-sites.toml"),
    include_str!("../../scenarios/cleartext-articles.toml"),
    include_str!("../../scenarios/cleartext-downloads.toml"),
    include_str!("../../scenarios/cleartext-windows-1251.toml"),
    include_str!("../../scenarios/dns-dropped.toml"),
    include_str!("../../scenarios/dns-denied.toml"),
    include_str!("../../scenarios/dns-denied-empty.toml"),
    include_str!("../../scenarios/dns-denied-by-resolver.toml"),
    include_str!("../../scenarios/ad-blocker.toml"),
    include_str!("../../scenarios/dns-forged-in-the-clear.toml"),
    include_str!("../../scenarios/dns-dropped-slow-sites.toml"),
    include_str!("../../scenarios/dns-raced.toml"),
    include_str!("../../scenarios/interception-of-broken-sites.toml"),
    include_str!("../../scenarios/http-host-dropped.toml"),
    include_str!("../../scenarios/http-host-reset.toml"),
    include_str!("../../scenarios/http-host-dropped-tls-only.toml"),
    include_str!("../../scenarios/cleartext-hangs-up.toml"),
    include_str!("../../scenarios/cleartext-slow.toml"),
    include_str!("../../scenarios/http-blockpage.toml"),
    include_str!("../../scenarios/http-blockpage-windows-1251.toml"),
    include_str!("../../scenarios/http-blockpage-redirect.toml"),
    include_str!("../../scenarios/ip-reset.toml"),
    include_str!("../../scenarios/sni-drop-residual-60.toml"),
    include_str!("../../scenarios/sni-drop-residual-180.toml"),
    include_str!("../../scenarios/interception-after-dark.toml"),
    include_str!("../../scenarios/interception-by-day.toml"),
    include_str!("../../scenarios/border-drops-address.toml"),
    include_str!("../../scenarios/border-forges-dns.toml"),
    include_str!("../../scenarios/sni-drop-at-times.toml"),
    include_str!("../../scenarios/sni-drop-reassembling.toml"),
    include_str!("../../scenarios/two-filters.toml"),
    include_str!("../../scenarios/many-blocked.toml"),
    include_str!("../../scenarios/many-ways-blocked.toml"),
    include_str!("../../scenarios/poisoned-neighbour.toml"),
    include_str!("../../scenarios/sni-fin.toml"),
    include_str!("../../scenarios/sni-answered.toml"),
    include_str!("../../scenarios/no-helper-sni-answered.toml"),
    include_str!("../../scenarios/one-address-dropped.toml"),
    include_str!("../../scenarios/far-resolver.toml"),
    include_str!("../../scenarios/throttled-by-name.toml"),
    include_str!("../../scenarios/slowed-by-name.toml"),
    include_str!("../../scenarios/radio-changes.toml"),
    include_str!("../../scenarios/quic-dropped.toml"),
    include_str!("../../scenarios/quic-filtered-by-name.toml"),
    include_str!("../../scenarios/name-filtered-in-tls-and-quic.toml"),
    include_str!("../../scenarios/sni-drop-spares-quic.toml"),
    include_str!("../../scenarios/quic-hole.toml"),
    include_str!("../../scenarios/http3-dead.toml"),
    include_str!("../../scenarios/open-http3.toml"),
    include_str!("../../scenarios/rotating-dns.toml"),
    include_str!("../../scenarios/redirects-to-https.toml"),
    include_str!("../../scenarios/www-redirects.toml"),
    include_str!("../../scenarios/redirects-in-circles.toml"),
    include_str!("../../scenarios/redirects-nowhere.toml"),
    include_str!("../../scenarios/redirects-odd.toml"),
    include_str!("../../scenarios/short-link-to-blocked.toml"),
    include_str!("../../scenarios/cookie-wall-filtered.toml"),
    include_str!("../../scenarios/www-name-filtered.toml"),
    include_str!("../../scenarios/shared-edge.toml"),
    include_str!("../../scenarios/edge-residual.toml"),
    include_str!("../../scenarios/edge-address-dropped.toml"),
    include_str!("../../scenarios/kz-2022-whitelist.toml"),
    include_str!("../../scenarios/kz-2022-shutdown.toml"),
    include_str!("../../scenarios/kz-2019-qaznet-evenings.toml"),
    include_str!("../../scenarios/border-cut.toml"),
    include_str!("../../scenarios/no-service.toml"),
    include_str!("../../scenarios/captive-portal.toml"),
    include_str!("../../scenarios/captive-portal-reset.toml"),
    include_str!("../../scenarios/out-of-credit.toml"),
    include_str!("../../scenarios/vpn-holds.toml"),
    include_str!("../../scenarios/dual-stack-sni-drop.toml"),
    include_str!("../../scenarios/broken-ipv6.toml"),
    include_str!("../../scenarios/ipv6-only.toml"),
    include_str!("../../scenarios/ipv6-only-sni-drop.toml"),
    include_str!("../../scenarios/ipv6-only-dns-forged.toml"),
    include_str!("../../scenarios/transparent-proxy.toml"),
    include_str!("../../scenarios/ipv6-only-transparent-proxy.toml"),
    include_str!("../../scenarios/transparent-proxy-sni-drop.toml"),
    include_str!("../../scenarios/name-proxy.toml"),
    include_str!("../../scenarios/header-writing-proxy.toml"),
    include_str!("../../scenarios/company-proxy.toml"),
    include_str!("../../scenarios/clock-ahead.toml"),
    include_str!("../../scenarios/clock-behind.toml"),
    include_str!("../../scenarios/ipv6-only-clock-behind.toml"),
    include_str!("../../scenarios/handover.toml"),
    include_str!("../../scenarios/handover-to-edge.toml"),
    include_str!("../../scenarios/mtu-hole.toml"),
    include_str!("../../scenarios/mtu-hole-at-sites.toml"),
    include_str!("../../scenarios/interception-by-network.toml"),
    include_str!("../../scenarios/interception-trusted.toml"),
    include_str!("../../scenarios/h2-goaway.toml"),
    include_str!("../../scenarios/odd-servers.toml"),
    include_str!("../../scenarios/name-shuns-country.toml"),
    include_str!("../../scenarios/no-helper-sni-drop.toml"),
    include_str!("../../scenarios/no-helper-reassembling.toml"),
    include_str!("../../scenarios/no-helper-joining-records.toml"),
    include_str!("../../scenarios/no-helper-residual.toml"),
    include_str!("../../scenarios/sni-drop-spares-helper.toml"),
    include_str!("../../scenarios/freeze-by-name.toml"),
    include_str!("../../scenarios/freeze-by-address.toml"),
    include_str!("../../scenarios/long-pages-odd.toml"),
    include_str!("../../scenarios/wifi-open-cellular-censored.toml"),
    include_str!("../../scenarios/cellular-open-wifi-portal.toml"),
    include_str!("../../scenarios/vpn-over-cellular.toml"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_shipped_under_its_own_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|file| file.expect("readable").file_name().into_string().expect("plain"))
            .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
            .collect();
        let mut names: Vec<_> = scenarios().iter().map(|one| one.name.clone()).collect();
        files.sort();
        names.sort();
        assert_eq!(names, files);
    }

    #[test]
    fn a_story_is_short() {
        for text in SHIPPED {
            assert!(text.lines().count() <= 25, "more than 25 lines:\n{text}");
        }
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let error = Scenario::named("kz-2024-sni-dorp").expect_err("misspelt");
        assert_eq!(error.nearest, Some("kz-2024-sni-drop"));
        assert!(error.to_string().contains("did you mean \"kz-2024-sni-drop\"?"));
        let error = Scenario::named("zzz").expect_err("there is none");
        assert_eq!(error.to_string(), "there is no scenario \"zzz\"");
        assert_eq!(Scenario::named("captcha").expect("there").name, "captcha");
    }
}
