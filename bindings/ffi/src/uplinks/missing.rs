//! Why there is no mobile network to measure, in the user's language.

use arna_words::Trouble;

use crate::Reader;

/// Why there is no mobile network, as the phone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NoMobile {
    /// No SIM card is ready.
    NoSim,
    /// It is in flight mode.
    FlightMode,
    /// Its user switched mobile data off.
    DataOff,
    /// None of these is so, and it gave none all the same.
    NotGiven,
}

/// Why the mobile network that was chosen cannot be measured: a whole sentence, for an app that asked the phone for it in vain.
#[uniffi::export]
pub fn no_mobile(reader: Reader, why: NoMobile) -> String {
    let trouble = match why {
        NoMobile::NoSim => Trouble::NoSim,
        NoMobile::FlightMode => Trouble::FlightMode,
        NoMobile::DataOff => Trouble::MobileDataOff,
        NoMobile::NotGiven => Trouble::MobileNotGiven,
    };
    reader.words().trouble(trouble, &[])
}
