//! What stands around the words.

use serde::{Deserialize, Serialize};

/// A phrase of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phrase {
    /// The `time` of the last automatic test.
    LastAutomatic,
    /// There was none yet.
    NoAutomatic,
    /// `why` there was none since.
    NoneSince,
    /// `why` there was none at all.
    NoneFor,
    /// `n`: how often one was asked for since.
    AskedSince,
    /// The `time` from which on one may begin.
    MayNext,
    /// What the battery `has`, and what it needs at `least`.
    BatteryHas,
    /// What it needs at `least`, where nobody knows what it has.
    BatteryUnknown,
    /// What was `used` of what may be at `most`.
    UsedOf,
    /// `from` when `until` when quiet hours are.
    QuietFrom,
    /// Head of the column of what was measured.
    Site,
    /// Head of the column of verdicts.
    Verdict,
    /// Head of the column of how it shows.
    How,
    /// Head of the column of seconds.
    Time,
    /// Head of the column of bytes.
    Bytes,
    /// Head of the column of what is really so.
    Truth,
    /// `what`: a failure without words of its own.
    Failed,
    /// `ms`: the round trip.
    RoundTrip,
    /// `ms`: how much the round trip changes.
    Unsteady,
    /// `percent`: the share that was lost.
    Lost,
    /// `cause`: the layer at which it shows.
    ShowsAt,
    /// `truth`: one of the next three.
    InTruth,
    /// `cause` and the `verdict` that is right.
    BlockedAt,
    /// The `verdict` that is right.
    Blocked,
    /// The `verdict` that is right.
    NobodyBlocks,
    /// Between two verdicts that are right, inside the quotation marks around both.
    Or,
    /// Head of the column of when a state began.
    Began,
    /// Head of the column of how long it lasted.
    Lasted,
    /// Head of the column of states.
    WholeNetwork,
    /// What is said of a time in which nobody watched.
    NobodyWatched,
    /// `n` days.
    Days,
    /// `n` hours.
    Hours,
    /// `n` minutes.
    Minutes,
    /// Above the hours of a journal, which are the `zone`'s.
    ByTheHour,
    /// Monday, short; and so on.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
    /// Head of the column of networks.
    Network,
    /// Head of the column of what holds now.
    Now,
    /// Head of the column of since when.
    Since,
    /// Head of the column of all verdicts in a row.
    Timeline,
    /// Head of the column of when something was first seen.
    SeenFirst,
    /// Head of the column of when it was last seen.
    SeenLast,
    /// Head of the column of how often.
    Times,
    /// Head of the column of runs' times.
    When,
    /// What it was `from` until `last`; it opens since `first`.
    WorksAgain,
    /// What it is `to` since `first`; it opened until `last`.
    StoppedWorking,
    /// What it is `to` since `first`, and was `from` until `last`.
    Became,
    /// The `state` that holds since `first`.
    Holds,
    /// What it was seen `to` be for the first time, `first`.
    Perhaps,
    /// The `state` that was seen last, `first`.
    NotSettled,
    /// There are nothing but abstentions.
    NothingYet,
    /// The judge was another one.
    OtherJudge,
    /// What the mark at a time says.
    ClockDoubtful,
    /// A network that nobody named.
    UnknownNetwork,
    /// What follows from that.
    MaybeAnother,
    /// A verdict that stands alone.
    Alone,
    /// An abstention, in the legend.
    NoWord,
    /// Before what a run changed.
    WhatChanged,
    /// The `rate` that a test assumes if nobody blocks, and `source`: where it comes from.
    Assumed,
    /// Of controls: `failures` among `trials`, and the `rate` that they allow.
    Controls,
    /// The helper saw the ClientHello that was sent.
    HelloAsSent,
    /// It saw another one: lengths in bytes and fingerprints of what was `sent`, and of what was `seen`.
    AnotherHello,
    /// `n`: beside how many other suspects a sitting was.
    Beside,
    /// In `block`, an innocent name behind those of the suspects was not answered.
    AddressSilenced,
    /// A sitting `minutes` earlier, of the `measurement`, is counted as the first of two.
    EarlierCounted,
    /// It was there, and the verdict does not stand on it.
    EarlierNotCounted,
    /// Behind it: its time is the phone's clock's, which may have been set.
    ByPhonesClock,
    /// `fails` and `works`: the bounds of a sum.
    Bounds,
    /// The `outcome` of a test, its `failures` and `successes`, and its sums, in `nats`.
    Sum,
    /// The hops `after` and `before` which a target is stopped.
    Between,
    /// Of rounds that compare an address with its neighbour: `failures`, `successes`, and their sum in `nats`.
    Rounds,
    /// The `routers` on the way.
    Routers,
    /// Before why a block is void.
    Void,
    /// A block, before its number; head of the column of blocks.
    Block,
    /// Head of the column of when something was done, in seconds of the run.
    At,
    /// Head of the column of where in a run it belongs.
    Where,
    /// Head of the column of what was done.
    What,
    /// Head of the column of what came of it.
    Outcome,
    /// Head of the column of how long it took.
    Took,
    /// Head of the column of what the site did in a block.
    TheSite,
    /// Head of the column of innocent sites.
    Innocents,
    /// Head of the column of echoes.
    Echoes,
    /// Head of the column of the longest time without an echo.
    Silence,
    /// Head of the column of what became of the site's name elsewhere.
    ItsName,
    /// Head of the column of whether a block counts.
    Counts,
    /// Head of the column of sums.
    Nats,
    /// What has to be known to read the blocks.
    BlocksLegend,
    /// `place`: where all events of the blocks are.
    EveryEvent,
    /// `place`: where results stay.
    KeptIn,
    /// The question whether those who were named may be contacted, with the letters of both answers.
    MayBeContacted,
    /// The answer that allows it.
    Yes,
    /// What a refusal comes to.
    NothingSent,
    /// Of `n` sites, all of which open.
    SumAllOpen,
    /// Out of `n` sites: what a sum's first part holds in `of`.
    OfSites,
    /// The `n` that are blocked, `of` how many, and the `sites`; and so on.
    SumBlocked,
    /// Those that are probably blocked.
    SumLikely,
    /// Those that are slowed down.
    SumThrottled,
    /// Those that cannot be reached.
    SumUnreachable,
    /// Those that open.
    SumOpen,
    /// Those that are down or refuse by themselves.
    SumOwn,
    /// Those of which nothing can be said.
    SumUntold,
    /// The first that are `shown`, and `n` more.
    AndMore,
    /// `n` sites, in the place of their names.
    FoldedSites,
    /// `option`: what lists sites that are folded into one line.
    Unfold,
    /// Behind a site that the run chose itself.
    ACheck,
    /// The `site` that is waited for, and `n` more.
    UnderWay,
    /// A double check, the `n`th of `site`.
    DoubleCheck,
    /// The `n`th round of looking for the place on the path to `site`.
    TracingRound,
    /// `what` is under way, and how much `time` it takes still.
    StillFor,
    /// The `time` until the next block, after `what` it is of.
    NextBlockIn,
    /// The phone is somewhere else.
    OnAnotherNetwork,
    /// Every certificate is of one `issuer` whom nobody trusts.
    EveryCertificate,
    /// The same of one that does not say who it is.
    EveryCertificateUnsigned,
    /// Every name gets one of these `addresses`, and not its own.
    EveryName,
    /// Head of the column of runs.
    Run,
    /// Head of the column of lists.
    List,
    /// Head of the column of what became of sites.
    WhatBecame,
    /// The `zone` of all times above.
    TimesAre,
    /// There are more than `n`; `option` lists them.
    OnlyTheFirst,
    /// The list that comes with Arna.
    BuiltIn,
    /// A `network` of the `lab`.
    Simulated,
    /// A run that is not over.
    Unfinished,
    /// A run's `id`, and `when` it began.
    HeadRun,
    /// Its `network`.
    HeadNetwork,
    /// Its `list`.
    HeadList,
    /// The `software` that measured.
    HeadSoftware,
    /// In the place of its name.
    UnknownVersion,
    /// The `judge` whose word stands.
    JudgedSince,
    /// Title of what `wipe` erases.
    Erases,
    /// `n` runs are in it.
    ErasesRuns,
    /// The question whether that may be erased.
    MayBeErased,
    /// What is said after a no.
    NothingErased,
    /// What is said after a yes.
    Erased,
    /// There is nothing in `place`.
    NothingToErase,
    /// `n`: more than so many suspects are not double-checked in one run; `option` changes it, `resume` goes on.
    MostConfirmed,
    /// `n` suspects were too many; `again` is the command that goes on with them.
    LeftToConfirm,
    /// The second sitting of `n` sites is due at `time`, in `minutes`; `again` is the command.
    TooEarly,
    /// The second sitting waits for the network on which the first one was; `again` is the command.
    OnOtherNetwork,
    /// `n` of `of` were not begun, since the budget was spent.
    NotBegun,
    /// What it means that sites are risky.
    Risky,
    /// `why` there is no automatic test now.
    SliceRefused,
    /// `n` sites were looked at in one, `checked` of them double-checked, with so many `bytes`.
    SliceDone,
    /// The `verdict` over a `network`.
    OverNetwork,
    /// `n` sites are the same over both networks.
    SameOverBoth,
    /// `n` sites of which nothing can be said over one of them.
    NotCompared,
    /// `n` sites are not the same over both.
    DiffersOver,
    /// The bytes of a watch are spent for so much `time`.
    Resting,
    /// A watch cannot look: the chosen network is not there.
    AwayGone,
    /// A watch does not look: a VPN carries the network.
    AwayVpn,
    /// A watch does not look: the phone is abroad.
    AwayAbroad,
    /// `n` sites wait for a second sitting, which is due at `time`.
    AwaitsHere,
    /// `n` sites wait for one on another network.
    AwaitsElsewhere,
    /// `n` more lines are wrong.
    MoreMistakes,
}

/// The days of a week, from Monday.
pub(crate) const WEEK: [Phrase; 7] = [
    Phrase::Monday,
    Phrase::Tuesday,
    Phrase::Wednesday,
    Phrase::Thursday,
    Phrase::Friday,
    Phrase::Saturday,
    Phrase::Sunday,
];
