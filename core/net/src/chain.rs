//! What a presented chain says of itself.

use arna_model::{BlobId, Certificate, DistinguishedName, WallTime};
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use crate::blob::sha256_hex;

/// Reads one certificate; what does not parse keeps its hash and nothing else.
pub(crate) fn certificate(der: &[u8]) -> Certificate {
    let sha256 = BlobId::new(sha256_hex(der));
    let Ok((_, parsed)) = X509Certificate::from_der(der) else {
        return Certificate {
            sha256,
            spki_sha256: None,
            subject: DistinguishedName::default(),
            issuer: DistinguishedName::default(),
            not_before: None,
            not_after: None,
        };
    };
    let wall = |seconds: i64| Some(WallTime(seconds.saturating_mul(1_000_000)));
    Certificate {
        sha256,
        spki_sha256: Some(sha256_hex(parsed.public_key().raw)),
        subject: name(parsed.subject()),
        issuer: name(parsed.issuer()),
        not_before: wall(parsed.validity().not_before.timestamp()),
        not_after: wall(parsed.validity().not_after.timestamp()),
    }
}

/// Whether a certificate's dates hold `seconds` since 1970.
pub(crate) fn is_valid_at(der: &[u8], seconds: u64) -> bool {
    let Ok((_, parsed)) = X509Certificate::from_der(der) else { return false };
    let validity = parsed.validity();
    let since = u64::try_from(validity.not_before.timestamp()).unwrap_or(0);
    u64::try_from(validity.not_after.timestamp())
        .is_ok_and(|until| (since..=until).contains(&seconds))
}

fn name(name: &X509Name<'_>) -> DistinguishedName {
    fn text<'a>(
        mut parts: impl Iterator<Item = &'a x509_parser::x509::AttributeTypeAndValue<'a>>,
    ) -> Option<String> {
        parts.next().and_then(|part| part.as_str().ok()).map(str::to_owned)
    }
    DistinguishedName {
        country: text(name.iter_country()),
        organization: text(name.iter_organization()),
        common_name: text(name.iter_common_name()),
    }
}
