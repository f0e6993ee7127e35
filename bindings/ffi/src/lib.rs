//! libarna: the engine for Kotlin and Swift.
//!
//! Thin: what comes in is parsed at the door, what goes out is shaped for screens; nothing is decided here, nothing
//! measured and nothing stored. The one crate that names uniffi.
//!
//! - [`Engine`]: opened once by an app, everything else goes through it.
//! - [`Run`]: a run that goes on; its events are pulled one at a time.
//! - [`BackgroundSlice`], [`Comparing`], [`Watch`]: what else goes on, begun and stopped the same way.
//! - [`Radio`], [`Uplinks`], [`Vault`]: what the phone supplies, written in Kotlin or Swift.
//! - [`ArnaError`]: seven kinds, each with a sentence for the user.
//!
//! Every function that may wait is `async` and does its work on a runtime of our own, so that it may be called
//! from any thread and dropped at any moment; what has begun is done all the same.

#[cfg(any(test, target_os = "android"))]
mod android;
mod comparing;
mod config;
mod engine;
mod error;
mod fault;
mod heard;
mod home;
#[cfg(feature = "lab")]
mod lab;
mod lists;
mod means;
mod platform;
mod reading;
mod rows;
mod run;
mod screens;
mod slices;
mod uplinks;
mod watching;
mod wiping;

pub use comparing::{ComparedRun, ComparedSite, Comparing, Comparison, Contrast, OverEvent};
pub use config::{EngineConfig, LabConfig, NetworkChoice, RunRequest};
pub use engine::Engine;
pub use error::ArnaError;
pub use lists::{
    ListGroup, ListInfo, ListKept, ListMistake, ListPage, ListRead, ListSource, ListSwitch,
};
pub use means::{
    Allowed, AutomaticTests, AutomaticWhen, Conditions, DataLimits, KeptRule, Means, MeansChange,
    Occasion, Permission, Purse, QuietHours, Spending,
};
pub use platform::{PlatformError, Radio, RadioLink, RadioReading, Vault, country_of_zone};
pub use rows::{
    Change, Contacts, Count, Detail, Estimate, Evidence, Explanation, Interval, MeasurementRow,
    Nettest, Network, Opinion, RunInfo, Setting, SiteHistory, SiteHistoryQuery, SiteState, Totals,
    Usage,
};
pub use run::{Ending, Event, Resumed, Run};
pub use screens::*;
pub use slices::{BackgroundSlice, SliceEnd, SliceEnded, SliceRequest};
pub use uplinks::{LinkKind, NetworkInfo, NoMobile, Uplinks, no_mobile, usual_network};
pub use watching::{Awaiting, Look, Watch, WatchEvent, WatchRequest};
pub use wiping::wipe_unopened;

uniffi::setup_scaffolding!();

/// What a shipped library says of simulated countries.
#[cfg(not(feature = "lab"))]
mod lab {
    use std::sync::Arc;

    use arna_engine::Uplinks;
    use arna_engine::store::{Place, Vault};
    use arna_net::Radio;

    use crate::ArnaError;
    use crate::config::LabConfig;
    use crate::engine::Opened;
    use crate::fault::Fault;

    pub(crate) enum Country {}

    impl Country {
        pub(crate) fn go_on(&self) {
            match *self {}
        }

        pub(crate) fn stand_still(&self) {
            match *self {}
        }
    }

    pub(crate) fn open(
        _asked: &LabConfig,
        _store: Place,
        _radio: Option<Arc<dyn Radio>>,
        _uplinks: Option<Arc<dyn Uplinks>>,
        _vault: Option<Arc<dyn Vault>>,
    ) -> Result<Opened, Fault> {
        Err(ArnaError::refused("there is no simulated country in this library").into())
    }
}
