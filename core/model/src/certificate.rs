//! What a certificate says of itself. The certificate as it came is a blob.

use serde::{Deserialize, Serialize};

use crate::{BlobId, WallTime};

/// One certificate of a presented chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// SHA-256 of the DER, which is also the blob that holds it.
    pub sha256: BlobId,
    /// SHA-256 of the subject's public key info, lower-case hexadecimal; absent if it does not parse.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spki_sha256: Option<String>,
    /// Whom it names.
    pub subject: DistinguishedName,
    /// Who vouches.
    pub issuer: DistinguishedName,
    /// First moment of validity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub not_before: Option<WallTime>,
    /// Last moment of validity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub not_after: Option<WallTime>,
}

/// The parts of an X.501 name that fingerprints look at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistinguishedName {
    /// `C`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
    /// `O`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// `CN`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub common_name: Option<String>,
}
