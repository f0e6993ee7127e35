//! The one door through which payloads enter and leave the database.
//!
//! Whatever says what somebody looked at (targets, observations, bodies, verdicts, requests) is
//! sealed on its way in and opened on its way out. Today the seal is plain; the first byte says so,
//! so that encrypted rows can stand beside plain ones once a phone's vault gives a key.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::run::LedgerError;

/// How payloads are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seal {
    /// Readable by anybody who has the file.
    Plain,
}

impl Seal {
    /// Seals bytes.
    pub(super) fn seal(self, plain: &[u8]) -> Vec<u8> {
        match self {
            Self::Plain => [&[PLAIN], plain].concat(),
        }
    }

    /// Opens what [`Seal::seal`] made.
    pub(super) fn open(self, sealed: &[u8]) -> Result<&[u8], LedgerError> {
        match sealed.split_first() {
            Some((&PLAIN, plain)) => Ok(plain),
            _ => Err(LedgerError::Damaged("a payload with an unknown seal".into())),
        }
    }

    /// Seals a value as JSON.
    pub(super) fn seal_json<T: Serialize>(self, value: &T) -> Result<Vec<u8>, LedgerError> {
        // serde's messages may quote the value: they stay out of ours, here and below.
        let json = serde_json::to_vec(value)
            .map_err(|_| LedgerError::Other("a value that cannot be written as JSON".into()))?;
        Ok(self.seal(&json))
    }

    /// Opens what [`Seal::seal_json`] made.
    pub(super) fn open_json<T: DeserializeOwned>(self, sealed: &[u8]) -> Result<T, LedgerError> {
        serde_json::from_slice(self.open(sealed)?)
            .map_err(|_| LedgerError::Damaged("a payload that does not make sense".into()))
    }
}

/// First byte of a plain payload.
const PLAIN: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens() {
        for plain in [&b""[..], b"\x00\x01", b"text"] {
            assert_eq!(Seal::Plain.open(&Seal::Plain.seal(plain)).expect("opens"), plain);
        }
    }

    #[test]
    fn an_unknown_seal_is_no_payload() {
        for sealed in [&b""[..], b"\x02later"] {
            assert!(matches!(Seal::Plain.open(sealed), Err(LedgerError::Damaged(_))));
        }
    }
}
