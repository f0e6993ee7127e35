//! The engine object: opened once, closed at the end.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use arna_engine::nettests::{self, InputKind};
use arna_engine::run::decoys_of;
use arna_engine::store::Place;
use arna_engine::{Config, Engine as Core, Error, ListTrouble};
use arna_model::Request;
use arna_net::{OsWire, Platform, web_roots};
use arna_words::Words;

use crate::config::{EngineConfig, RunRequest};
use crate::fault::Fault;
use crate::home::{Done, Home, Work};
use crate::platform::{Asked, Radio, Vault};
use crate::rows::{Estimate, Nettest};
use crate::run::{Resumed, Run};
#[cfg(unix)]
use crate::uplinks::{Known, OfDefault};
use crate::{ArnaError, Uplinks, lab, lists};

/// Measures, judges and keeps. An app opens one when it starts and keeps it; two of them on one folder disturb each
/// other. Every function may be called from any thread.
#[derive(uniffi::Object)]
pub struct Engine {
    home: Home,
    core: Mutex<Option<Arc<Core>>>,
    /// What is asked for where the app says nothing.
    usual: Usual,
    words: Words,
    /// The latest run that was begun here.
    latest: Mutex<Weak<Run>>,
}

#[uniffi::export]
impl Engine {
    /// Opens the folder and gets ready; makes what is missing. Nothing is sent. This waits for the file: a few milliseconds,
    /// longer the first time after an update, so not on the thread that draws.
    ///
    /// `radio`: what the phone knows of its radio; without it a bad moment of the link is only seen by its losses.
    /// `uplinks`: the phone's networks, of which a run may go over another one than the default.
    /// `vault`: where the key to what is stored lies; without it results are readable by whoever has the file.
    #[uniffi::constructor(default(radio = None, uplinks = None, vault = None))]
    pub fn open(
        config: EngineConfig,
        radio: Option<Arc<dyn Radio>>,
        uplinks: Option<Arc<dyn Uplinks>>,
        vault: Option<Arc<dyn Vault>>,
    ) -> Result<Arc<Self>, ArnaError> {
        #[cfg(target_os = "android")]
        crate::android::tell_panics();
        let words = config.words();
        let opened = Self::opened(&config, radio, uplinks, vault);
        let Opened { home, core, usual } = opened.map_err(|fault| fault.told(words))?;
        let core = Mutex::new(Some(Arc::new(core)));
        Ok(Arc::new(Self { home, core, usual, words, latest: Mutex::default() }))
    }

    /// What was put aside when this engine opened, because it was damaged or its key was lost: a sentence for the
    /// user with the file's name. Nothing was deleted.
    pub fn set_aside(&self) -> Result<Option<String>, ArnaError> {
        Ok(self.core()?.set_aside().map(|aside| arna_screens::trouble::aside(aside, self.words)))
    }

    /// Ends it: a run that goes on is stopped, what it measured is stored, and every other call is refused from now
    /// on. Letting go of the object without this stops nothing.
    pub fn shutdown(&self) {
        if let Some(core) = self.get().take() {
            core.close();
        }
    }

    /// Every nettest there is.
    pub fn nettests(&self) -> Vec<Nettest> {
        nettests::ALL.iter().map(|nettest| nettest.spec().into()).collect()
    }

    /// What a run is likely to cost, and whom it contacts. Nothing is sent.
    pub async fn plan(&self, request: RunRequest) -> Result<Estimate, ArnaError> {
        let (usual, words) = (self.usual.clone(), self.words());
        self.does(|core| async move {
            let request = wanted(&core, usual, request).await?;
            let contacts = words.contacts(&request, decoys_of(&request));
            Ok(Estimate::of(core.estimate(&request)?, contacts.into()))
        })
        .await
    }

    /// Starts a run and gives it at once. Refused if one goes on already.
    pub async fn start(&self, request: RunRequest) -> Result<Arc<Run>, ArnaError> {
        let (usual, words) = (self.usual.clone(), self.words);
        let home = self.home.clone();
        let begun = self.does(|core| async move {
            let measuring = home.measuring();
            let run = core.start(wanted(&core, usual, request).await?).await?;
            Ok(Run::follow(run, &core, (home, measuring), words).await)
        });
        Ok(self.kept(begun.await?))
    }

    /// Goes on with the run that is left (unfinished, or with second looks due an hour after the first); starts one if
    /// there is none.
    pub async fn resume(&self, request: RunRequest) -> Result<Resumed, ArnaError> {
        let (usual, words) = (self.usual.clone(), self.words);
        let home = self.home.clone();
        let begun = self.does(|core| async move {
            let measuring = home.measuring();
            let request = match wanted(&core, usual.clone(), request.clone()).await {
                // What goes on needs no list.
                Err(Fault::Engine(Error::List(ListTrouble::NothingOn))) => {
                    core.with_settings(request.on(usual.now(&core).await)?).await?
                }
                request => request?,
            };
            let resumed = core.resume(request).await?;
            Ok(Resumed::of(resumed, &core, (home, measuring), words).await)
        });
        let resumed = begun.await?;
        Ok(Resumed { run: resumed.run.map(|run| self.kept(run)), ..resumed })
    }

    /// The run that goes on, if an app began it here and still holds it somewhere: for a screen that was made anew.
    pub fn running(&self) -> Result<Option<Arc<Run>>, ArnaError> {
        let current = self.current()?;
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        Ok(latest.filter(|run| current.as_deref() == Some(run.id().as_str())))
    }

    /// The id of the run that goes on, if one does.
    pub fn current(&self) -> Result<Option<String>, ArnaError> {
        Ok(self.core()?.current().map(|run| run.to_string()))
    }

    /// Stops the run that goes on, if one does.
    pub fn cancel(&self) -> Result<(), ArnaError> {
        self.core()?.cancel();
        Ok(())
    }
}

/// What opening gives, on whatever network.
pub(crate) struct Opened {
    pub(crate) home: Home,
    pub(crate) core: Core,
    pub(crate) usual: Usual,
}

/// What is asked for where the app says nothing.
#[derive(Clone)]
pub(crate) enum Usual {
    /// What is usual in the country that the phone is in, which is another one behind a border.
    Here,
    /// A simulated country's own sites and helpers.
    #[cfg(feature = "lab")]
    Simulated(Box<Request>),
}

impl Usual {
    /// As it is now.
    pub(crate) async fn now(&self, core: &Core) -> Request {
        match self {
            // What is looked at is what is on in the lists.
            Self::Here => Request { targets: Vec::new(), ..core.usual_request().await },
            #[cfg(feature = "lab")]
            Self::Simulated(request) => request.as_ref().clone(),
        }
    }
}

impl Engine {
    fn opened(
        config: &EngineConfig,
        radio: Option<Arc<dyn Radio>>,
        uplinks: Option<Arc<dyn Uplinks>>,
        vault: Option<Arc<dyn Vault>>,
    ) -> Result<Opened, Fault> {
        let (store, vantage) = (Place::File(config.database()?), config.vantage()?);
        let radio = radio.map(|radio| Arc::new(Asked::new(radio)) as Arc<dyn arna_net::Radio>);
        let vault = vault.map(crate::platform::kept);
        match &config.lab {
            Some(asked) => lab::open(asked, store, radio, known(uplinks), vault),
            None => {
                let config = Config {
                    store,
                    wire: Arc::new(of_default(uplinks.as_ref())),
                    roots: Arc::new(web_roots()),
                    vantage,
                    platform: Platform { radio, ..Platform::default() },
                    vault,
                    uplinks: known(uplinks),
                };
                let (home, core) = (Home::of_process()?, Core::open(config)?);
                Ok(Opened { home, core, usual: Usual::Here })
            }
        }
    }

    fn get(&self) -> MutexGuard<'_, Option<Arc<Core>>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine, as long as it is not shut down.
    pub(crate) fn held(&self) -> Result<Arc<Core>, Fault> {
        self.get().clone().ok_or_else(|| Error::Closed.into())
    }

    pub(crate) fn core(&self) -> Result<Arc<Core>, ArnaError> {
        self.held().map_err(|fault| fault.told(self.words))
    }

    /// Where its work is done.
    pub(crate) fn place(&self) -> &Home {
        &self.home
    }

    /// What is asked for where the app says nothing.
    pub(crate) fn usual(&self) -> Usual {
        self.usual.clone()
    }

    /// Keeps a run that was begun, for who asks for it later.
    fn kept(&self, run: Arc<Run>) -> Arc<Run> {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&run);
        run
    }

    pub(crate) fn words(&self) -> Words {
        self.words
    }

    /// Does work with the engine, on threads of our own.
    pub(crate) async fn does<T: Send + 'static, Working>(
        &self,
        work: impl FnOnce(Arc<Core>) -> Working,
    ) -> Result<T, ArnaError>
    where
        Working: Future<Output = Result<T, Fault>> + Send + 'static,
    {
        let core = self.core()?;
        let done = self.done(Work::of(work(core))).await?;
        done.open().map_err(|fault| fault.told(self.words))
    }

    async fn done(&self, work: Work) -> Result<Done, ArnaError> {
        self.home.does(work).await.map_err(|fault| fault.told(self.words))
    }
}

/// What an app asks for, on top of what is usual where the engine is, and as the settings want it: the pages that it
/// names, else those of the list that it names, else what is on in all lists. (In a simulated country its own sites.)
pub(crate) async fn wanted(
    core: &Core,
    usual: Usual,
    request: RunRequest,
) -> Result<Request, Fault> {
    let only = request.list.as_deref().map(lists::id).transpose()?;
    let mut asked = request.on(usual.now(core).await)?;
    let takes_urls = |name: &String| {
        nettests::named(name).is_some_and(|nettest| nettest.spec().input == InputKind::Url)
    };
    let is_of_lists = only.is_some() || asked.targets.is_empty();
    if is_of_lists && asked.nettests.iter().any(takes_urls) {
        asked = core.request_of_lists(asked, only).await?;
    }
    Ok(core.with_settings(asked).await?)
}

/// The same for a screen: that nothing is on in the lists is something to show, and no trouble.
pub(crate) async fn shown(
    core: &Core,
    usual: Usual,
    request: RunRequest,
) -> Result<Request, Fault> {
    match wanted(core, usual.clone(), request.clone()).await {
        Err(Fault::Engine(Error::List(ListTrouble::NothingOn))) => {
            Ok(core.with_settings(request.on(usual.now(core).await)?).await?)
        }
        asked => asked,
    }
}

/// The network that whatever names none goes over.
#[cfg(unix)]
fn of_default(uplinks: Option<&Arc<dyn Uplinks>>) -> OsWire {
    match uplinks {
        Some(uplinks) => OsWire::new().on(Arc::new(OfDefault(uplinks.clone()))),
        None => OsWire::new(),
    }
}

#[cfg(not(unix))]
fn of_default(_uplinks: Option<&Arc<dyn Uplinks>>) -> OsWire {
    OsWire::new()
}

/// The phone's networks, where sockets can be put onto one.
#[cfg(unix)]
fn known(uplinks: Option<Arc<dyn Uplinks>>) -> Option<Arc<dyn arna_engine::Uplinks>> {
    uplinks.map(|uplinks| Arc::new(Known(uplinks)) as Arc<dyn arna_engine::Uplinks>)
}

#[cfg(not(unix))]
fn known(_uplinks: Option<Arc<dyn Uplinks>>) -> Option<Arc<dyn arna_engine::Uplinks>> {
    None
}
