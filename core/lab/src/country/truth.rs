//! What is really so about a target, and which verdicts are right for it.
//!
//! One table for all scenarios (docs/method.md, the verdict scale and the awkward cases). Abstaining
//! on a bad radio may be wise but is never *right*.

use arna_model::{Cause, Code, Truth};

use super::condition::Condition;
use super::scenario::{Group, Kind, Technique};

/// The truth about every target of `group` in a network of this condition.
pub(super) fn truth(group: &Group, condition: Condition) -> Truth {
    let (cause, right) = match group.censored_by {
        Some(technique) => {
            let (cause, right) = of_technique(technique);
            (Some(cause), right)
        }
        None => (None, condition.right(group.lives, of_kind(group.kind))),
    };
    let right = group.right.clone().unwrap_or_else(|| right.to_vec());
    // A censor that never meets what the user does censors nothing for the user.
    let cause = cause.filter(|_| !right.iter().all(|code| code.is_clearing()));
    Truth { censored: cause.is_some(), cause, right }
}

fn of_technique(technique: Technique) -> (Cause, &'static [Code]) {
    match technique {
        // Confirmed in one sitting; `blocked` takes a second one, an hour later.
        Technique::SniDrop | Technique::SniReset | Technique::SniFin => {
            (Cause::TlsSni, &[Code::LikelyBlocked, Code::Blocked])
        }
        // No nettest measures rates yet: who does not look cannot see it.
        Technique::Throttle | Technique::SniDelay => {
            (Cause::Throttling, &[Code::Throttled, Code::Accessible])
        }
        // Browsers fall back to TCP, and so the page opens.
        Technique::QuicDrop => (Cause::Quic, &[Code::Accessible]),
        Technique::DnsForge => (Cause::Dns, &[Code::Blocked]),
        // Without a place on the path nobody can say who drops.
        Technique::IpDrop => (Cause::Ip, &[Code::Unreachable]),
        // An answer over HTTPS in the same blocks tells who is silent.
        Technique::DnsDrop => (Cause::Dns, &[Code::LikelyBlocked, Code::Blocked]),
        // A negative answer is a hint and no artefact: abstaining is as right.
        Technique::DnsNxdomain => {
            (Cause::Dns, &[Code::LikelyBlocked, Code::Blocked, Code::Inconclusive])
        }
        Technique::HttpHostDrop | Technique::HttpHostReset => {
            (Cause::Http, &[Code::LikelyBlocked, Code::Blocked])
        }
        Technique::HttpBlockpage => (Cause::Http, &[Code::Blocked]),
        // A refusal from the path looks like the server's own until a trace gives it a place.
        Technique::IpReset => (Cause::Ip, &[Code::Unreachable]),
        Technique::TlsMitm => (Cause::TlsMitm, &[Code::Blocked]),
    }
}

fn of_kind(kind: Kind) -> &'static [Code] {
    match kind {
        Kind::Fine
        | Kind::GeoVariantDns
        | Kind::SlowServer
        | Kind::DeadFirstAddress
        | Kind::RotatingDns
        | Kind::RedirectsToHttps
        | Kind::SharedEdge
        | Kind::LargeHeaders
        | Kind::Cleartext
        | Kind::SlowCleartext => &[Code::Accessible],
        // It answers, and nobody anywhere gets its page: a reader may call that either way.
        Kind::CutBody | Kind::DrippingBody => &[Code::Accessible, Code::SiteDown],
        Kind::SiteDown
        | Kind::Refused
        | Kind::ExpiredCertificate
        | Kind::WrongName
        | Kind::MissingIntermediate
        | Kind::NationalRoot
        | Kind::NoSuchName
        | Kind::GoAway
        | Kind::GoAwayCalm
        | Kind::StreamReset => &[Code::SiteDown],
        Kind::Captcha | Kind::GeoBlock403 | Kind::GeoBlock451 => &[Code::SiteRefuses],
        Kind::ServerDropsCountry
        | Kind::WafDropsHandshake
        | Kind::CleartextHangsUp
        | Kind::CleartextShunsCountry => &[Code::Unreachable],
    }
}
