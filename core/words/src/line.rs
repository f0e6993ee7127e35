//! What the terminal alone says: sentences on what was typed, on files, and on what a command does.

use serde::Deserialize;

/// A line of the terminal; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    // Before everything, and where results are.
    /// The `option` that agrees to what the settings forbid.
    AgreeBy,
    /// Before a sentence on what went wrong: `what`.
    Error,
    /// `why` nothing can be printed.
    OutputBroken,
    /// `path` should be a file.
    IsFolder,
    /// There is no home folder for results.
    NoHome,
    /// Nothing begins with `id`.
    NoSuchId,
    /// `ids` begin with `id`.
    ManySuchIds,
    /// A run by its `id`.
    RunCalled,
    /// A measurement by its `id`.
    MeasurementCalled,
    /// `id` is no run.
    WantsRun,
    /// `id` is no measurement.
    WantsMeasurement,
    /// Nothing can be sent on of the measurement `id`, whose `answer` claims nothing.
    NoCard,
    /// There is no `step` of the first run; `last` is the last one.
    NoSuchStep,
    /// The settings have no `part` of this name; there are `parts`.
    NoSuchPart,
    /// A screen shows what of a file can be added, and wants that file.
    AddingWantsFile,
    /// Measurement `id` is planned.
    NotMadeYet,
    /// There is no file at `path`.
    NothingStored,
    /// `why` a file cannot be read.
    CannotRead,
    /// `why` a file cannot be written.
    CannotWrite,
    /// `path` is not overwritten.
    IsThere,
    /// A place in a file: `path` and line `n`.
    AtLine,
    /// After a sentence, the name `what` that was probably meant.
    Meant,
    /// `why` the system gives no threads or timers.
    NoRoomToWork,
    /// A demo ended without a word.
    DemoBrokeOff,
    /// A watch ended without a word.
    WatchBrokeOff,
    // What the system says of files and sockets.
    /// It is not there.
    Gone,
    /// It is not allowed.
    NotAllowed,
    /// There is no room.
    NoSpace,
    /// It can only be read.
    OnlyReadable,
    /// An address that somebody has.
    InUse,
    /// An address that this machine does not have.
    NotOurs,
    /// Whatever else, by the system's own `word`.
    SystemSays,
    /// How the tables of evidence are read.
    WhyLegend,
    // Judging again, and what can be measured.
    /// A verdict that stayed.
    Same,
    /// A verdict that changed.
    New,
    /// What is said `now` by judge `new`, and `was` by judge `old`.
    JudgedOtherwise,
    /// `n` measurements of `run`, `changed` of them with another verdict.
    JudgedAgain,
    /// Head of the column of nettests.
    Nettest,
    /// Head of the column of what they look at.
    LooksAt,
    /// Head of the column of what they cost.
    UsualCost,
    /// What the nettest `latency` looks at.
    OfLatency,
    /// What the nettest `web_connectivity` looks at.
    OfWebConnectivity,
    // Watching, the journal and the history.
    /// A watch begins, with a look `every` so often; `again` shows the journal.
    Watching,
    /// Which `option` lets a watch look abroad.
    AgreeAbroad,
    /// `why` a watch ended.
    WatchFailed,
    /// `n` looks, and their `bytes`.
    Watched,
    /// Nobody watched in the time asked for.
    NobodyThen,
    /// Nobody watched at all.
    NobodyYet,
    /// Only `n` lines are shown.
    OnlyFirst,
    /// What signs beside what holds mean.
    StandingLegend,
    /// There is no history.
    NoSiteStored,
    /// There is none of that site.
    NoSuchSite,
    // Asking before anything is sent.
    /// Nobody can be asked.
    NoTerminal,
    /// `why` an answer cannot be read.
    NoAnswerRead,
    // Manual pages.
    /// `path` should be a folder.
    NoFolder,
    /// `why` pages cannot be written to `path`.
    PagesFailed,
    /// They are at `path`.
    PagesAreIn,
    // A helper.
    /// It answers at `url`, and echoes at `address`.
    Listening,
    /// `why` there is nothing to listen at `address`.
    CannotListen,
    /// `why` this machine's addresses are unknown.
    NoOwnAddresses,
    /// Its own certificate's `fingerprint`.
    SelfMade,
    /// The `command` that trusts it.
    TrustIt,
    /// What it is good for.
    ForTests,
    /// `why` a file of certificates cannot be used.
    OfNoUse,
    /// A file that is no PEM.
    NoPem,
    /// A file without a certificate.
    NoCertificate,
    /// A file without a key.
    NoKey,
    /// A key that does not fit.
    UnfitKey,
    /// A root that cannot be one.
    Untrusted,
    /// No certificate can be made.
    NoCertificateMade,
    /// The clock is useless.
    ClockFarOff,
    /// There is no home folder for the certificate.
    NoHomeForIt,
    // In the simulated country.
    /// There is no scenario of this `name`.
    NoScenario,
    /// There is no profile of this `name`, there are `known`.
    NoProfile,
    /// After a sentence, the `file` that was probably meant.
    FileAskedAs,
    /// Line `n` of a file is no text.
    LineNoText,
    /// `why` there is no temporary database.
    NoTemporary,
    /// The database holds another demo, `run`, with the same `seed`.
    AnotherDemo,
    /// A demo that is stored passes nothing.
    NothingToCapture,
    /// A demo that is stored is shown.
    DemoKnown,
    /// A scenario by its `name`; its story is in English.
    ScenarioTold,
    /// `path` is no capture.
    NoCapture,
    /// `why` a capture at `path` failed.
    CaptureFailed,
    /// `n` packets of so many `bytes` are at `path`.
    Captured,
    /// A capture is of one run.
    OneRunToCapture,
    /// A file without a measurement.
    NoMeasurementIn,
    /// A scenario's file is called otherwise.
    NoToml,
    /// The `command` that runs a scenario.
    RunIt,
    /// A scenario was made at `path`.
    ScenarioMade,
    /// `name` is no name for one.
    NoScenarioName,
    /// `name` is taken.
    ComesWithArna,
    // A run: how it begins, ends and goes on.
    /// A run, `id`, goes on.
    GoingOn,
    /// It goes on as it was begun.
    AsBegun,
    /// Nothing goes on.
    NoneUnfinished,
    /// Run `id` is over, and `again` shows it.
    RunIsWhole,
    /// Of the last comparison nothing goes on.
    NothingToCompareNow,
    /// The run in `path` is of another world.
    RunOfDemo,
    /// There is no nettest of this `name`.
    NoNettest,
    /// No target is left.
    NothingToLookAt,
    /// `url` is none of a helper.
    NoHelperUrl,
    /// A run is being stopped.
    Stopping,
    /// A run was stopped.
    Stopped,
    /// The same, and `again` goes on with it.
    StoppedStored,
    /// `why` a run broke off.
    Kept,
    /// The same, and `again` goes on with it.
    KeptAndGoesOn,
    /// A run ended without a word.
    RunBrokeOff,
    /// None of the `helpers` answered, and `why`.
    NoHelperAnswered,
    /// What they said instead.
    NoUsableAnswer,
    /// `again` makes accusations certain.
    SecondSittings,
    /// What is not double-checked again.
    SatLately,
    /// Of the `planned` steps of a run `n` are done.
    Unfinished,
    /// `again` goes on with it.
    GoesOn,
    /// What run `run` cost: bytes `used` and `time`.
    Used,
    /// The same in the lab.
    UsedSimulated,
    /// `n` innocent sites were measured, and none looked blocked.
    Checked,
    /// Of `n` of them `accused` looked blocked.
    CheckedInVain,
    /// `name` is a page, which `command` looks at.
    APageNoNettest,
    /// Of `n` verdicts so many are `right`, `accused` wrongly, `missed` or `open`.
    Right,
    /// The program `name` that measured, and its `judge`.
    Software,
    // This machine's networks.
    /// There is no interface `name`, but these `names`.
    NoInterface,
    /// There is no interface at all.
    NoNetworkUp,
    /// Nobody says which resolver `name` uses.
    NoOwnResolver,
    /// The network is away, and waited for.
    NetworkAway,
    /// It did not come back; `again` goes on.
    NetworkGone,
    /// The name of a network, as the head of a column.
    Interface,
    /// What carries a network, as the head of a column.
    KindOfLink,
    /// Whether it is the default, as the head of a column.
    Standing,
    /// Who is asked for names, as the head of a column.
    AsksForNames,
    /// A mobile operator's network.
    Cellular,
    /// A wireless LAN.
    Wifi,
    /// A cable.
    Cable,
    /// A tunnel.
    AVpn,
    /// The system does not say.
    UnknownKind,
    /// Whatever names none goes over it.
    DefaultLink,
    /// It goes over another one.
    OtherLink,
    /// The system says which resolver it uses.
    HasOwnResolver,
    /// Nobody says which resolver it uses.
    NeedsOwnResolver,
    // Slices in the background, and settings.
    /// A test `every` so often; `again` says what was seen.
    AgentBegins,
    /// The `time` of the next one.
    AgentWaits,
    /// Nobody set it, so that the usual `value` holds.
    NotSet,
    /// There is no `key`, but these `keys`.
    NoSuchSetting,
    /// What `key` `takes`.
    BadSetting,
    // What was typed and is not understood; in English clap says it.
    /// There is no `option`.
    UnknownOption,
    /// There is no command of this `name`.
    UnknownCommand,
    /// `value` is none for `option`.
    BadValue,
    /// `option` has no value.
    NoValue,
    /// After a sentence, the `values` that there are.
    ValidValues,
    /// `option` has to be there.
    MissingOption,
    /// `option` and `other` contradict each other.
    InConflict,
    /// Whatever else.
    NotUnderstood,
    /// After a sentence, the command that prints its `help`.
    SeeHelp,
    // What an option takes; in English clap says these, too.
    /// A whole number from `least` to `most`.
    TakesWhole,
    /// A name of somebody's.
    TakesName,
    /// A time or a day.
    TakesTime,
    /// A day, or how long ago.
    TakesSince,
    /// How long.
    TakesDuration,
    /// How long, within bounds.
    TakesAYearAtMost,
    /// How long, or a number of seconds.
    TakesSeconds,
    /// The least that lies between two looks.
    TakesTenSeconds,
    /// The most that a slice takes.
    TakesTenMinutes,
    /// The least that lies between two slices.
    TakesAQuarter,
    /// A number of bytes, or a size.
    TakesBytes,
    /// A resolver's address.
    TakesResolver,
    /// A country's code.
    TakesCountry,
    /// What an interface has.
    TakesPair,
    /// A page in the clear.
    TakesProbe,
    // Lists of pages, line by line.
    /// What `-` reads.
    StandardInput,
    /// Whose network this is: a question.
    WhoseNetwork,
    // The user's lists.
    /// Head of the column of lists.
    ListHead,
    /// Head of the column of what is tested.
    TestedHead,
    /// Head of the column of how many pages are.
    PagesHead,
    /// Head of the column of what pages are about.
    AboutHead,
    /// Head of the column of categories' codes.
    CodeHead,
    /// Head of the column of pages.
    PageHead,
    /// Nobody says what a page is about.
    AboutNothing,
    /// It is tested.
    Tested,
    /// It is not.
    NotTested,
    /// So many are `on` of `n`.
    SoManyOf,
    /// There is no list of this `name`.
    NoListCalled,
    /// A list without a name.
    ListWantsName,
    /// A list without a page.
    NothingKept,
    /// List `name` has `n` pages.
    ListKept,
    /// `n` pages were there before.
    ListDoubles,
    /// `n` pages of a list are off.
    ListPartlyOff,
    /// List `was` is called `name`.
    ListRenamed,
    /// List `name` is gone.
    ListRemoved,
    /// List `name` is tested, so many `on` of its `n` pages.
    ListIsOn,
    /// List `name` is not.
    ListIsOff,
    /// A measurement is of the list of this `name`.
    FromList,
    /// `what` its site is about.
    IsAbout,
    /// Nobody can be asked whether to erase.
    NoTerminalToWipe,
    // Two networks compared.
    /// One of both is gone.
    OneNetworkGone,
    /// `name` is neither of the two interfaces.
    NotOneOfBoth,
    /// A phone has no network of this `kind`; it has `kinds`.
    NoSuchLink,
    /// A scenario of one network.
    OneNetworkAlone,
    /// Packets of one network alone are written.
    CaptureWantsOver,
}
