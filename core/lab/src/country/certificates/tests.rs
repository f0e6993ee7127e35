//! Certificates as they are promised.

use x509_parser::prelude::{FromDer as _, ParsedExtension, X509Certificate};

use super::*;

const START: WallTime = WallTime(1_714_550_400_000_000);

fn pki(seed: u64) -> WebPki {
    WebPki::new(&Arc::new(Keys::seeded(seed)), START).expect("mints")
}

#[test]
fn one_seed_and_name_give_one_certificate() {
    let leaf = |seed, name| pki(seed).leaf(name, false).expect("mints").chain;
    assert_eq!(leaf(7, "a.example"), leaf(7, "a.example"));
    assert_ne!(leaf(7, "a.example")[0], leaf(8, "a.example")[0]);
    assert_ne!(leaf(7, "a.example")[0], leaf(7, "b.example")[0]);
    let forged = || {
        let root = StateRoot::new(&Arc::new(Keys::seeded(7)), START, "Qaznet Trust Network")
            .expect("mints");
        root.forge("a.example").expect("forges").chain
    };
    assert_eq!(forged(), forged());
}

#[test]
fn a_chain_is_as_long_as_the_web_s_and_well_formed() {
    let chain = pki(7).leaf("www.amnesty.org", false).expect("mints").chain;
    let bytes: usize = chain.iter().map(|one| one.len()).sum();
    assert!((3000..=4000).contains(&bytes), "{bytes} bytes");
    for certificate in &chain {
        let (rest, parsed) = X509Certificate::from_der(certificate).expect("DER");
        assert!(rest.is_empty());
        for extension in parsed.extensions() {
            let parsed = extension.parsed_extension();
            assert!(!matches!(parsed, ParsedExtension::ParseError { .. }), "{extension:?}");
        }
    }
}

#[test]
fn a_forged_leaf_is_the_state_s() {
    let root =
        StateRoot::new(&Arc::new(Keys::seeded(7)), START, "Qaznet Trust Network").expect("mints");
    let chain = root.forge("facebook.com").expect("forges").chain;
    let (_, leaf) = X509Certificate::from_der(&chain[0]).expect("DER");
    assert_eq!(leaf.issuer().to_string(), "C=KZ, CN=Qaznet Trust Network");
    assert_eq!(leaf.subject().to_string(), "CN=facebook.com");
    assert_eq!(leaf.extensions().len(), 1, "only the name");
}
