//! A simulated country instead of the phone's network, for tests of apps: in virtual time, so that hours pass in a second.

mod networks;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use arna_engine::store::{Place, Vault};
use arna_engine::{Config, DEFAULT_NETTESTS, Engine as Core, Uplinks};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Request, Uplink};
use arna_net::Radio;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::ArnaError;
use crate::config::LabConfig;
use crate::engine::{Opened, Usual};
use crate::fault::Fault;
use crate::home::Home;
use networks::{Networks, Told};

/// What keeps a simulated country going, and its clock still while nobody measures: with nothing else to do, a virtual
/// clock would run through years in a second.
pub(crate) struct Country {
    handle: Handle,
    clock: Mutex<Clock>,
    /// Dropped with the last engine: the country ends then.
    _lease: oneshot::Sender<()>,
}

#[derive(Default)]
struct Clock {
    measuring: usize,
    /// Holds the clock: work on another thread does, and this is work that waits for its end to be dropped.
    held: Option<mpsc::Sender<()>>,
}

impl Country {
    fn new(handle: Handle, lease: oneshot::Sender<()>) -> Self {
        let country = Self { handle, clock: Mutex::default(), _lease: lease };
        country.hold(&mut country.clock());
        country
    }

    /// Somebody measures.
    pub(crate) fn go_on(&self) {
        let mut clock = self.clock();
        clock.measuring += 1;
        clock.held = None;
    }

    /// Somebody has measured.
    pub(crate) fn stand_still(&self) {
        let mut clock = self.clock();
        clock.measuring -= 1;
        if clock.measuring == 0 {
            self.hold(&mut clock);
        }
    }

    fn hold(&self, clock: &mut Clock) {
        let (held, until) = mpsc::channel();
        clock.held = Some(held);
        self.handle.spawn_blocking(move || until.recv());
    }

    fn clock(&self) -> MutexGuard<'_, Clock> {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens an engine in a simulated country. The country lives on a thread of its own, since its clock only pauses on a
/// runtime of one thread, and ends with the engine.
pub(crate) fn open(
    asked: &LabConfig,
    store: Place,
    radio: Option<Arc<dyn Radio>>,
    uplinks: Option<Arc<dyn Uplinks>>,
    vault: Option<Arc<dyn Vault>>,
) -> Result<Opened, Fault> {
    let scenario = scenario(&asked.scenario)?;
    let options =
        Options { profile: asked.profile.clone(), seed: asked.seed, ..Options::default() };
    let (opened, opening) = mpsc::channel();
    let (lease, ended) = oneshot::channel();
    let live = move || {
        let runtime = match arna_lab::runtime() {
            Ok(runtime) => runtime,
            Err(_) => return drop(opened.send(Err(Fault::NoThreads))),
        };
        runtime.block_on(async move {
            let put_up = put_up(&scenario, &options, store, radio, uplinks, vault);
            let (labs, result) = match put_up {
                Ok((labs, core, usual)) => {
                    // From here on, before anything waits.
                    let country = Country::new(Handle::current(), lease);
                    (labs, Ok((country, core, usual)))
                }
                Err(error) => (Vec::new(), Err(error)),
            };
            if opened.send(result).is_ok() {
                // Until the last engine is gone.
                drop(ended.await);
            }
            drop(labs);
        });
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "no run waits for this thread: all of it lives on it"
    )]
    std::thread::spawn(live);
    let (country, core, usual) = opening.recv().map_err(|_| Fault::NoThreads)??;
    let usual = Usual::Simulated(Box::new(usual));
    Ok(Opened { home: Home::in_country(country.handle.clone(), country), core, usual })
}

fn put_up(
    scenario: &Scenario,
    options: &Options,
    store: Place,
    radio: Option<Arc<dyn Radio>>,
    uplinks: Option<Arc<dyn Uplinks>>,
    vault: Option<Arc<dyn Vault>>,
) -> Result<(Vec<Lab>, Core, Request), Fault> {
    let open = |(uplink, scenario): (Uplink, Scenario)| {
        let lab = Lab::open(&scenario, options);
        Ok((uplink, lab.map_err(|error| ArnaError::refused(error.to_string()))?))
    };
    let labs = scenario.networks().into_iter().map(open).collect::<Result<Vec<_>, Fault>>()?;
    let lab = labs.iter().find(|(uplink, _)| uplink.is_default).map_or(&labs[0].1, |(_, lab)| lab);
    let mut platform = lab.platform();
    platform.radio = radio.or(platform.radio);
    let (wire, roots, vantage) = (lab.wire(), lab.roots(), lab.vantage());
    // Where there is one network alone, nobody tells of any, as before an app supplies its `Uplinks`.
    let own = scenario.has_two_networks().then(|| {
        let known = labs.iter().map(|(uplink, lab)| (uplink.clone(), lab.wire())).collect();
        Arc::new(Networks(known)) as Arc<dyn Uplinks>
    });
    let told =
        uplinks.map(|phone| Arc::new(Told { phone, wire: wire.clone() }) as Arc<dyn Uplinks>);
    let uplinks = told.or(own);
    let core = Core::open(Config { store, wire, roots, vantage, platform, vault, uplinks })?;
    let usual = Request {
        nettests: DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect(),
        // Nobody watches what is said in a simulated country.
        is_recheck: true,
        ..lab.request()
    };
    Ok((labs.into_iter().map(|(_, lab)| lab).collect(), core, usual))
}

fn scenario(asked: &str) -> Result<Scenario, ArnaError> {
    if asked.contains('\n') {
        return Scenario::parse(asked).map_err(|error| ArnaError::refused(error.to_string()));
    }
    let found = Scenario::named(asked).map_err(|error| ArnaError::refused(error.to_string()))?;
    Ok(found.clone())
}
