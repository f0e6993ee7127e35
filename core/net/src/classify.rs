//! The one place where trouble gets its name.
//!
//! Operating systems, rustls and hyper each have their own words for what a network did; here they
//! become [`Failure`]s. Texts that could hold an address or a name never pass.

use std::error::Error;
use std::io;

use arna_model::Failure;
use h2::Reason;
use quinn_proto::{ConnectionError, TransportErrorCode};
use rustls::CertificateError;

use crate::ResolveError;
use crate::dns::ReplyError;

/// Names an I/O error of a socket or of TLS over it.
pub fn io_failure(error: &io::Error) -> Failure {
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return tls_failure(tls);
    }
    #[cfg(unix)]
    if let Some(failure) = error.raw_os_error().and_then(errno_failure) {
        return failure;
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Failure::ConnectionRefused,
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Failure::ConnectionReset,
        io::ErrorKind::ConnectionAborted => Failure::ConnectionAborted,
        io::ErrorKind::NotConnected => Failure::ConnectionAlreadyClosed,
        io::ErrorKind::HostUnreachable => Failure::HostUnreachable,
        io::ErrorKind::NetworkUnreachable => Failure::NetworkUnreachable,
        io::ErrorKind::NetworkDown => Failure::NetworkDown,
        io::ErrorKind::PermissionDenied => Failure::PermissionDenied,
        io::ErrorKind::TimedOut => Failure::TimedOut,
        io::ErrorKind::UnexpectedEof => Failure::Eof,
        // No socket says so: what came is no TLS.
        io::ErrorKind::InvalidData => Failure::SslFailedHandshake,
        io::ErrorKind::Interrupted => Failure::Interrupted,
        kind => Failure::Unknown(format!("{kind:?}")),
    }
}

#[cfg(unix)]
fn errno_failure(errno: i32) -> Option<Failure> {
    Some(match errno {
        libc::ECONNREFUSED => Failure::ConnectionRefused,
        libc::ECONNRESET | libc::EPIPE => Failure::ConnectionReset,
        libc::ECONNABORTED => Failure::ConnectionAborted,
        libc::EHOSTUNREACH => Failure::HostUnreachable,
        libc::ENETUNREACH | libc::EADDRNOTAVAIL => Failure::NetworkUnreachable,
        libc::ENETDOWN | libc::ENODEV => Failure::NetworkDown,
        libc::EPERM | libc::EACCES => Failure::PermissionDenied,
        libc::ETIMEDOUT => Failure::TimedOut,
        _ => return None,
    })
}

/// Names an error of rustls.
pub fn tls_failure(error: &rustls::Error) -> Failure {
    match error {
        rustls::Error::InvalidCertificate(certificate) => certificate_failure(certificate),
        _ => Failure::SslFailedHandshake,
    }
}

/// Names the reason for which the web PKI refuses a chain.
pub fn certificate_failure(error: &CertificateError) -> Failure {
    match error {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Failure::SslInvalidHostname
        }
        CertificateError::UnknownIssuer => Failure::SslUnknownAuthority,
        _ => Failure::SslInvalidCertificate,
    }
}

/// Names an error of hyper: the socket's own trouble if that is below it.
pub fn http_failure(error: &hyper::Error) -> Failure {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return io_failure(io);
        }
        source = cause.source();
    }
    if error.is_incomplete_message() || error.is_closed() {
        Failure::Eof
    } else if error.is_canceled() {
        Failure::ConnectionAlreadyClosed
    } else {
        Failure::HttpMalformed
    }
}

/// Names an error of HTTP/2. h2 keeps only the kind of a socket's error, and calls the end of the
/// stream a broken pipe.
pub fn http2_failure(error: &h2::Error) -> Failure {
    match (error.get_io(), error.reason()) {
        (Some(io), _) if io.kind() == io::ErrorKind::BrokenPipe => Failure::Eof,
        (Some(io), _) if io.kind() == io::ErrorKind::InvalidData => Failure::HttpMalformed,
        (Some(io), _) => io_failure(io),
        (None, Some(Reason::NO_ERROR | Reason::CANCEL | Reason::REFUSED_STREAM)) => Failure::Eof,
        // A server that has had enough; from our own end they would mean that it talks too much.
        (
            None,
            Some(Reason::INTERNAL_ERROR | Reason::ENHANCE_YOUR_CALM | Reason::HTTP_1_1_REQUIRED),
        ) if error.is_remote() => Failure::Eof,
        _ => Failure::HttpMalformed,
    }
}

/// Names what ended a QUIC connection before its handshake was done.
pub fn quic_failure(error: &ConnectionError) -> Failure {
    match error {
        ConnectionError::VersionMismatch => Failure::QuicIncompatibleVersion,
        ConnectionError::TimedOut => Failure::TimedOut,
        ConnectionError::Reset => Failure::ConnectionReset,
        ConnectionError::ConnectionClosed(close) => match close.error_code {
            TransportErrorCode::CONNECTION_REFUSED => Failure::ConnectionRefused,
            code if QUIC_ALERTS.contains(&u64::from(code)) => Failure::SslFailedHandshake,
            _ => Failure::Eof,
        },
        ConnectionError::ApplicationClosed(_) => Failure::Eof,
        // What came is nonsense, or ends TLS.
        ConnectionError::TransportError(_) => Failure::SslFailedHandshake,
        ConnectionError::LocallyClosed | ConnectionError::CidsExhausted => {
            Failure::ConnectionAborted
        }
    }
}

/// QUIC's codes for the alerts of TLS (RFC 9001, section 4.8).
const QUIC_ALERTS: std::ops::Range<u64> = 0x100..0x200;

/// What getaddrinfo said, by its text: the standard library keeps that and drops the number. The wordings are glibc's,
/// bionic's and Apple's. Android's `EAI_NODATA` is what its resolver says to whatever went wrong: its
/// `DnsProxyListener` has one number for `HOST_NOT_FOUND` and `NO_DATA`, and bionic gives the same when the resolver
/// cannot be asked at all.
pub fn resolve_error(text: &str, is_android: bool) -> ResolveError {
    let says = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    if says(&["No address associated"]) {
        if is_android { ResolveError::NoData } else { ResolveError::NoAddress }
    } else if says(&["not known", "nodename nor servname", "hostname nor servname"]) {
        ResolveError::NoName
    } else if says(&["Temporary failure", "Try again", "try again"]) {
        ResolveError::Temporary
    } else if says(&["unreachable", "No route"]) {
        ResolveError::NoNetwork
    } else {
        ResolveError::Permanent
    }
}

/// Names what the system's resolver says.
pub fn resolve_failure(error: ResolveError) -> Failure {
    match error {
        ResolveError::NoName => Failure::DnsNxdomain,
        ResolveError::NoAddress => Failure::DnsNoAnswer,
        ResolveError::NoData => Failure::AndroidDnsCacheNoData,
        ResolveError::Temporary => Failure::DnsTemporary,
        ResolveError::Permanent => Failure::DnsNonRecoverable,
        ResolveError::NoNetwork => Failure::NetworkUnreachable,
    }
}

/// Names what came over a connection in place of a DNS answer.
pub(crate) fn reply_failure(error: ReplyError) -> Failure {
    match error {
        ReplyError::Nonsense => Failure::DnsServerMisbehaving,
        ReplyError::WrongId => Failure::DnsWrongQueryId,
    }
}

/// Names a name that cannot be asked for.
pub(crate) fn no_dns_name() -> Failure {
    io_failure(&io::ErrorKind::InvalidInput.into())
}

/// Names a DNS answer without addresses.
pub fn rcode_failure(rcode: u16) -> Failure {
    match rcode {
        0 => Failure::DnsNoAnswer,
        2 => Failure::DnsServfail,
        3 => Failure::DnsNxdomain,
        5 => Failure::DnsRefused,
        _ => Failure::DnsServerMisbehaving,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reset_inside_tls_is_still_a_reset() {
        let error = io::Error::from_raw_os_error(libc::ECONNRESET);
        assert_eq!(io_failure(&error), Failure::ConnectionReset);
        let wrapped =
            io::Error::other(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer));
        assert_eq!(io_failure(&wrapped), Failure::SslUnknownAuthority);
    }

    #[test]
    fn android_gives_no_reason_and_others_do() {
        let failure = |text, is_android| resolve_failure(resolve_error(text, is_android));
        let nothing = "failed to lookup address information: No address associated with hostname";
        assert_eq!(failure(nothing, true), Failure::AndroidDnsCacheNoData);
        assert_eq!(failure(nothing, false), Failure::DnsNoAnswer);
        for (text, wanted) in [
            ("Name or service not known", Failure::DnsNxdomain),
            ("nodename nor servname provided, or not known", Failure::DnsNxdomain),
            ("hostname nor servname provided, or not known", Failure::DnsNxdomain),
            ("Temporary failure in name resolution", Failure::DnsTemporary),
            ("Network is unreachable (os error 101)", Failure::NetworkUnreachable),
            ("Non-recoverable failure in name resolution", Failure::DnsNonRecoverable),
        ] {
            assert_eq!(failure(text, true), wanted, "{text}");
            assert_eq!(failure(text, false), wanted, "{text}");
        }
    }

    #[test]
    fn unknown_errors_carry_no_text_of_the_system() {
        let error = io::Error::other("cannot reach 10.1.2.3 of Aigerim");
        assert_eq!(io_failure(&error), Failure::Unknown("Other".into()));
    }
}
