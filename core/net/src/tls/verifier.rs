//! A verifier that lets every handshake go on and remembers what the web PKI thinks of the chain.

use std::sync::{Arc, Mutex, PoisonError};

use arna_model::Failure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::provider::provider;
use crate::{chain, classify};

#[derive(Debug)]
pub(crate) struct Keeper {
    roots: Arc<RootCertStore>,
    kept: Mutex<Kept>,
    /// Whose certificate is wanted, if not that of the name which is sent.
    holder: Option<ServerName<'static>>,
}

/// What a handshake showed.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The chain as presented, leaf first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// Why the web PKI refuses it.
    pub(crate) refusal: Option<Failure>,
}

impl Keeper {
    pub(crate) fn new(roots: Arc<RootCertStore>) -> Self {
        Self { roots, kept: Mutex::default(), holder: None }
    }

    /// Wants the certificate of `holder`, whatever name is sent.
    pub(crate) fn of(self, holder: Option<ServerName<'static>>) -> Self {
        Self { holder, ..self }
    }

    pub(crate) fn take(&self) -> Kept {
        std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the server shows a certificate that is itself one of the roots, good for the name and
    /// the time: what `openssl req -x509` makes, and browsers take once it is trusted. The web PKI
    /// alone would refuse it, since an authority is no server.
    fn is_own_root(&self, leaf: &CertificateDer<'_>, name: &ServerName<'_>, now: UnixTime) -> bool {
        let mut own = RootCertStore::empty();
        let is_root = own.add(leaf.clone().into_owned()).is_ok()
            && own.roots.iter().all(|root| self.roots.roots.contains(root));
        let is_for_name = || {
            let parsed = ParsedCertificate::try_from(leaf);
            parsed.is_ok_and(|leaf| verify_server_name(&leaf, name).is_ok())
        };
        is_root && is_for_name() && chain::is_valid_at(leaf, now.as_secs())
    }
}

/// What the web PKI says of a chain, as rustls's own verifier asks it. That one could ask lists of revoked certificates as
/// well, which nobody has here, with 10 kB for them in a phone's library.
pub(crate) fn web_pki(
    roots: &RootCertStore,
    leaf: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    name: &ServerName<'_>,
    now: UnixTime,
) -> Result<(), Error> {
    let leaf = ParsedCertificate::try_from(leaf)?;
    let algorithms = provider().signature_verification_algorithms.all;
    verify_server_cert_signed_by_trust_anchor(&leaf, roots, intermediates, now, algorithms)?;
    verify_server_name(&leaf, name)
}

impl ServerCertVerifier for Keeper {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let server_name = self.holder.as_ref().unwrap_or(server_name);
        let refusal = if self.roots.is_empty() {
            Some(Failure::SslUnknownAuthority)
        } else {
            web_pki(&self.roots, end_entity, intermediates, server_name, now)
                .err()
                .filter(|_| !self.is_own_root(end_entity, server_name, now))
                .map(|error| classify::tls_failure(&error))
        };
        let chain = std::iter::once(end_entity).chain(intermediates);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) =
            Kept { chain: chain.map(|der| der.clone().into_owned()).collect(), refusal };
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
