//! Which addresses serve a name over TLS, and which do not, by what phone and helper met there.

use std::net::IpAddr;

use arna_model::{Arm, Dossier, Failure, Observation, Place};

use crate::control::Outside;
use crate::dns::Carriers;
use crate::tls;

/// What was met under a name.
pub(crate) struct Serving<'d, 'o> {
    /// The phone's handshakes in looks and at the target itself.
    handshakes: Vec<&'d Observation>,
    outside: Option<&'o Outside<'o>>,
}

impl<'d, 'o> Serving<'d, 'o> {
    /// Under `name`.
    pub(crate) fn of(dossier: &'d Dossier, name: &str, outside: Option<&'o Outside<'o>>) -> Self {
        let carriers = Carriers::of(dossier);
        let is_meant = |one: &&Observation| {
            let is_there =
                matches!(one.place, Place::Look { .. } | Place::Block { arm: Arm::Target, .. });
            let is_named =
                || tls::handshake(one).is_some_and(|it| it.server_name.eq_ignore_ascii_case(name));
            is_there && is_named() && !carriers.has(one)
        };
        Self { handshakes: dossier.observations.iter().filter(is_meant).collect(), outside }
    }

    /// The phone's own verified handshake at one of these addresses.
    pub(crate) fn verified_here(&self, addresses: &[IpAddr]) -> Option<&'d Observation> {
        let mut verified = self.handshakes.iter().copied().filter(|one| one.is_success());
        verified.find(|one| {
            tls::handshake(one)
                .is_some_and(|it| it.is_complete && addresses.contains(&it.address.ip()))
        })
    }

    /// Whether the name verified at this address, for the phone or for the helper.
    pub(crate) fn is_verified(&self, address: IpAddr) -> bool {
        self.outside.is_some_and(|outside| outside.verified_at(address))
            || self.verified_here(&[address]).is_some()
    }

    /// Whether whoever is at this address showed that it is not the name's: by a certificate for another name; or,
    /// to phone and helper alike, by one from nobody known or by an alert.
    pub(crate) fn is_refuted(&self, address: IpAddr) -> bool {
        let here = self.handshakes.iter().filter_map(|one| {
            tls::handshake(one).filter(|it| it.address.ip() == address)?;
            one.failure.as_ref()
        });
        let there = || self.outside.into_iter().flat_map(|it| it.tls_at(address)).flatten();
        let is_of_another = |why: &Failure| *why == Failure::SslInvalidHostname;
        let is_stranger = |why: &Failure| {
            matches!(why, Failure::SslUnknownAuthority | Failure::SslFailedHandshake)
        };
        !self.is_verified(address)
            && (here.clone().chain(there()).any(is_of_another)
                || here.clone().any(is_stranger) && there().any(is_stranger))
    }
}
