//! How far a run is: its announcements, folded into one state. Hints may be missed; what is measured is never.

use std::collections::BTreeMap;

use arna_engine::run::{LONGEST_SITTING, Ledger as _, LedgerError, most_together};
use arna_engine::{Engine, Error, Estimate, Outcome, RunEvent};
use arna_model::{Bytes, Code, Micros, RadioSample, RunId, Vantage, WallTime};

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    pub(super) network: Vantage,
    /// Sites that were asked for, by their URL, and how each stands.
    pub(super) sites: BTreeMap<String, Stands>,
    /// Those that did not open at once, in the order in which that was seen: their numbers on the screen.
    pub(super) suspects: Vec<String>,
    pub(super) estimate: Estimate,
    /// How many sit together at most.
    together: usize,
    pub(super) began: WallTime,
    /// How many sites were looked at when it began: in an earlier part of the same run.
    pub(super) looked_before: usize,
    pub(super) bytes: Bytes,
    pub(super) is_away: bool,
    /// Where the phone is since it moved.
    pub(super) moved: Option<RadioSample>,
    /// Whether nothing is looked at for the first time any more, and some were looked at again.
    pub(super) is_making_sure: bool,
    /// Until when suspects are made sure of.
    pub(super) until: Option<WallTime>,
    pub(super) ended: Option<Ended>,
    /// The last quarter that was told aloud.
    told: Option<usize>,
    /// Whether the answer is told aloud after the latest announcement.
    pub(super) is_live: bool,
}

/// How a site stands while the run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// Not looked at yet.
    Ahead,
    /// It did not open at once, and is looked at again.
    Waiting(Waits),
    /// It opens.
    Open,
    /// It has its verdict, which is told at the end.
    Settled,
}

/// What one that did not open at once waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// For others.
    Turn,
    /// For a block that begins then, after so many that do not count.
    Block { block: u16, at: WallTime, void: u16 },
    /// The place on the path is looked for.
    Place,
}

/// How it ended.
#[derive(Clone, Debug)]
pub(super) enum Ended {
    Whole,
    Stopped,
    NetworkGone,
    Failed(LedgerError),
}

/// Reads where a run stands that was just begun or goes on. `now`: by the phone's clock.
///
/// # Errors
/// The store's.
pub async fn begin(engine: &Engine, run: &RunId, now: WallTime) -> Result<Progress, Error> {
    let record = engine.store().run(run).await?;
    let plan = engine.store().plan(run).await?;
    let sites = plan.into_iter().filter(|one| !one.step.is_decoy).filter_map(|one| {
        let is_over = one.stop.is_none_or(|stop| !stop.is_open());
        let code = one.verdict.filter(|_| is_over).map(|verdict| verdict.code);
        Some((one.step.target?.input, code))
    });
    let technology = record.vantage.technology.as_deref();
    let asked = Asked {
        sites: sites.collect(),
        estimate: engine.estimate(&record.request)?,
        together: most_together(technology, &record.request),
        network: record.vantage,
    };
    Ok(Progress::new(asked, now))
}

/// What a run was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// On which network.
    pub network: Vantage,
    /// The URLs of its sites, each with its verdict if it has one already.
    pub sites: Vec<(String, Option<Code>)>,
    /// What it is likely to cost.
    pub estimate: Estimate,
    /// How many suspects sit together at most.
    pub together: usize,
}

impl Progress {
    /// A run that begins `now`, or goes on.
    pub fn new(asked: Asked, now: WallTime) -> Self {
        let Asked { network, sites, estimate, together } = asked;
        let stands =
            |code: Option<Code>| code.map_or(Stands::Ahead, |code| Stands::of(code, Stands::Ahead));
        let sites: BTreeMap<_, _> =
            sites.into_iter().map(|(input, code)| (input, stands(code))).collect();
        let mut progress = Self {
            network,
            sites,
            suspects: Vec::new(),
            estimate,
            together: together.max(1),
            began: now,
            looked_before: 0,
            bytes: Bytes::default(),
            is_away: false,
            moved: None,
            is_making_sure: false,
            until: None,
            ended: None,
            told: None,
            is_live: false,
        };
        progress.looked_before = progress.looked();
        progress
    }

    /// Takes an announcement in.
    pub fn take(&mut self, event: &RunEvent, now: WallTime) {
        self.is_away = matches!(event, RunEvent::Waiting);
        match event {
            RunEvent::Suspected { input } => self.wait(input.as_deref(), Waits::Turn),
            RunEvent::Confirming { input, block, wait, void, .. } => {
                let (at, block, void) = (now.after(*wait), *block, *void);
                self.wait(input.as_deref(), Waits::Block { block, at, void });
            }
            RunEvent::Tracing { input, .. } => self.wait(input.as_deref(), Waits::Place),
            RunEvent::Moved(sample) => self.moved = Some((**sample).clone()),
            RunEvent::Measured(measurement) => {
                let stands = measurement.input.as_ref().and_then(|one| self.sites.get_mut(one));
                if let Some(stands) = stands {
                    *stands = Stands::of(measurement.verdict.code, *stands);
                }
            }
            RunEvent::Progress { bytes, .. } => self.bytes = *bytes,
            RunEvent::Finished(outcome) => {
                let (ended, summary) = match outcome {
                    Outcome::Whole(summary) => (Ended::Whole, Some(summary)),
                    Outcome::Interrupted(summary) => (Ended::Stopped, Some(summary)),
                    Outcome::UplinkGone(summary) => (Ended::NetworkGone, Some(summary)),
                    Outcome::Failed(error) => (Ended::Failed(error.clone()), None),
                };
                self.bytes = summary.map_or(self.bytes, |summary| summary.bytes);
                self.ended = Some(ended);
            }
            RunEvent::Started { .. } | RunEvent::Measuring { .. } | RunEvent::Waiting => {}
        }
        self.reckon(now);
        let quarter = self.looked() * 4 / self.sites.len().max(1);
        let is_over = self.ended.is_some();
        self.is_live = is_over || self.told.is_none_or(|told| quarter > told);
        self.told = Some(quarter);
    }

    fn wait(&mut self, input: Option<&str>, waits: Waits) {
        // Innocent sites that the run chose itself are none of the user's.
        let Some((input, stands)) = input.and_then(|input| {
            let stands = self.sites.get_mut(input)?;
            Some((input, stands))
        }) else {
            return;
        };
        *stands = Stands::Waiting(waits);
        if !self.suspects.iter().any(|known| known == input) {
            self.suspects.push(input.to_owned());
        }
    }

    /// Until when suspects are made sure of: so many sittings of the longest kind as it takes. The time that is told does
    /// not move on while they go on, but once it has passed.
    fn reckon(&mut self, now: WallTime) {
        self.is_making_sure |= self.begins_to_make_sure();
        if !self.is_making_sure || self.waiting() == 0 {
            self.until = None;
            return;
        }
        let sittings = self.waiting().div_ceil(self.together).max(1) as u64;
        let latest = now.after(Micros(LONGEST_SITTING.0.saturating_mul(sittings)));
        let told = self.until.filter(|until| *until > now);
        self.until = Some(told.map_or(latest, |told| told.min(latest)));
    }

    /// Whether that has begun.
    fn begins_to_make_sure(&self) -> bool {
        let is_in_block =
            |stands: &Stands| matches!(stands, Stands::Waiting(Waits::Block { .. } | Waits::Place));
        let is_any_ahead = self.sites.values().any(|stands| *stands == Stands::Ahead);
        self.sites.values().any(is_in_block) || !is_any_ahead && self.waiting() > 0
    }

    /// How many were looked at.
    pub(super) fn looked(&self) -> usize {
        self.sites.values().filter(|stands| **stands != Stands::Ahead).count()
    }

    /// How many wait to be made sure of.
    pub(super) fn waiting(&self) -> usize {
        self.sites.values().filter(|stands| matches!(stands, Stands::Waiting(_))).count()
    }

    /// How many open.
    pub(super) fn open(&self) -> usize {
        self.sites.values().filter(|stands| **stands == Stands::Open).count()
    }

    /// How many have their verdict.
    pub(super) fn settled(&self) -> usize {
        self.looked() - self.waiting()
    }
}

impl Stands {
    /// What a verdict makes of a site that stood so `before`: only whether it opens is told while the run goes on.
    fn of(code: Code, before: Self) -> Self {
        match code {
            Code::Accessible => Self::Open,
            Code::NotTested if before == Self::Ahead => Self::Ahead,
            _ => Self::Settled,
        }
    }
}
