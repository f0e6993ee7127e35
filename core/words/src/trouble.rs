//! What goes wrong, in words: of what is stored, and of what was asked for.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::file::FILE;
use crate::{Words, fill};

/// What can go wrong, as far as it concerns people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No room on the device.
    Full,
    /// The folder cannot be written.
    ReadOnly,
    /// A newer version wrote it.
    Newer,
    /// The key cannot be had now.
    Locked,
    /// It is another phone's.
    Keyless,
    /// The key is lost.
    KeyLost,
    /// `n` files that a wipe left.
    FilesLeft,
    /// The key that a wipe may have left.
    KeyLeft,
    /// Another program has it.
    Busy,
    /// There is no such run or measurement.
    NotFound,
    /// `what` does not make sense in what is stored.
    Damaged,
    /// `what` failed.
    Failed,
    /// It was damaged and is in `place` now.
    DamagedAside,
    /// It was damaged and is in `place` now; `runs`, `measurements` and so many `rows` of it were carried over,
    /// and `lost` rows were not.
    DamagedCarried,
    /// What is in `place` is damaged, and who only reads leaves it there.
    DamagedStays,
    /// What stands there is none of ours.
    NotOurs,
    /// Another program measures into it.
    Running,
    /// Its key is lost, and it is in `place` now.
    LockedAside,
    /// What was measured says nothing that could be sent on.
    NoCard,
    /// The network that was chosen is not there.
    NoUplink,
    /// A file that was chosen cannot be read.
    FileUnread,
    /// A file that was to be written is not.
    FileUnwritten,
    /// It is not, and a part of it is left.
    FileLeft,
    /// There is no room for it where it was to be.
    FileNoRoom,
    /// The phone has no app to choose a file with, or to send it with.
    FileNoApp,
    /// Whoever lends it takes long to give or to take it.
    FileWaiting,
    /// Whoever lends it does not answer.
    FileUnanswered,
    /// No SIM card is ready.
    NoSim,
    /// The phone is in flight mode.
    FlightMode,
    /// Mobile data is switched off.
    MobileDataOff,
    /// The phone gave no mobile network, and does not say why.
    MobileNotGiven,
    /// Nobody would see a reminder: notices are switched off.
    NoReminder,
    /// Nobody would see that the Internet was cut, or is back: notices are switched off.
    NoNews,
    /// A VPN carries the network now.
    VpnNow,
    /// Both networks to compare are one.
    SameUplink,
    /// The run has none beside it.
    NoComparison,
    /// A run goes on already.
    RunGoesOn,
    /// Nothing more is done here.
    Closed,
    /// There is no nettest, or no target for it.
    NothingToMeasure,
    /// `text` is no URL.
    NoPage,
    /// `text` is no URL; `url` is.
    NoPageBut,
    /// There is no such list.
    NoList,
    /// There is no such page or category in it.
    NoListEntry,
    /// Another list is called `name`.
    ListTaken,
    /// A name of more than `n` characters, or one that cannot be.
    BadListName,
    /// The built-in list is not changed.
    BuiltInStays,
    /// `n` pages, of `most` that a list holds.
    ListTooMany,
    /// Nothing is switched on.
    NothingOn,
    /// The phone is abroad.
    RoamingNow,
    /// Of a month's `most`, so many bytes are `used`.
    MonthSpent,
    /// Of a day's `most`, so many bytes are `used`.
    DaySpent,
    /// A setting `takes` something else.
    BadValue,
    /// A mistake of ours.
    Mistake,
    /// The process ends.
    Ending,
    /// The system gives no threads.
    NoThreads,
}

impl Words {
    /// What went wrong, with these values in its braces: a whole sentence.
    pub fn trouble(self, trouble: Trouble, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.pick(FILE.trouble.get(&trouble)), values)
    }
}
