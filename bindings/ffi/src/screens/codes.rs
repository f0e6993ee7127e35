//! The scale and the states of a network, as the model has them.

pub use arna_model::{Code, NetworkState};

/// The verdict scale: one for core, bindings, apps and reports.
#[uniffi::remote(Enum)]
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

/// The state of the whole network, as one look at it shows.
#[uniffi::remote(Enum)]
pub enum NetworkState {
    /// Somebody abroad answers.
    Online,
    /// Nobody answers.
    NoService,
    /// Nobody answers but state services and banks.
    WhitelistShutdown,
    /// The country answers, and nobody abroad.
    InternationalCut,
    /// The network holds everybody until they log in.
    CaptivePortal,
    /// The operator holds the phone until its balance is topped up.
    OutOfCredit,
    /// What was seen does not tell.
    Unknown,
}
