//! A verifier that lets every handshake go on and remembers what the web PKI thinks of the chain.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arna_model::Failure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::provider::provider;
use crate::{chain, classify};

#[derive(Debug)]
pub(crate) struct Keeper {
    roots: Arc<RootCertStore>,
    inner: OnceLock<Option<Arc<WebPkiServerVerifier>>>,
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
        Self { roots, inner: OnceLock::new(), kept: Mutex::default(), holder: None }
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

    /// `None` without any root: then nothing verifies.
    fn web_pki(&self) -> Option<&Arc<WebPkiServerVerifier>> {
        self.inner
            .get_or_init(|| {
                let roots = self.roots.clone();
                WebPkiServerVerifier::builder_with_provider(roots, provider()).build().ok()
            })
            .as_ref()
    }
}

impl ServerCertVerifier for Keeper {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let server_name = self.holder.as_ref().unwrap_or(server_name);
        let refusal = match self.web_pki() {
            None => Some(Failure::SslUnknownAuthority),
            Some(web) => web
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
                .err()
                .filter(|_| !self.is_own_root(end_entity, server_name, now))
                .map(|error| classify::tls_failure(&error)),
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
