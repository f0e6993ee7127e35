//! Every word that people read about a verdict, in plain English.
//!
//! One sentence per word of the scale (docs/method.md, "The verdict scale"), for readers of twelve.
//! The matches name every case, so a new word of the model does not compile until it is said here.

use arna_model::{Cause, Code, Failure, How, Reason};

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

/// What is really so, in a word that fits into a column.
pub(crate) fn in_short(code: Code) -> &'static str {
    match code {
        Code::Accessible => "opens",
        Code::Blocked | Code::LikelyBlocked => "blocked",
        Code::Throttled => "slowed down",
        Code::Unreachable => "unreachable",
        Code::SiteRefuses => "refuses",
        Code::SiteDown => "down",
        Code::WeakSignal => "weak signal",
        Code::NoInternet => "no Internet",
        Code::Inconclusive => "unclear",
        Code::NotTested => "not tested",
        Code::Measured => "measured",
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
        Reason::WhitelistShutdown => "only state services and banks answer",
        Reason::InternationalCut => "the country answers, and nobody abroad",
        Reason::CaptivePortal => "the network wants you to log in first",
        Reason::OutOfCredit => "the balance seems to be empty",
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
        Code::ALL.iter().for_each(|&one| is_plain(in_short(one)));
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
            WhitelistShutdown,
            InternationalCut,
            CaptivePortal,
            OutOfCredit,
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
}
