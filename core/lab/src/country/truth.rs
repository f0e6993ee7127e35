//! What is really so about a target, and which verdicts are right for it.
//!
//! One table for all scenarios (docs/method.md, the verdict scale and the awkward cases). Abstaining
//! on a bad radio may be wise but is never *right*.

use arna_model::{Cause, Code, Truth};

use super::scenario::{Group, Kind, Scenario, Technique};

/// The truth about every target of `group` in this scenario.
pub(super) fn truth(group: &Group, scenario: &Scenario) -> Truth {
    let network = &scenario.network;
    let (cause, right) = of_techniques(scenario.done_to(group)).unwrap_or_else(|| {
        (None, network.condition.right(group.lives, of_kind(group.kind)).to_vec())
    });
    let right = group.right.clone().unwrap_or(right);
    let cause = cause.filter(|_| !is_clearing(&right));
    Truth { censored: cause.is_some(), cause, right }
}

/// What several censors do to one target: the first that the user meets is the cause, and as each of
/// them may be what is found, the verdicts of each are right. One that never meets what the user does
/// censors nothing for the user.
fn of_techniques(all: impl Iterator<Item = Technique>) -> Option<(Option<Cause>, Vec<Code>)> {
    let all: Vec<_> = all.map(of_technique).collect();
    let met: Vec<_> = all.iter().filter(|(_, right)| !is_clearing(right)).collect();
    let Some((cause, _)) = met.first() else {
        return all.first().map(|(_, right)| (None, right.to_vec()));
    };
    let mut right = Vec::new();
    for code in met.iter().flat_map(|(_, right)| *right) {
        if !right.contains(code) {
            right.push(*code);
        }
    }
    Some((Some(*cause), right))
}

fn is_clearing(right: &[Code]) -> bool {
    right.iter().all(|code| code.is_clearing())
}

fn of_technique(technique: Technique) -> (Cause, &'static [Code]) {
    match technique {
        // Confirmed in one sitting; `blocked` takes a second one, an hour later.
        Technique::SniDrop | Technique::SniReset | Technique::SniFin | Technique::SniAnswer => {
            (Cause::TlsSni, &[Code::LikelyBlocked, Code::Blocked])
        }
        // Rates are measured only for who asks: who does not look cannot see it.
        Technique::Throttle | Technique::SniDelay => {
            (Cause::Throttling, &[Code::Throttled, Code::Accessible])
        }
        // A look reads less than freezes, and more is read only for who asks. Of an address nobody can say who stops it.
        Technique::FreezeByName => (Cause::TlsSni, &[Code::LikelyBlocked, Code::Accessible]),
        Technique::FreezeByAddress => (Cause::Ip, &[Code::Unreachable, Code::Accessible]),
        // Browsers fall back to TCP, and so the page opens.
        Technique::QuicDrop | Technique::QuicSniDrop => (Cause::Quic, &[Code::Accessible]),
        Technique::DnsForge => (Cause::Dns, &[Code::Blocked]),
        // Without a place on the path nobody can say who drops, and it is looked for only for who asks.
        Technique::IpDrop => (Cause::Ip, &[Code::Unreachable, Code::LikelyBlocked]),
        // An answer over HTTPS in the same blocks tells who is silent.
        Technique::DnsDrop => (Cause::Dns, &[Code::LikelyBlocked, Code::Blocked]),
        // Others are sent to who serves the name: that contradicts who denies it.
        Technique::DnsNxdomain => (Cause::Dns, &[Code::LikelyBlocked, Code::Blocked]),
        Technique::HttpHostDrop | Technique::HttpHostReset => {
            (Cause::Http, &[Code::LikelyBlocked, Code::Blocked])
        }
        Technique::HttpBlockpage => (Cause::Http, &[Code::Blocked]),
        // A refusal from the path looks like the server's own until a trace gives it a place.
        Technique::IpReset => (Cause::Ip, &[Code::Unreachable, Code::LikelyBlocked]),
        Technique::TlsMitm => (Cause::TlsMitm, &[Code::Blocked]),
    }
}

fn of_kind(kind: Kind) -> &'static [Code] {
    match kind {
        Kind::Fine
        | Kind::GeoVariantDns
        | Kind::SlowServer
        | Kind::LongCut
        | Kind::LongDrips
        | Kind::LongStutters
        | Kind::DeadFirstAddress
        | Kind::DeadHttp3
        | Kind::RotatingDns
        | Kind::RedirectsToHttps
        | Kind::SharedEdge
        | Kind::LargeHeaders
        | Kind::Cleartext
        | Kind::Article
        | Kind::Download
        | Kind::Windows1251
        | Kind::CookieWall
        | Kind::RawLocation
        | Kind::SlowCleartext => &[Code::Accessible],
        // It answers, and nobody anywhere gets its page: a reader may call that either way.
        Kind::CutBody | Kind::DrippingBody => &[Code::Accessible, Code::SiteDown],
        // The helper hears as little of the name, and in which words depends on its resolver.
        Kind::BrokenZone => &[Code::SiteDown, Code::Inconclusive],
        Kind::SiteDown
        | Kind::Refused
        | Kind::ExpiredCertificate
        | Kind::WrongName
        | Kind::MissingIntermediate
        | Kind::NationalRoot
        | Kind::NoSuchName
        | Kind::AnswersOddly
        | Kind::CleartextClosed
        | Kind::RedirectLoop
        | Kind::RedirectPingPong
        | Kind::CleartextLoop
        | Kind::LeadsInside
        | Kind::LeadsNowhere
        | Kind::GoAway
        | Kind::GoAwayCalm
        | Kind::StreamReset => &[Code::SiteDown],
        // What it sends is more than a look may cost, whoever looks.
        Kind::Floods => &[Code::NotTested],
        Kind::Captcha | Kind::GeoBlock403 | Kind::GeoBlock451 => &[Code::SiteRefuses],
        Kind::ServerDropsCountry
        | Kind::WafDropsHandshake
        | Kind::NameShunsCountry
        | Kind::NameRefusesCountry
        | Kind::CleartextHangsUp
        | Kind::CleartextShunsCountry => &[Code::Unreachable],
    }
}
