//! A server whose certificate is its own root, as `openssl req -x509` makes them.

use crate::support::{net, serving_with};
use arna_model::Failure;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
use rustls::RootCertStore;

/// What a phone that trusts the certificate says of it.
async fn refusal(name: &str, until: i32, is_trusted: bool) -> Option<Failure> {
    let key = KeyPair::generate().unwrap();
    let mut own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    own.not_after = date_time_ymd(until, 1, 1);
    let own = own.self_signed(&key).unwrap();
    let address =
        serving_with(vec![own.der().clone()], &key, &[], |stream| async { drop(stream) }).await;
    let mut roots = RootCertStore::empty();
    let stranger = CertificateParams::new(vec!["other".to_owned()]).unwrap();
    roots.add(stranger.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone()).unwrap();
    if is_trusted {
        roots.add(own.der().clone()).unwrap();
    }
    let net = net(roots);
    let connection = net.connect(address).await.outcome.unwrap();
    net.handshake(connection, name).await.outcome.err()
}

#[tokio::test]
async fn a_trusted_certificate_may_be_the_server_s_own() {
    assert_eq!(refusal("localhost", 2099, true).await, None);
    assert!(refusal("localhost", 2099, false).await.is_some());
    assert!(refusal("example.org", 2099, true).await.is_some());
    assert!(refusal("localhost", 2001, true).await.is_some());
}
