//! The one scale on which everything is judged.

use serde::{Deserialize, Serialize};

use crate::ObservationId;

/// An opinion about a dossier, appended and never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The place on the scale.
    pub code: Code,
    /// By what, for accusations and `unreachable`; of what opens all the same, `quic` alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cause: Option<Cause>,
    /// How it shows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub how: Option<How>,
    /// Log-likelihood ratio in nats: positive speaks for "fails", negative for "works".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nats: Option<f64>,
    /// Upper bound for the probability of this accusation if nobody blocks (Wald: `exp(-nats)`,
    /// never under the test's alpha for effects).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub false_positive_bound: Option<f64>,
    /// What became of QUIC (HTTP/3) beside TLS, where it was tried and says something.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quic: Option<Quic>,
    /// Why nothing better could be said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// The host that it is about, where redirects lead from the target to another one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
    /// The observations that it stands on.
    pub basis: Vec<ObservationId>,
    /// Version of the judge.
    pub judge: u32,
}

impl Verdict {
    /// The bare word, with nothing to say for it yet.
    pub fn of(code: Code, judge: u32) -> Self {
        Self {
            code,
            cause: None,
            how: None,
            nats: None,
            false_positive_bound: None,
            quic: None,
            reason: None,
            at: None,
            basis: Vec::new(),
            judge,
        }
    }
}

/// The verdict scale: one for core, bindings, apps and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Opens normally.
    Accessible,
    /// Blocked by the network.
    Blocked,
    /// Probably blocked.
    LikelyBlocked,
    /// Opens, but slowed down.
    Throttled,
    /// Cannot be reached from this network; who stops it is unknown.
    Unreachable,
    /// The site itself refuses.
    SiteRefuses,
    /// The site itself is down or broken.
    SiteDown,
    /// The signal was too weak to tell.
    WeakSignal,
    /// No Internet on this network.
    NoInternet,
    /// Cannot tell yet.
    Inconclusive,
    /// Not tested.
    NotTested,
    /// A figure, no opinion.
    Measured,
}

impl Code {
    /// Every code, in the order of the scale.
    pub const ALL: &'static [Code] = &[
        Self::Accessible,
        Self::Blocked,
        Self::LikelyBlocked,
        Self::Throttled,
        Self::Unreachable,
        Self::SiteRefuses,
        Self::SiteDown,
        Self::WeakSignal,
        Self::NoInternet,
        Self::Inconclusive,
        Self::NotTested,
        Self::Measured,
    ];

    /// The spelling in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accessible => "accessible",
            Self::Blocked => "blocked",
            Self::LikelyBlocked => "likely_blocked",
            Self::Throttled => "throttled",
            Self::Unreachable => "unreachable",
            Self::SiteRefuses => "site_refuses",
            Self::SiteDown => "site_down",
            Self::WeakSignal => "weak_signal",
            Self::NoInternet => "no_internet",
            Self::Inconclusive => "inconclusive",
            Self::NotTested => "not_tested",
            Self::Measured => "measured",
        }
    }

    /// Whether it accuses somebody of blocking.
    pub fn is_accusation(self) -> bool {
        matches!(self, Self::Blocked | Self::LikelyBlocked | Self::Throttled)
    }

    /// Whether it says nothing about the target.
    pub fn is_abstention(self) -> bool {
        matches!(self, Self::WeakSignal | Self::NoInternet | Self::Inconclusive | Self::NotTested)
    }

    /// Whether it says that nobody blocks.
    pub fn is_clearing(self) -> bool {
        matches!(self, Self::Accessible | Self::SiteRefuses | Self::SiteDown)
    }
}

/// At which layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The answer of a resolver.
    Dns,
    /// The address.
    Ip,
    /// The connection.
    Tcp,
    /// The name in the ClientHello.
    TlsSni,
    /// Somebody else's certificate.
    TlsMitm,
    /// The page.
    Http,
    /// QUIC.
    Quic,
    /// The speed.
    Throttling,
}

/// What became of QUIC beside TLS: of a site that opens no more than a hint, for browsers fall back to TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quic {
    /// It works.
    Works,
    /// The site offers it, and nothing comes back; whose doing that is was not shown.
    Silent,
    /// Nothing comes back once the name is seen, while an innocent name is answered at the same address.
    SilentAfterName,
}

/// How it shows: closed, so that every shell has words for it in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Nothing comes back once the name is seen.
    SilenceAfterName,
    /// The connection is reset once the name is seen.
    ResetAfterName,
    /// Somebody else answers once the name is seen: an alert where others get a certificate, or what is no TLS.
    AnsweredAfterName,
    /// The chain ends at a known state root.
    StateRoot,
    /// The same, and the phone's own store trusts it: what is typed there can be read.
    TrustedStateRoot,
    /// A known blockpage came instead of the site.
    Blockpage,
    /// The resolver's answer is forged.
    ForgedAnswer,
    /// Whoever is asked in the clear, the answer is that there is no such name; it is there all the same.
    NameDenied,
    /// The resolver that the phone uses says that there is no such name; it is there for others.
    ResolverDenies,
    /// The address does not answer.
    AddressSilent,
    /// The address refuses.
    AddressRefuses,
    /// Packets to the address end inside the operator's network, those to its neighbour go on.
    StoppedInside,
    /// Somebody inside the operator's network refuses in the address's name.
    RefusedInside,
    /// The TLS handshake fails under any name, or nobody showed that it is the name.
    HandshakeFails,
    /// A cleartext request is not answered under any name, or nobody showed that it is the name.
    RequestFails,
    /// The certificate is expired, for another name or from nobody known, from outside too.
    Certificate,
    /// The name does not exist, from outside too.
    NoSuchName,
    /// The server does not answer, from outside either.
    ServerSilent,
    /// The server answers with an error of its own.
    ServerError,
    /// The server answers with something that is no HTTP.
    ServerAnswersOddly,
    /// The server refuses the handshake, from outside too: its encryption is older than what is still spoken.
    EncryptionRefused,
    /// Nobody is let in at the port for cleartext, from outside either, while TLS is served.
    CleartextClosed,
    /// The site sends its visitors round in a circle.
    RedirectLoop,
    /// The site sends its visitors on to where there is no page.
    RedirectsNowhere,
    /// The site asks for a captcha or another challenge.
    Challenge,
    /// The site says that it does not serve this visitor or this country.
    Forbidden,
    /// The resolver gives no answer.
    ResolverSilent,
    /// Bytes come several times slower once the name is seen.
    SlowAfterName,
    /// The same, and at one rate while others' vary: a cap.
    CappedAfterName,
    /// The page begins to come, and then nothing more of it does.
    PageFreezes,
}

/// Why nothing better could be said: closed, like [`How`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No anchor answers.
    NoService,
    /// Nobody answers but state services and banks.
    WhitelistShutdown,
    /// The country answers, and nobody abroad.
    InternationalCut,
    /// The network holds everybody until they log in.
    CaptivePortal,
    /// The operator holds the phone until its balance is topped up.
    OutOfCredit,
    /// Suspect; its confirmation is not over.
    StillConfirming,
    /// Suspect; the run's confirmations are spent.
    ConfirmationsSpent,
    /// Suspect; it was confirmed or sat with in another run less than a day ago.
    SatLately,
    /// An innocent site looked blocked in the same run.
    DecoyAccused,
    /// Too few controls worked on this network to tell a censor from the radio.
    NoisyNetwork,
    /// 6 of 10 blocks are void.
    BlocksVoid,
    /// The phone reports a very weak signal, and nothing better could be said.
    RadioWeak,
    /// The sequential test did not decide within its blocks.
    Undecided,
    /// It failed and then worked.
    CameBack,
    /// No outside control: no helper was asked, or it did not answer.
    NoOutsideControl,
    /// The phone's clock is wrong.
    WrongClock,
    /// A chain from an authority that is not known.
    UnknownAuthority,
    /// Resolvers disagree and nothing shows who is right.
    AnswersDiffer,
    /// The resolver does not answer.
    ResolverSilent,
    /// What came is not the page that others get.
    PageDiffers,
    /// Too little is known of what others get to tell whether it is what came.
    NotComparable,
    /// Redirects lead in a circle, or on and on, and nothing shows that the site itself means it.
    TooManyRedirects,
    /// A redirect leads to where there is no page, and nothing shows that the site itself means it.
    RedirectsNowhere,
    /// The user stopped it.
    Cancelled,
    /// The bytes or seconds are spent.
    BudgetSpent,
    /// Our own trouble.
    Aborted,
    /// Not a URL that can be measured.
    BadInput,
    /// More came than a look may cost: it was broken off.
    TooManyBytes,
    /// The system does not let us onto this network (a VPN holds it).
    NotPermitted,
    /// A VPN carries this network: whatever is seen is of wherever it ends.
    Vpn,
    /// The system reported a failure of its own, not the network's.
    LocalTrouble,
    /// The probes of a performance test got no answer.
    NoAnswers,
    /// The certificate is not the one that others get, though its authority is no stranger.
    CertificateDiffers,
    /// Innocent names, too, have certificates from the same unknown issuer: a company's proxy, an antivirus.
    TlsProxy,
    /// What is sent arrives, and no long answer comes back, from innocent hosts either.
    LongAnswersLost,
    /// A proxy on the network answers every connection itself, so nothing shows who is silent.
    TcpProxy,
    /// It opens, and the link is as slow for everybody as if it were slowed down: nobody could tell.
    LinkTooSlow,
    /// It opens, and the rates neither show nor rule out that it is slowed down.
    RatesUndecided,
    /// It opens, its page froze once after its beginning, and the blocks neither show nor rule out that it does so.
    FreezeUndecided,
}
