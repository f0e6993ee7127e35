//! Content that observations refer to by its hash: certificates, ClientHellos, bodies.

use std::sync::Arc;

use arna_model::BlobId;
use ring::digest::{SHA256, digest};

/// Bytes with their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of the content.
    pub id: BlobId,
    /// The content.
    pub content: Arc<[u8]>,
}

impl Blob {
    /// Names `content`.
    pub fn new(content: impl Into<Arc<[u8]>>) -> Self {
        let content = content.into();
        Self { id: BlobId::new(sha256_hex(&content)), content }
    }
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
