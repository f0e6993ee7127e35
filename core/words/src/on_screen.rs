//! What a phone's screens say around verdicts: titles, answers, buttons. Its texts are in the section `screen`.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::file::FILE;
use crate::{Words, fill};

/// A text of a screen; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnScreen {
    // Days.
    /// This day.
    Today,
    /// The day before.
    Yesterday,
    /// On a `date`.
    OnDate,
    /// Since this day.
    SinceToday,
    /// Since the day before.
    SinceYesterday,
    /// Since a `date`.
    SinceDate,
    /// Since a `date` that is the second of its month.
    SinceSecond,
    /// A `date` of another `year`.
    OfYear,
    /// A `time` of day on a `day`.
    Moment,
    // Networks.
    /// A network whose operator nobody named.
    SomeNetwork,
    // The picture.
    /// Above the beginning of the strands.
    You,
    /// `n` sites, above the end of the strands.
    NSites,
    /// The picture in a sentence begins so: `gate` and `sites` behind it.
    BehindGate,
    /// Above the second line of a picture, the country's border.
    Border,
    /// A kind of strand: what waits to be made sure of.
    KindWaiting,
    /// A kind of strand: nothing can be said.
    KindUntold,
    /// A kind of strand: the site itself refuses or is down.
    KindSiteTrouble,
    /// A tag of all that was measured in the lab.
    Simulated,
    /// A network that is a cable.
    Cable,
    /// A mobile network of which no more is known.
    Mobile,
    /// The chosen `network`, spoken.
    ChooseNetwork,
    /// What a tap on another network does, spoken.
    TakesThisNetwork,
    // Buttons.
    /// Starts the first run.
    TestNow,
    /// Starts another run.
    TestAgain,
    /// What a run takes: `time` and `bytes`.
    AboutCost,
    /// What a look takes: `time` at most, and about so many `bytes`.
    AtMostCost,
    /// Goes on with a run that is left.
    GoOn,
    /// `n` sites are left of it.
    SitesLeft,
    /// Begins second looks that are due.
    MakeSure,
    /// At `n` sites.
    SitesToMakeSure,
    /// Looks again whether there is any Internet.
    LookAgain,
    /// Looks what works where nothing seems to.
    LookWhatWorks,
    /// In the button's place while it is looked.
    LooksNow,
    /// Does again what failed.
    TryAgain,
    // Home.
    /// The question about a network of an `operator` that was not tested yet.
    WhatDoesItLetThrough,
    /// The same where nobody knows whose it is.
    WhatDoesThisLetThrough,
    /// What a test of `n` sites does.
    WhatATestDoes,
    /// A row that leads to the lists.
    WhatIsTested,
    /// `n` sites of the built-in list.
    SitesBuiltIn,
    /// `n` sites of the user's own.
    SitesChosen,
    /// A row on where results are.
    ResultsStay,
    /// Its second line.
    NoResultIsSent,
    /// A row that leads to the last run, which was on another network.
    LastOnOtherNetwork,
    /// A `network` and the `moment` when it was tested.
    NetworkAndMoment,
    /// A network that was not tested yet.
    NotTestedHere,
    /// `n` sites are blocked, for certain.
    BlockedAnswer,
    /// `n` sites are probably blocked, and none for certain.
    LikelyAnswer,
    /// Behind the sentence `first` on those that are blocked for certain: `n` more, probably.
    LikelyMore,
    /// `n` sites are slowed down, and none is blocked.
    SlowedAnswer,
    /// `n` sites cannot be reached, and none is blocked.
    UnreachableAnswer,
    /// Of `n` sites, `open` open and none is blocked.
    NoBlockAnswer,
    /// All `n` open.
    AllOpenAnswer,
    /// Of `n` sites, nothing can be said of `untold`.
    UntoldAnswer,
    /// When it was tested: `day`, `time` and `zone`.
    TestedWhen,
    /// The same of a run that was not finished.
    TestedInPart,
    /// What it took: `sites`, `time`, `bytes`.
    TestedAt,
    /// `since` when the one site is seen blocked.
    BlockedSince,
    /// `since` when the newest of several is.
    NewestSince,
    /// A `date` by a clock that may have been wrong.
    AboutDate,
    /// From what `time` on a second look makes sure.
    SureAfter,
    /// It would now.
    SureNow,
    /// It would on another network.
    SureElsewhere,
    /// What a tap does, spoken.
    OpensList,
    /// A state of the network began on a `day`, between `from` and `until`, in the `zone`.
    BeganBetween,
    /// The same where these are on two days.
    BeganBetweenDays,
    /// A state was seen first on a `day` at a `time` in the `zone`.
    SeenFirst,
    /// On which `network`.
    SeenThere,
    /// The same with a good signal.
    SeenThereWell,
    /// Who was asked abroad.
    Abroad,
    /// Who was asked in the country.
    InTheCountry,
    /// Who was asked of state services and banks.
    StateAndBanks,
    /// Of `n`, none answers.
    NoneAnswers,
    /// All `n` answer.
    AllAnswer,
    /// `n` of `all` answer.
    SomeAnswer,
    /// A row that leads to the journal.
    HourByHour,
    /// What it tells.
    SinceWhenAndHowOften,
    // Offers.
    /// Automatic tests.
    OfferAutomatic,
    /// What they cost.
    OfferAutomaticDetail,
    /// Notices.
    OfferNotices,
    /// What they say.
    OfferNoticesDetail,
    /// That the system lets it run.
    OfferBattery,
    /// What is so otherwise.
    OfferBatteryDetail,
    /// What a tap does, spoken.
    OpensMore,
    // A run.
    /// The `network` that is tested.
    Testing,
    /// `done` of `n` sites.
    SoManyOf,
    /// About how much `time` is left, and `bytes` so far.
    TimeLeft,
    /// `bytes` so far.
    UsedSoFar,
    /// Sites that did not open at once.
    DidNotOpen,
    /// What becomes of them.
    CheckedAgain,
    /// Stops the run.
    Stop,
    /// What stopping leaves.
    CompleteIsKept,
    /// `n` sites are kept.
    SoManyKept,
    /// `n` sites are made sure of.
    MakingSure,
    /// Why.
    WhyMakingSure,
    /// A site whose name is not shown: the `n`th.
    SiteNumber,
    /// It waits for others.
    WaitsItsTurn,
    /// Its `n`th try goes on.
    IsTried,
    /// Its `n`th try begins after a `time`.
    IsTriedNext,
    /// `n` tries do not count.
    WaitsForSignal,
    /// The place on the path is looked for.
    LooksForPlace,
    /// It has its verdict, which is not told yet.
    IsSettled,
    /// Until what `time` it is done, and the `word` for what is not clear.
    DoneBy,
    /// The network is away.
    WaitsForNetwork,
    /// What becomes of the run.
    WhyWaiting,
    /// The phone is on another `network`.
    MovedTo,
    /// The phone is on another one that nobody can name.
    MovedSomewhere,
    /// All has its verdict.
    IsOver,
    /// Somebody stopped it.
    IsStopped,
    /// The network did not come back.
    NetworkWentAway,
    /// The store failed.
    CouldNotBeKept,
    // The card that is shared.
    /// The `network` and the `country`.
    CardPlace,
    /// A country; and so on.
    Kazakhstan,
    /// A country.
    Kyrgyzstan,
    /// A country.
    Russia,
    /// A country.
    Tajikistan,
    /// A country.
    Turkmenistan,
    /// A country.
    Uzbekistan,
    /// Under the beginning of the strand.
    APhone,
    /// `how` it shows, and `since` when.
    HowAndSince,
    /// Beside what is only probable.
    NotCertainYet,
    /// How sure: two sittings.
    SeenTwice,
    /// How sure: one sitting.
    SeenInOneSitting,
    /// How sure: something came in the site's place.
    SeenInAnswer,
    /// How sure: nobody is accused.
    SoItWas,
    /// What the card says of whoever shares it.
    CardTells,
    /// What can happen to them.
    CardDanger,
    /// It is only probable.
    CardDoubt,
    /// It is simulated.
    CardLab,
    /// A VPN carried it.
    CardVpn,
    // The first run.
    /// The name, in the letters that it has at home.
    Arna,
    /// What it is about, in a line.
    WhatGetsThrough,
    /// Title of the second step.
    WhatArnaDoes,
    /// Its first sentence.
    ItOpensSites,
    /// Its second sentence.
    OperatorCanSee,
    /// Its third sentence.
    ItStaysHere,
    /// Title of the third step.
    OneQuestion,
    /// The question.
    WhoCanSee,
    /// A wrong answer.
    Nobody,
    /// The right one.
    MyOperator,
    /// Another wrong answer.
    MakersOnly,
    /// What is said to the first one.
    NotNobody,
    /// What is said to the other one.
    NotMakers,
    /// A way out.
    LeaveIfDangerous,
    /// Title of the fourth step.
    WhereResultsStay,
    /// Its first sentence.
    SentToNobody,
    /// Its second sentence.
    HandedOnByYou,
    /// Its third sentence.
    CanBeWiped,
    /// Title of the last step: the `network` that will be tested.
    ReadyToTest,
    /// What is done with `n` sites.
    WhatComesNow,
    /// `n` sites that have been looked through.
    NoneIsRisky,
    /// A row that leads to whom measuring contacts.
    WhomItContacts,
    /// In short, with a helper.
    SitesServersHelper,
    /// In short, without one.
    SitesAndServers,
    /// A row for who is on Wi-Fi.
    OnWifiNow,
    /// What it says.
    MobileAllTheSame,
    /// Title of the last step without a network.
    NoNetworkNow,
    /// What can be done then.
    NothingCanBeTested,
    /// Goes to the next step.
    Next,
    /// Goes back to what the question is about.
    ReadAgain,
    /// Leaves.
    Leave,
    /// Puts the first test off.
    NotNow,
}

impl Words {
    /// A text of a screen that has nothing to fill in.
    pub fn on_screen(self, text: OnScreen) -> &'static str {
        self.pick(FILE.screen.get(&text))
    }

    /// A text of a screen with these values in its braces.
    pub fn screen(self, text: OnScreen, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.on_screen(text), values)
    }

    /// The same as it is said of `n`, which is one of the values.
    pub fn counted_screen(self, text: OnScreen, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let forms = FILE.screen.get(&text).expect(crate::ALL_SAID);
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(forms.counted(self.language(), n), &all)
    }
}
