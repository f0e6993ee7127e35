//! Every word that people read about a verdict, in plain English.
//!
//! One sentence per word of the scale (docs/method.md, "The verdict scale"), for readers of twelve.
//! The matches name every case, so a new word of the model does not compile until it is said here.

use arna_model::{Arm, Cause, Code, Failure, How, Measurement, Reason, Truth, Verdict};

/// A place on the scale.
pub(crate) fn code(code: Code) -> &'static str {
    match code {
        Code::Accessible => "Opens normally",
        Code::Blocked => "Blocked by the network",
        Code::LikelyBlocked => "Probably blocked",
        Code::Throttled => "Opens, but slowed down",
        Code::Unreachable => "Cannot be reached from this network; who stops it is unknown",
        Code::SiteRefuses => "The site itself refuses",
        Code::SiteDown => "The site itself is down or broken",
        Code::WeakSignal => "Your signal was too weak to tell",
        Code::NoInternet => "No Internet on this network",
        Code::Inconclusive => "Cannot tell yet, try again",
        Code::NotTested => "Not tested",
        Code::Measured => "Measured",
    }
}

/// How it shows.
pub(crate) fn how(how: How) -> &'static str {
    match how {
        How::SilenceAfterName => "nothing comes back once the site's name is seen",
        How::ResetAfterName => "the connection is cut once the site's name is seen",
        How::StateRoot => "somebody shows a false certificate, made by a state authority",
        How::Blockpage => "a known block page comes instead of the site",
        How::ForgedAnswer => "the network gives a false address for the site's name",
        How::AddressSilent => "the site's address does not answer",
        How::AddressRefuses => "the site's address turns the connection away",
        How::HandshakeFails => "the secure connection fails",
        How::Certificate => "the site's certificate is not good, seen from outside too",
        How::NoSuchName => "the site's name does not exist, seen from outside too",
        How::ServerSilent => "the site's server does not answer, seen from outside either",
        How::ServerError => "the site's server reports an error of its own",
        How::Challenge => "the site asks for a captcha",
        How::Forbidden => "the site says that it does not serve this country or visitor",
        How::ResolverSilent => "the network does not say which address the name has",
    }
}

/// Why nothing better could be said.
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoService => "nothing at all answers",
        Reason::StillConfirming => "still checking",
        Reason::ConfirmationsSpent => "it failed, but this run had no more double checks to give",
        Reason::NoisyNetwork => "too much fails on this network to tell a block from bad luck",
        Reason::BlocksVoid => "the signal broke off in most of the double checks",
        Reason::Undecided => "the double checks did not settle it",
        Reason::CameBack => "it failed once and then worked",
        Reason::NoOutsideControl => "no helper said what it looks like from outside",
        Reason::WrongClock => "the clock of this device is wrong",
        Reason::UnknownAuthority => "the certificate comes from somebody unknown",
        Reason::AnswersDiffer => "the addresses given for the name differ",
        Reason::ResolverSilent => "the network does not say which address the name has",
        Reason::PageDiffers => "another page came than others get",
        Reason::Cancelled => "stopped by you",
        Reason::BudgetSpent => "the bytes or seconds allowed were used up",
        Reason::Aborted => "something went wrong in Arna itself",
        Reason::BadInput => "this is no address of a page that can be tested",
        Reason::NotPermitted => "the system does not let Arna use this network (a VPN may hold it)",
        Reason::LocalTrouble => "this device reported trouble of its own",
        Reason::NoAnswers => "no answer came",
        Reason::CertificateDiffers => "another certificate came than others get",
    }
}

/// At which layer.
pub(crate) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Dns => "the look-up of the name",
        Cause::Ip => "the address",
        Cause::Tcp => "the connection",
        Cause::TlsSni => "the name in the secure connection",
        Cause::TlsMitm => "a false certificate",
        Cause::Http => "the page",
        Cause::Quic => "the newer kind of connection (QUIC)",
        Cause::Throttling => "the speed",
    }
}

/// What a failure is like.
pub(crate) fn failure(failure: &Failure) -> String {
    let text = match failure {
        Failure::ConnectionRefused => "turned away",
        Failure::ConnectionReset => "cut off",
        Failure::ConnectionAborted => "given up",
        Failure::HostUnreachable => "no way to this address",
        Failure::NetworkUnreachable => "no way out of this device",
        Failure::NetworkDown => "the network is down",
        Failure::PermissionDenied => "not allowed by the system",
        Failure::TimedOut | Failure::GenericTimeout => "no answer in time",
        Failure::Eof => "closed too early",
        Failure::Interrupted => "broken off by Arna",
        Failure::ConnectionAlreadyClosed => "already closed",
        Failure::DnsBogon => "an address that no site can have",
        Failure::DnsNxdomain => "no such name",
        Failure::DnsNoAnswer | Failure::AndroidDnsCacheNoData => "no address for this name",
        Failure::DnsRefused => "the look-up was refused",
        Failure::DnsServfail => "the look-up failed at the resolver",
        Failure::DnsServerMisbehaving => "the resolver talks nonsense",
        Failure::DnsNonRecoverable => "the look-up failed",
        Failure::DnsTemporary => "the look-up got no answer",
        Failure::DnsWrongQueryId => "an answer to a question never asked",
        Failure::SslFailedHandshake => "the secure connection was refused",
        Failure::SslInvalidCertificate => "the certificate is expired or broken",
        Failure::SslInvalidHostname => "the certificate is for another name",
        Failure::SslUnknownAuthority => "the certificate comes from somebody unknown",
        Failure::QuicIncompatibleVersion => "no common version",
        Failure::HttpInvalidRedirect => "sent on to nowhere",
        Failure::JsonParse => "an answer that makes no sense",
        Failure::HttpMalformed => "an answer that is no web page",
        Failure::Unknown(what) => return format!("failed: {what}"),
    };
    text.to_owned()
}

/// The part of a double check.
pub(crate) fn arm(arm: Arm) -> &'static str {
    match arm {
        Arm::Target => "the site",
        Arm::Control => "an innocent site",
        Arm::SecondControl => "another innocent site",
        Arm::Canary => "small echoes all along",
        Arm::InnocentAtHelper => "an innocent name at the helper",
        Arm::NameAtHelper => "the site's name at the helper",
    }
}

/// A verdict as a sentence: the answer, and the reason if one is needed.
pub(crate) fn verdict(verdict: &Verdict) -> String {
    let answer = code(verdict.code);
    match verdict.reason {
        Some(why) if verdict.code.is_abstention() => format!("{answer}: {}", reason(why)),
        _ => answer.to_owned(),
    }
}

/// How a verdict shows; for figures, the figures. Empty if there is nothing to add.
pub(crate) fn detail(measurement: &Measurement) -> String {
    if let Some(figures) = &measurement.figures {
        let figure = |name: &str, text: fn(f64) -> String| figures.get(name).map(|&one| text(one));
        let parts = [
            figure("rtt_ms", |ms| format!("{ms:.0} ms there and back")),
            figure("jitter_ms", |ms| format!("{ms:.0} ms unsteady")),
            figure("loss", |share| format!("{:.0} % lost", share * 100.0)),
        ];
        return parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    }
    measurement.verdict.how.map(how).unwrap_or_default().to_owned()
}

/// What is really so, in the lab.
pub(crate) fn truth(truth: &Truth) -> String {
    match (truth.censored, truth.cause) {
        (true, Some(by)) => format!("blocked: {}", cause(by)),
        (true, None) => "blocked".to_owned(),
        (false, _) => {
            let right: Vec<_> = truth.right.iter().map(|&one| code(one)).collect();
            format!("not blocked: {}", right.join(" or "))
        }
    }
}

/// What a measurement is about.
pub(crate) fn subject(measurement: &Measurement) -> &str {
    let Some(input) = &measurement.input else { return &measurement.nettest };
    let short = input.strip_prefix("https://").unwrap_or(input);
    match short.strip_suffix('/') {
        Some(host) if !host.contains('/') => host,
        _ => short,
    }
}

/// Bytes, in the unit that a person would choose.
pub(crate) fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that only people of the trade know.
    const JARGON: &[&str] =
        &["dns", "tcp", "tls", "sni", "nxdomain", "anomaly", "handshake", "rst"];

    fn is_plain(text: &str) {
        assert!(!text.is_empty());
        let words = text.to_lowercase();
        let mut words = words.split(|one: char| !one.is_alphanumeric());
        assert!(!words.any(|word| JARGON.contains(&word)), "{text:?} is jargon");
    }

    #[test]
    fn every_code_has_its_own_words() {
        let mut words: Vec<_> = Code::ALL.iter().map(|&one| code(one)).collect();
        words.iter().for_each(|text| is_plain(text));
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Code::ALL.len());
    }

    #[test]
    fn every_how_has_words() {
        use How::*;
        for one in [
            SilenceAfterName,
            ResetAfterName,
            StateRoot,
            Blockpage,
            ForgedAnswer,
            AddressSilent,
            AddressRefuses,
            HandshakeFails,
            Certificate,
            NoSuchName,
            ServerSilent,
            ServerError,
            Challenge,
            Forbidden,
            ResolverSilent,
        ] {
            is_plain(how(one));
        }
    }

    #[test]
    fn every_reason_has_words() {
        use Reason::*;
        for one in [
            NoService,
            StillConfirming,
            ConfirmationsSpent,
            NoisyNetwork,
            BlocksVoid,
            Undecided,
            CameBack,
            NoOutsideControl,
            WrongClock,
            UnknownAuthority,
            AnswersDiffer,
            ResolverSilent,
            PageDiffers,
            Cancelled,
            BudgetSpent,
            Aborted,
            BadInput,
            NotPermitted,
            LocalTrouble,
            NoAnswers,
            CertificateDiffers,
        ] {
            is_plain(reason(one));
        }
    }

    #[test]
    fn every_cause_and_failure_has_words() {
        use Cause::*;
        for one in [Dns, Ip, Tcp, TlsSni, TlsMitm, Http, Quic, Throttling] {
            is_plain(cause(one));
        }
        for one in Failure::ALL {
            is_plain(&failure(one));
        }
    }

    #[test]
    fn bytes_are_short() {
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(23_456), "23.5 kB");
        assert_eq!(bytes(2_400_000), "2.4 MB");
    }
}
