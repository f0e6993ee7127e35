//! The lab's web PKI, and the state's.
//!
//! Certificates carry signed certificate timestamps until they are as long as the
//! web's, since a chain's length is what a handshake costs on a bad link.

use std::sync::Arc;

use arna_model::{Micros, WallTime};
use arna_net::Entropy;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, SerialNumber,
};
use rustls::RootCertStore;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use time::OffsetDateTime;

use super::keys::Keys;
use super::transparency::timestamps;

/// A chain with its key.
pub(super) struct Identity {
    /// The leaf first.
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// What a server has to show for its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Papers {
    #[default]
    Valid,
    /// For its name with `www`, too.
    WithWww,
    Expired,
    /// For another name.
    Foreign,
    /// Without the certificate between the server's and the root's.
    Incomplete,
    /// From a national authority that the web does not know.
    National,
}

/// Whom the web trusts in the lab.
pub(super) struct WebPki {
    root: Authority,
    root_pem: String,
    intermediate: Authority,
}

/// Whom nobody trusts: the root of an interceptor.
pub(super) struct StateRoot(Authority);

struct Authority {
    keys: Arc<Keys>,
    start: WallTime,
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

/// How long a certificate holds, in days from the lab's start.
#[derive(Clone, Copy)]
struct Days(i64, i64);

impl WebPki {
    /// With these keys, around this time.
    pub(super) fn new(keys: &Arc<Keys>, start: WallTime) -> Result<Self, rcgen::Error> {
        let seed = keys.seed;
        let key = keys.pair("pki/root")?;
        let mut params = params(seed, start, "pki/root", Days(-2000, 5000));
        params.distinguished_name = name(Some("US"), Some("Lab Trust"), "Lab Trust Root X1");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key)?;
        let root_pem = certificate.pem();
        let root = Authority::new(keys, start, params, key, certificate);

        let key = keys.pair("pki/intermediate")?;
        let mut params = self::params(seed, start, "pki/intermediate", Days(-700, 1100));
        params.distinguished_name = name(Some("US"), Some("Lab Trust"), "Lab Trust E1");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.use_authority_key_identifier_extension = true;
        params.custom_extensions = vec![timestamps(seed, "pki/intermediate", 6)];
        let certificate = params.signed_by(&key, &root.issuer)?;
        let intermediate = Authority::new(keys, start, params, key, certificate);
        Ok(Self { root, root_pem, intermediate })
    }

    /// The same certificate, for programs that read files.
    pub(super) fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// What a browser in the lab trusts.
    pub(super) fn roots(&self) -> Arc<RootCertStore> {
        let mut roots = RootCertStore::empty();
        roots.add(self.root.certificate.clone()).expect("rcgen's certificates can be read");
        Arc::new(roots)
    }

    /// What the server `host` shows.
    pub(super) fn identity(&self, host: &str, papers: Papers) -> Result<Identity, rcgen::Error> {
        match papers {
            Papers::Valid => self.leaf(host, false),
            Papers::WithWww => self.signed(host, CURRENT, true),
            Papers::Expired => self.leaf(host, true),
            Papers::Foreign => self.leaf(ANOTHER_NAME, false),
            Papers::Incomplete => {
                let mut identity = self.leaf(host, false)?;
                identity.chain.truncate(1);
                Ok(identity)
            }
            Papers::National => {
                StateRoot::new(&self.root.keys, self.root.start, NATIONAL_ROOT)?.forge(host)
            }
        }
    }

    /// The certificate of the server `host`, valid now or expired for nine days.
    pub(super) fn leaf(&self, host: &str, is_expired: bool) -> Result<Identity, rcgen::Error> {
        self.signed(host, if is_expired { Days(-99, -9) } else { CURRENT }, false)
    }

    fn signed(&self, host: &str, days: Days, has_www: bool) -> Result<Identity, rcgen::Error> {
        let Authority { keys, start, issuer, certificate } = &self.intermediate;
        let label = format!("pki/leaf/{host}");
        let mut params = params(keys.seed, *start, &label, days);
        params.subject_alt_names = keys.names(host, has_www)?;
        params.distinguished_name = name(None, None, host);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        params.custom_extensions = vec![timestamps(keys.seed, &label, 12)];
        let leaf = params.signed_by(&keys.pair(&label)?, issuer)?;
        Ok(Identity {
            chain: vec![leaf.der().clone(), certificate.clone()],
            key: PrivateKeyDer::Pkcs8(keys.pkcs8(&label)?),
        })
    }
}

impl StateRoot {
    /// A root of Kazakhstan with this common name, made long before the lab's start.
    pub(super) fn new(
        keys: &Arc<Keys>,
        start: WallTime,
        common_name: &str,
    ) -> Result<Self, rcgen::Error> {
        Self::named(keys, start, name(Some("KZ"), None, common_name), common_name)
    }

    /// The root of a company, or of a program on the phone, with this common name.
    pub(super) fn of_company(
        keys: &Arc<Keys>,
        start: WallTime,
        common_name: &str,
    ) -> Result<Self, rcgen::Error> {
        Self::named(keys, start, name(None, Some("Company"), common_name), common_name)
    }

    fn named(
        keys: &Arc<Keys>,
        start: WallTime,
        whole: DistinguishedName,
        common_name: &str,
    ) -> Result<Self, rcgen::Error> {
        let label = format!("state/{common_name}");
        let key = keys.pair(&label)?;
        let mut params = params(keys.seed, start, &label, Days(-1270, 9680));
        params.distinguished_name = whole;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key)?;
        Ok(Self(Authority::new(keys, start, params, key, certificate)))
    }

    /// The root itself, for a phone on which it was installed.
    pub(super) fn certificate(&self) -> &CertificateDer<'static> {
        &self.0.certificate
    }

    /// A forged certificate for `host`, as in 2019: subject and name are the true one's, the validity
    /// is shifted by six hours, and there are no other extensions.
    pub(super) fn forge(&self, host: &str) -> Result<Identity, rcgen::Error> {
        let Authority { keys, start, issuer, certificate } = &self.0;
        let label = format!("state/leaf/{host}");
        let shifted = WallTime(start.0 - SIX_HOURS.0 as i64);
        let mut params = params(keys.seed, shifted, &label, CURRENT);
        params.subject_alt_names = keys.names(host, false)?;
        params.distinguished_name = name(None, None, host);
        let leaf = params.signed_by(&keys.pair(&label)?, issuer)?;
        Ok(Identity {
            chain: vec![leaf.der().clone(), certificate.clone()],
            key: PrivateKeyDer::Pkcs8(keys.pkcs8(&label)?),
        })
    }
}

impl Authority {
    fn new(
        keys: &Arc<Keys>,
        start: WallTime,
        params: CertificateParams,
        key: KeyPair,
        certificate: Certificate,
    ) -> Self {
        let certificate = certificate.der().clone();
        Self { keys: Arc::clone(keys), start, issuer: Issuer::new(params, key), certificate }
    }
}

impl Identity {
    /// As rustls wants it.
    pub(super) fn certified(self) -> Result<CertifiedKey, rustls::Error> {
        let key = any_supported_type(&self.key)?;
        Ok(CertifiedKey::new(self.chain, key))
    }
}

fn params(seed: u64, start: WallTime, label: &str, Days(from, to): Days) -> CertificateParams {
    let mut serial = [0; 16];
    Entropy::labelled(seed, &format!("{label}/serial")).fill(&mut serial);
    // A positive number of full length: DER would spend or save a byte on the first bits.
    serial[0] = serial[0] & 0x3f | 0x40;
    let day = |days: i64| {
        OffsetDateTime::from_unix_timestamp(start.unix_seconds() + days * 86_400)
            .expect("scenarios play in this century")
    };
    let mut params = CertificateParams::default();
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.not_before = day(from);
    params.not_after = day(to);
    params
}

fn name(country: Option<&str>, organization: Option<&str>, common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    if let Some(country) = country {
        name.push(DnType::CountryName, country);
    }
    if let Some(organization) = organization {
        name.push(DnType::OrganizationName, organization);
    }
    name.push(DnType::CommonName, common);
    name
}

/// The certificates that hold.
const CURRENT: Days = Days(-30, 60);
const ANOTHER_NAME: &str = "www.hosting.example";
/// None of those that intercept.
const NATIONAL_ROOT: &str = "National Certification Authority";
const SIX_HOURS: Micros = Micros::from_secs(6 * 3600);

#[cfg(test)]
mod tests;
