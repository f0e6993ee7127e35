//! The sentences that this crate puts together itself, by their names in the file.
//!
//! Shells see only what becomes of them; what shells need by name is a [`Phrase`](crate::Phrase).

use serde::Deserialize;

/// A sentence, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Said {
    // Units.
    Byte,
    Kilobytes,
    Megabytes,
    Seconds,
    Milliseconds,
    // How often.
    OnceIn,
    HardlyEver,
    EveryOther,
    // Of a measurement as a whole.
    Measured,
    Weight,
    Chance,
    Figures,
    JudgedBefore,
    ExplainedBy,
    // Titles.
    Sitting,
    PlaceOnPath,
    Reflected,
    Earlier,
    // Where in a run.
    WarmUp,
    Anchor,
    Look,
    Helper,
    InBlock,
    Pair,
    Trace,
    // What was done.
    LookedUp,
    AtResolver,
    Over,
    Connected,
    NameSent,
    HopsAlone,
    NameOverQuic,
    AskedFor,
    EchoesFrom,
    AskedHelper,
    LookedAtRadio,
    Fetched,
    Traced,
    AskedForHello,
    // What came of it.
    Worked,
    NoAnswer,
    NoUsableAnswer,
    Secured,
    CertificateBy,
    TrustedHere,
    Status,
    StatusThen,
    CameBack,
    Hello,
    DidNotSay,
    Came,
    AllOfIt,
    GoesNoFurther,
    Opened,
    Refused,
    // What a phone says of its radio.
    NothingKnown,
    Operator,
    Cell,
    Signal,
    PhoneAddress,
    // What a helper sees.
    OpensOutside,
    OutsideBut,
    OutsideFails,
    NoPage,
    TheName,
    TheConnection,
    TheSecureConnection,
    ThePage,
    // In a row of a double check.
    Answered,
    Silent,
    ConnectedOnly,
    NotTried,
    InTwo,
    InTwoRecords,
    ItCounts,
}
