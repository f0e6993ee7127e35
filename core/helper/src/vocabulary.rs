//! The older failure vocabulary that OONI's helper speaks, in one table per layer.
//!
//! DNS, TCP and HTTP have their own coarse words; TLS keeps the modern ones, also where it ends a
//! fetch. Source: `oohelperd`, which copies the helper before it.

use arna_model::Failure;

/// DNS: a name without an address of the kind asked for is an empty answer, not a failure.
pub(crate) fn dns(failure: &Failure) -> Option<String> {
    let word = match failure {
        Failure::DnsNoAnswer => return None,
        Failure::DnsNxdomain => "dns_name_error",
        Failure::DnsServfail
        | Failure::DnsRefused
        | Failure::DnsServerMisbehaving
        | Failure::DnsNonRecoverable
        | Failure::DnsTemporary => "dns_server_failure",
        _ => "unknown_error",
    };
    Some(word.to_owned())
}

/// TCP.
pub(crate) fn tcp(failure: &Failure) -> String {
    match failure {
        Failure::GenericTimeout | Failure::TimedOut => "generic_timeout_error",
        Failure::ConnectionRefused => "connection_refused_error",
        _ => "connect_error",
    }
    .to_owned()
}

/// HTTP, with what lies below it.
pub(crate) fn http(failure: &Failure) -> String {
    match failure {
        Failure::DnsNxdomain
        | Failure::DnsNoAnswer
        | Failure::DnsServfail
        | Failure::DnsRefused
        | Failure::DnsServerMisbehaving
        | Failure::DnsNonRecoverable
        | Failure::DnsTemporary => "dns_lookup_error".to_owned(),
        Failure::GenericTimeout | Failure::TimedOut => "generic_timeout_error".to_owned(),
        Failure::ConnectionRefused => "connection_refused_error".to_owned(),
        // The helper's own trouble, which OONI's has no word for; ours reads the modern one.
        Failure::PermissionDenied => failure.to_string(),
        // Ours: an answer that nobody can read, and one that we broke off.
        failure @ (Failure::HttpMalformed | Failure::TooManyBytes) => failure.to_string(),
        // Where redirects lead nowhere, or never end, the site's servers answer: that is worth a word of its own.
        Failure::SslFailedHandshake
        | Failure::HttpInvalidRedirect
        | Failure::HttpTooManyRedirects => failure.to_string(),
        failure if failure.is_certificate() => failure.to_string(),
        _ => "unknown_error".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layer_has_its_words() {
        assert_eq!(dns(&Failure::DnsNoAnswer), None);
        assert_eq!(dns(&Failure::DnsNxdomain).unwrap(), "dns_name_error");
        assert_eq!(dns(&Failure::DnsTemporary).unwrap(), "dns_server_failure");
        assert_eq!(dns(&Failure::DnsBogon).unwrap(), "unknown_error");
        assert_eq!(tcp(&Failure::TimedOut), "generic_timeout_error");
        assert_eq!(tcp(&Failure::HostUnreachable), "connect_error");
        assert_eq!(http(&Failure::DnsNxdomain), "dns_lookup_error");
        assert_eq!(http(&Failure::SslInvalidHostname), "ssl_invalid_hostname");
        assert_eq!(http(&Failure::DnsBogon), "unknown_error");
        assert_eq!(http(&Failure::PermissionDenied), "permission_denied");
        assert_eq!(http(&Failure::HttpMalformed), "http_parse_error");
        assert_eq!(http(&Failure::TooManyBytes), "too_many_bytes_error");
    }
}
