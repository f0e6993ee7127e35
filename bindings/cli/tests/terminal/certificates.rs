//! An authority of the test's own, and a certificate for localhost and a public address by it.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::command::Home;

/// Files in a home, and the same for a server in this process.
pub(crate) struct Certificates {
    pub(crate) root: PathBuf,
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) server: Arc<ServerConfig>,
}

impl Certificates {
    pub(crate) fn mint(home: &Home) -> Self {
        Self::by(home, "A test's own authority")
    }

    /// By an authority of this name.
    pub(crate) fn by(home: &Home, authority: &str) -> Self {
        let root_key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, authority);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&root_key).unwrap();
        let issuer = Issuer::new(params, root_key);
        let key = KeyPair::generate().unwrap();
        let params =
            CertificateParams::new(vec!["localhost".to_owned(), crate::site::PUBLIC.to_string()])
                .unwrap();
        let leaf = params.signed_by(&key, &issuer).unwrap();
        let private = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        Self {
            root: home.write("root.pem", root.pem()),
            chain: home.write("chain.pem", leaf.pem()),
            key: home.write("key.pem", key.serialize_pem()),
            server: Arc::new(
                arna_helper::server_config(vec![leaf.der().clone()], private).unwrap(),
            ),
        }
    }
}
