//! Handshakes: silence, resets, alerts, and chains.

use arna_model::{
    Certificate, DistinguishedName, Event, Failure, Micros, Observation, TlsAnswer, TlsHandshake,
};

use crate::SuspicionKind;
use crate::data::{IssuerRule, ROOTS};

/// The handshake in an observation, if it is one.
pub(crate) fn handshake(observation: &Observation) -> Option<&TlsHandshake> {
    match &observation.event {
        Event::TlsHandshake(handshake) => Some(handshake),
        _ => None,
    }
}

/// Whether any hello of an arm was answered before it was said again. Resends are in lockstep with nobody's: each connection has
/// a time-out of its own. Where nobody counted what was sent again, the clock says: no time-out is shorter than three
/// round trips (RFC 6298).
pub fn is_answered_at_once<'a>(arm: impl IntoIterator<Item = &'a Observation> + Clone) -> bool {
    let round_trip = |one: &&'a Observation| match &one.event {
        Event::TcpConnect(it) if one.is_success() => {
            it.info.is_none_or(|info| info.retransmits == 0).then(|| one.duration())
        }
        _ => None,
    };
    let shortest = arm.clone().into_iter().filter_map(|one| round_trip(&one)).min();
    arm.into_iter().filter_map(|one| Some((one, handshake(one)?))).any(|(one, tls)| {
        let is_in_time =
            |first: Micros| shortest.is_some_and(|trip| first.since(one.t0) < trip + trip + trip);
        tls.first_byte.is_some_and(|first| match tls.resent_before_answer {
            Some(resent) => resent == 0,
            None => tls.info.is_some_and(|info| info.retransmits == 0) || is_in_time(first),
        })
    })
}

/// Whether a ClientHello was answered by an alert in the clear: by the server itself, or by anybody on the way.
pub(crate) fn is_alert(observation: &Observation) -> bool {
    let is_alert = |it: &TlsHandshake| !it.is_complete && it.answer == Some(TlsAnswer::Alert);
    handshake(observation).is_some_and(is_alert)
}

/// Whether a ClientHello was answered by bytes that are no TLS: no server of TLS said them.
pub(crate) fn is_no_tls(observation: &Observation) -> bool {
    let is_none = |it: &TlsHandshake| !it.is_complete && it.answer == Some(TlsAnswer::NotTls);
    handshake(observation).is_some_and(is_none)
}

/// What a handshake that did not run to its end is suspected of.
pub(crate) fn suspicion(failure: Option<&Failure>) -> SuspicionKind {
    match failure {
        Some(failure) if is_reset(failure) => SuspicionKind::TlsReset,
        Some(failure) if failure.is_timeout() => SuspicionKind::TlsSilence,
        None => SuspicionKind::TlsSilence,
        Some(_) => SuspicionKind::TlsAlert,
    }
}

/// Whether somebody ended the connection: a RST, or a FIN where more was due.
pub(crate) fn is_reset(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::ConnectionReset
            | Failure::ConnectionAborted
            | Failure::Eof
            | Failure::ConnectionRefused
    )
}

/// The name of the known interception root (or issuer) that a chain leads to: by the SHA-256 of any
/// certificate in it, by a public key, or by the issuer rule (docs/method.md, "State roots").
pub fn state_root(chain: &[Certificate]) -> Option<&'static str> {
    chain.iter().find_map(|certificate| {
        let by_hash = ROOTS.root.iter().find(|root| {
            certificate.sha256.as_str().eq_ignore_ascii_case(&root.sha256)
                || matches!(
                    (&certificate.spki_sha256, &root.spki_sha256),
                    (Some(one), Some(other)) if one.eq_ignore_ascii_case(other)
                )
        });
        let by_issuer = || ROOTS.issuer.iter().find(|rule| is_issuer(rule, &certificate.issuer));
        by_hash
            .map(|root| root.name.as_str())
            .or_else(|| by_issuer().map(|rule| rule.name.as_str()))
    })
}

fn is_issuer(rule: &IssuerRule, issuer: &DistinguishedName) -> bool {
    let is = |part: &Option<String>, wanted: &str| {
        part.as_deref().is_some_and(|part| part.trim().eq_ignore_ascii_case(wanted))
    };
    is(&issuer.country, &rule.country)
        && (rule.organizations.iter().any(|wanted| is(&issuer.organization, wanted))
            || rule.common_names.iter().any(|wanted| is(&issuer.common_name, wanted)))
}

#[cfg(test)]
mod tests {
    use arna_model::BlobId;

    use super::*;

    fn certificate(sha256: &str, issuer: [Option<&str>; 3]) -> Certificate {
        let [country, organization, common_name] = issuer.map(|part| part.map(str::to_owned));
        Certificate {
            sha256: BlobId::new(sha256),
            spki_sha256: None,
            subject: DistinguishedName::default(),
            issuer: DistinguishedName { country, organization, common_name },
            not_before: None,
            not_after: None,
        }
    }

    #[test]
    fn a_root_is_known_anywhere_in_the_chain() {
        let leaf = certificate("aa", [Some("KZ"), None, Some("something new")]);
        let root = certificate(
            "89107c8e50e029b7b5f4ff0ccd2956bcc9d0c8ba2bfb6a58374ed63a6b034a30",
            [None, None, None],
        );
        assert_eq!(state_root(std::slice::from_ref(&leaf)), None);
        assert_eq!(state_root(&[leaf, root]), Some("ISCA (February 2024)"));
        let mut by_key = certificate("bb", [None, None, None]);
        by_key.spki_sha256 =
            Some("8e12d0cb3b7df3ea2257579489fd8658c95603ea6cf4b73163a41eb7b7e93fee".into());
        assert_eq!(state_root(&[by_key]), Some("ISCA CA (December 2020)"));
    }

    #[test]
    fn a_common_name_alone_proves_nothing() {
        for (issuer, is_known) in [
            ([Some("KZ"), None, Some("Qaznet Trust Network")], true),
            ([Some("KZ"), Some("ISCA"), Some("whatever")], true),
            ([Some("KZ"), None, Some("Security Certificate")], true),
            ([None, None, Some("Security Certificate")], false),
            ([Some("DE"), None, Some("Security Certificate")], false),
            ([Some("KZ"), Some("Kazakhtelecom"), Some("Kazakhtelecom CA")], false),
            ([None, Some("ISCA"), None], false),
        ] {
            assert_eq!(state_root(&[certificate("aa", issuer)]).is_some(), is_known, "{issuer:?}");
        }
    }
}
