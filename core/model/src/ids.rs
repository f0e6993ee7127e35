//! Names of stored things: opaque strings, unique without a registry.
//!
//! They are made from the Wire's entropy (run and measurement), from a count (observation) or from
//! content (blob), never from a clock, an address or anything about the user.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text of an id as it is stored or printed.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A run: 16 hexadecimal digits from the Wire's entropy.
    RunId
);
id!(
    /// A measurement: 16 hexadecimal digits from the Wire's entropy.
    MeasurementId
);
id!(
    /// An observation: its run, a dash, and its number within the run.
    ObservationId
);
id!(
    /// A watch: 16 hexadecimal digits from the Wire's entropy.
    WatchId
);
id!(
    /// A blob: the SHA-256 of its content in lower-case hexadecimal.
    BlobId
);

impl ObservationId {
    /// The id of the `number`th observation of `run`.
    pub fn of(run: &RunId, number: u64) -> Self {
        Self(format!("{run}-{number}"))
    }

    /// The number within the run, if this id has the usual form.
    pub fn number(&self) -> Option<u64> {
        self.0.rsplit_once('-')?.1.parse().ok()
    }
}
