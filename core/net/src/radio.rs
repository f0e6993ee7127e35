//! What a phone knows of its radio and of its place in the network, without a byte on the air.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use arna_model::{Bytes, Event, Micros, RadioSample, Technology};
use async_trait::async_trait;
use tokio::time::{sleep, timeout};

use crate::{Net, Platform, classify};

/// What a phone knows of its radio, supplied by the shell. It is asked before, during and after every
/// attempt that a verdict may stand on, and must neither send anything nor wait for anybody: what takes longer
/// than half a second is taken for not known.
#[async_trait]
pub trait Radio: Send + Sync + 'static {
    /// How it is now, as far as the platform tells.
    async fn reading(&self) -> Reading;
}

/// What a platform says of its radio at one moment. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Technology of the network that carries data.
    pub technology: Option<Technology>,
    /// Country that the phone is in, ISO 3166.
    pub country: Option<String>,
    /// MCC and MNC of the network, five or six digits like `40101`.
    pub operator: Option<String>,
    /// What tells the serving cell from others. It never leaves the phone: only whether it is another one is kept.
    pub cell: Option<String>,
    /// Signal power (RSRP for LTE and 5G, RSCP for 3G, RSSI for 2G), dBm. Beyond -140 to -40 it means nothing.
    pub signal_dbm: Option<i16>,
}

impl Reading {
    /// What of it makes sense.
    fn sound(self) -> Self {
        let is_operator = |text: &String| {
            matches!(text.len(), 5 | 6) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_country =
            |code: &String| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        Self {
            technology: self.technology,
            country: self.country.filter(is_country).map(|code| code.to_ascii_uppercase()),
            operator: self.operator.filter(is_operator),
            cell: self.cell.filter(|cell| !cell.is_empty()),
            signal_dbm: self.signal_dbm.filter(|dbm| (-140..=-40).contains(dbm)),
        }
    }
}

impl Platform {
    /// What the phone says of its radio now, as far as it makes sense and comes in time. Nothing is sent.
    pub async fn reading(&self) -> Reading {
        match &self.radio {
            Some(radio) => {
                timeout(PATIENCE.into(), radio.reading()).await.unwrap_or_default().sound()
            }
            None => Reading::default(),
        }
    }
}

/// What must not be kept itself, in the order in which it was seen: only numbers leave this file.
#[derive(Debug)]
struct Numbered<T>(Mutex<Vec<T>>);

impl<T: PartialEq> Numbered<T> {
    fn number(&self, one: T) -> u32 {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = seen.iter().position(|known| *known == one).unwrap_or_else(|| {
            seen.push(one);
            seen.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// Where the phone has been in a run.
#[derive(Debug, Default)]
pub(crate) struct Whereabouts {
    addresses: Numbered<IpAddr>,
    cells: Numbered<String>,
}

impl Whereabouts {
    fn sample(&self, address: Option<IpAddr>, reading: Reading) -> RadioSample {
        let Reading { technology, country: _, operator, cell, signal_dbm } = reading;
        RadioSample {
            technology,
            operator,
            cell: cell.map(|cell| self.cells.number(cell)),
            signal_dbm,
            address: address.map(|address| self.addresses.number(address)),
        }
    }
}

impl Net {
    /// Whether the platform says anything of its radio.
    pub fn has_radio(&self) -> bool {
        self.settings().platform.radio.is_some()
    }

    /// Records what the platform says of its radio, and from which of the phone's addresses `peer` would be
    /// spoken to now. Nothing is sent.
    pub async fn sample_radio(&self, peer: SocketAddr) -> RadioSample {
        self.sample(peer, None).await
    }

    /// Asks once a second until it is dropped, and records what is not as it was at `last`: another cell,
    /// another technology, another address. Nothing is sent; without a platform's word nothing is done.
    pub async fn watch_radio(&self, peer: SocketAddr, mut last: RadioSample) -> Infallible {
        if !self.has_radio() {
            return std::future::pending().await;
        }
        loop {
            sleep(BETWEEN_READINGS.into()).await;
            last = self.sample(peer, Some(last)).await;
        }
    }

    /// Takes a sample, and records it unless the phone is where it was at `last`.
    async fn sample(&self, peer: SocketAddr, last: Option<RadioSample>) -> RadioSample {
        let t0 = self.now();
        let reading = self.settings().platform.reading().await;
        let (address, failure) = match self.wire().datagrams(peer).await {
            Ok(socket) => (Some(socket.local().ip()), None),
            Err(error) => (None, Some(classify::io_failure(&error))),
        };
        let sample = self.whereabouts().sample(address, reading);
        // Its power swings all the time.
        let is_news = last.is_none_or(|last| {
            RadioSample { signal_dbm: None, ..last }
                != RadioSample { signal_dbm: None, ..sample.clone() }
        });
        if is_news {
            self.record(t0, Event::Radio(sample.clone()), failure, Bytes::default());
        }
        sample
    }
}

/// A handover takes a second or more to be of any consequence.
const BETWEEN_READINGS: Micros = Micros::from_secs(1);
/// A platform answers from memory.
const PATIENCE: Micros = Micros::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_numbered_as_they_come_and_keep_their_numbers() {
        let addresses = Numbered::<IpAddr>::default();
        let numbers = ["10.0.0.1", "10.0.0.2", "10.0.0.1", "2001:db8::1", "10.0.0.2"]
            .map(|text| addresses.number(text.parse().expect("an address")));
        assert_eq!(numbers, [0, 1, 0, 2, 1]);
    }

    #[test]
    fn what_a_platform_says_is_kept_as_far_as_it_makes_sense_and_names_no_cell() {
        let at = Whereabouts::default();
        let reading = |operator: &str, cell: &str, dbm| {
            let reading = Reading {
                technology: Some(Technology::Lte),
                country: None,
                operator: Some(operator.to_owned()),
                cell: Some(cell.to_owned()),
                signal_dbm: Some(dbm),
            };
            reading.sound()
        };
        let sample = at.sample(None, reading("40101", "401-01-7-1234", -97));
        assert_eq!((sample.operator.as_deref(), sample.cell), (Some("40101"), Some(0)));
        assert_eq!((sample.signal_dbm, sample.address), (Some(-97), None));
        let next = at.sample(None, reading("Kcell, call me", "401-01-7-1235", i16::MAX));
        assert_eq!((next.operator, next.cell, next.signal_dbm), (None, Some(1), None));
        assert_eq!(at.sample(None, reading("", "", -40)).cell, None);
    }

    #[test]
    fn a_country_has_two_letters() {
        let country = |code: &str| {
            Reading { country: Some(code.to_owned()), ..Reading::default() }.sound().country
        };
        assert_eq!(country("kz").as_deref(), Some("KZ"));
        for rubbish in ["", "K", "KAZ", "4Z", "қз"] {
            assert_eq!(country(rubbish), None, "{rubbish}");
        }
    }
}
