//! Who reads: in which language, and by which clock.

use arna_model::WallTime;
use arna_words::{Language, Shift, Words, Zone};

/// Who reads a screen.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Reader {
    /// The language, as a BCP 47 tag (`kk`, `ru-KZ`); what Arna does not speak is told in English.
    pub language: String,
    /// The zone of the reader's clock: how far it is ahead of UTC, and since when, the latest ten shifts at most. None:
    /// times are UTC. One shift is enough where a zone never changes.
    #[uniffi(default = [])]
    pub zone: Vec<ZoneShift>,
}

/// From when on a zone's clock is so far ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ZoneShift {
    /// From when on, milliseconds since 1970. Before its first shift a zone is taken to have been as after it.
    pub from_ms: i64,
    /// By so many seconds, summer time included: 18000 is UTC+5, -12600 is UTC-3:30. What is beyond 16 hours is left out.
    pub ahead_s: i32,
}

impl Reader {
    /// The words for this reader.
    pub(crate) fn words(&self) -> Words {
        reads(&self.language, &self.zone)
    }
}

/// The words for who reads a language by the clock of a zone.
pub(crate) fn reads(language: &str, zone: &[ZoneShift]) -> Words {
    let shift = |shift: &ZoneShift| Shift {
        from: WallTime(shift.from_ms.saturating_mul(1_000)),
        ahead_s: shift.ahead_s,
    };
    let words = Words::of(Language::of_tag(language).unwrap_or_default());
    words.within(Zone::of(zone.iter().map(shift).collect()))
}
