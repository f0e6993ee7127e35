//! A certificate that a helper makes for itself, for the lab and for local use.
//!
//! Nobody but whoever is handed its file trusts it, so it is nothing for the public. The key is never
//! written down: with the helper it is gone.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use arna_model::WallTime;
use arna_net::{Blob, OsWire, Wire as _};
use arna_words::Line;
use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use time::OffsetDateTime;

use crate::exits::Trouble;
use crate::words::{line, words};
use crate::{places, private};

/// A certificate with all that a server needs, and what a person needs to trust it.
#[derive(Debug)]
pub(crate) struct SelfMade {
    /// For the listener.
    pub(crate) config: Arc<ServerConfig>,
    /// SHA-256 of the certificate, in hexadecimal.
    pub(crate) fingerprint: String,
    pem: String,
}

impl SelfMade {
    /// One for whoever listens on `address`: P-256, for a year.
    pub(crate) fn new(address: IpAddr) -> Result<Self, Trouble> {
        let failed = || Trouble::own(line(Line::NoCertificateMade, &[]));
        let now = OsWire::new().wall();
        let mut params = CertificateParams::new(names(address)).map_err(|_| failed())?;
        params.distinguished_name.push(DnType::CommonName, "arna helper, self-made");
        // A clock that is a day off does no harm.
        params.not_before = at(now, -1)?;
        params.not_after = at(now, 366)?;
        let key = KeyPair::generate().map_err(|_| failed())?;
        let certificate = params.self_signed(&key).map_err(|_| failed())?;
        let private = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let der = certificate.der().clone();
        let fingerprint = Blob::new(der.to_vec()).id.to_string();
        let config = arna_helper::server_config(vec![der], private);
        let config = Arc::new(config.map_err(|_| failed())?);
        Ok(Self { config, fingerprint, pem: certificate.pem() })
    }

    /// Writes the certificate where `arna run --ca FILE` finds it; `port` tells helpers apart.
    pub(crate) fn keep(&self, port: u16) -> Result<PathBuf, Trouble> {
        let path = places::data_folder()
            .ok_or_else(|| Trouble::usage(line(Line::NoHomeForIt, &[])))?
            .join(format!("helper-{port}.pem"));
        let written = path.parent().map_or(Ok(()), private::folder);
        written.and_then(|()| std::fs::write(&path, &self.pem)).map_err(|error| {
            let why = words().system(&error);
            Trouble::own(line(Line::CannotWrite, &[("path", &path.display()), ("why", &why)]))
        })?;
        Ok(path)
    }
}

/// What the helper is called: its address; and on this machine, or on all addresses, `localhost`.
fn names(address: IpAddr) -> Vec<String> {
    let local = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    match address {
        _ if address.is_unspecified() => local.to_vec(),
        _ if address.is_loopback() => vec![local[0].clone(), address.to_string()],
        _ => vec![address.to_string()],
    }
}

fn at(now: WallTime, days: i64) -> Result<OffsetDateTime, Trouble> {
    OffsetDateTime::from_unix_timestamp(now.unix_seconds() + days * 86_400)
        .map_err(|_| Trouble::own(line(Line::ClockFarOff, &[])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_helper_is_called_by_what_it_listens_on() {
        for (address, expected) in [
            ("127.0.0.1", &["localhost", "127.0.0.1"][..]),
            ("::1", &["localhost", "::1"]),
            ("0.0.0.0", &["localhost", "127.0.0.1", "::1"]),
            ("192.0.2.7", &["192.0.2.7"]),
        ] {
            assert_eq!(names(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn no_two_helpers_have_one_certificate() {
        let made = || SelfMade::new([127, 0, 0, 1].into()).unwrap();
        let (one, other) = (made(), made());
        assert_eq!(one.fingerprint.len(), 64);
        assert_ne!(one.fingerprint, other.fingerprint);
        assert!(!one.pem.contains("PRIVATE"));
    }
}
