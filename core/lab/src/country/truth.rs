//! What is really so about a target, and which verdicts are right for it.
//!
//! One table for all scenarios (docs/method.md, the verdict scale and the awkward cases). Abstaining
//! on a bad radio may be wise but is never *right*.

use arna_model::{Cause, Code, Truth};

use super::scenario::{Group, Kind, Technique};

/// The truth about every target of `group`.
pub(super) fn truth(group: &Group) -> Truth {
    let (cause, right) = match group.censored_by {
        Some(technique) => {
            let (cause, right) = of_technique(technique);
            (Some(cause), right)
        }
        None => (None, of_kind(group.kind)),
    };
    Truth {
        censored: cause.is_some(),
        cause,
        right: group.right.clone().unwrap_or_else(|| right.to_vec()),
    }
}

fn of_technique(technique: Technique) -> (Cause, &'static [Code]) {
    match technique {
        // Confirmed in one sitting; `blocked` takes a second one, an hour later.
        Technique::SniDrop | Technique::SniReset => {
            (Cause::TlsSni, &[Code::LikelyBlocked, Code::Blocked])
        }
        Technique::DnsForge => (Cause::Dns, &[Code::Blocked]),
        // Without a place on the path nobody can say who drops.
        Technique::IpDrop => (Cause::Ip, &[Code::Unreachable]),
        Technique::TlsMitm => (Cause::TlsMitm, &[Code::Blocked]),
    }
}

fn of_kind(kind: Kind) -> &'static [Code] {
    match kind {
        Kind::Fine | Kind::GeoVariantDns | Kind::SlowServer => &[Code::Accessible],
        Kind::SiteDown | Kind::Refused | Kind::ExpiredCertificate => &[Code::SiteDown],
        Kind::Captcha | Kind::GeoBlock403 => &[Code::SiteRefuses],
        Kind::ServerDropsCountry => &[Code::Unreachable],
    }
}
