//! Runs in the simulated country, and what screens make of them.

use std::sync::Arc;
use std::time::Duration;

use arna_engine::store::Place;
use arna_engine::{Config, DEFAULT_NETTESTS, Engine, Resumed, Run, RunEvent, Uplinks, WatchEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Micros, Request, Uplink, UplinkKind, WallTime, WatchRequest};
use arna_net::Wire;
use arna_screens::run::{Progress, Running};
use arna_screens::{home, run};
use arna_words::{Language, Local, Words};
use async_trait::async_trait;
use serde::Serialize;

use crate::rules::everywhere;

/// A phone in the country.
pub(crate) struct Phone {
    pub(crate) lab: Lab,
    pub(crate) engine: Engine,
    pub(crate) request: Request,
}

/// Plays `story` with a phone in a scenario of so many targets.
pub(crate) fn in_country<T>(
    scenario: &str,
    targets: Option<usize>,
    story: impl AsyncFnOnce(&Phone) -> T,
) -> T {
    with_uplinks(scenario, targets, None, story)
}

/// The same where the phone's system tells of its networks.
pub(crate) fn with_uplinks<T>(
    scenario: &str,
    targets: Option<usize>,
    uplinks: Option<Vec<Uplink>>,
    story: impl AsyncFnOnce(&Phone) -> T,
) -> T {
    arna_lab::runtime().unwrap().block_on(async {
        let options = Options { seed: 1, targets, ..Options::default() };
        let lab = Lab::open(Scenario::named(scenario).unwrap(), &options).unwrap();
        let uplinks = uplinks.map(|all| Arc::new(Listed(all, lab.wire())) as Arc<dyn Uplinks>);
        let (wire, roots, vantage, platform) =
            (lab.wire(), lab.roots(), lab.vantage(), lab.platform());
        let store = Place::Memory;
        let engine =
            Engine::open(Config { store, vault: None, uplinks, wire, roots, vantage, platform });
        let nettests = DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect();
        let request = Request { nettests, ..lab.request() };
        story(&Phone { lab, engine: engine.unwrap(), request }).await
    })
}

struct Listed(Vec<Uplink>, Arc<dyn Wire>);

#[async_trait]
impl Uplinks for Listed {
    async fn list(&self) -> Vec<Uplink> {
        self.0.clone()
    }

    async fn wire(&self, _: &Uplink) -> std::io::Result<Arc<dyn Wire>> {
        Ok(self.1.clone())
    }
}

/// A network of the phone.
pub(crate) fn uplink(id: &str, kind: UplinkKind, operator: Option<&str>) -> Uplink {
    Uplink {
        id: id.to_owned(),
        kind: Some(kind),
        operator: operator.map(str::to_owned),
        ..Uplink::default()
    }
}

/// A screen of a run after each of its announcements, in every language.
pub(crate) struct Seen {
    pub(crate) event: RunEvent,
    pub(crate) screens: [Running; 3],
}

impl Phone {
    /// By the phone's clock.
    pub(crate) fn now(&self) -> WallTime {
        self.lab.wire().wall()
    }

    /// Measures to the end.
    pub(crate) async fn measure(&self) -> Vec<Seen> {
        let run = self.engine.start(self.request.clone()).await.unwrap();
        self.follow(run, |_, _| {}).await
    }

    /// Goes on with what is left, to the end.
    pub(crate) async fn go_on(&self) -> Vec<Seen> {
        match self.engine.resume(self.request.clone()).await.unwrap() {
            Resumed::Goes(run) => self.follow(run, |_, _| {}).await,
            Resumed::Fresh(_) | Resumed::Whole(_) => panic!("nothing was left"),
        }
    }

    /// Follows a run to its end; `meanwhile` is called after each announcement.
    pub(crate) async fn follow(
        &self,
        mut run: Run,
        mut meanwhile: impl FnMut(&Run, &Progress),
    ) -> Vec<Seen> {
        let mut progress = run::begin(&self.engine, run.id(), self.now()).await.unwrap();
        let mut seen = Vec::new();
        while let Some(event) = run.next_event().await {
            let now = self.now();
            progress.take(&event, now);
            seen.push(Seen { event, screens: in_all(|words| run::run(&progress, words, now)) });
            progress.tell();
            meanwhile(&run, &progress);
        }
        seen
    }

    /// Watches for so long, a look in a quarter of an hour.
    pub(crate) async fn watch(&self, hours: u64) {
        let Request { anchors, landmarks, resolver, portal_probe, .. } = self.request.clone();
        let request = WatchRequest {
            anchors,
            landmarks,
            resolver,
            portal_probe,
            every: Micros::from_secs(15 * 60),
            max_time: Some(Micros::from_secs(hours * 3_600)),
            ..WatchRequest::default()
        };
        let mut watch = self.engine.watch(request).await.unwrap();
        while let Some(event) = watch.next_event().await {
            if let WatchEvent::Finished(ended) = event {
                ended.unwrap();
            }
        }
    }

    /// Lets time pass.
    pub(crate) async fn wait(&self, minutes: u64) {
        tokio::time::sleep(Duration::from_secs(minutes * 60)).await;
    }

    /// Home in every language.
    pub(crate) async fn home(&self) -> [home::Home; 3] {
        let facts = self.facts().await;
        in_all(|words| home::home(&facts, words, self.now()))
    }

    pub(crate) async fn facts(&self) -> home::Facts {
        home::read(&self.engine, &self.request, Vec::new(), self.now()).await.unwrap()
    }
}

/// What is made of the words of every language, by the clock of Almaty as it was until March 2024.
pub(crate) fn in_all<T>(made: impl Fn(Words) -> T) -> [T; 3] {
    Language::ALL.map(|language| made(Words::of(language).by(almaty)))
}

fn almaty(_: WallTime) -> Local {
    Local { ahead_s: 6 * 3_600, zone: "UTC+6".into() }
}

/// Keeps what is seen in every language as one file.
pub(crate) fn keep<T: Serialize>(name: &str, screens: &[T; 3]) {
    let [en, ru, kk] = screens;
    let all = [("en", en), ("ru", ru), ("kk", kk)];
    let text: Vec<_> =
        all.map(|(code, screen)| (code, serde_json::to_value(screen).unwrap())).into();
    text.iter().for_each(|(_, screen)| everywhere(screen));
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_yaml_snapshot!(name, text);
    });
}
