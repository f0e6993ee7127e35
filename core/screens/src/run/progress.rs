//! How far a run is: its announcements, folded into one state. Hints may be missed; what is measured is never.

use std::collections::BTreeMap;

use arna_engine::run::{LONGEST_SITTING, Ledger as _, LedgerError, most_together};
use arna_engine::{Engine, Error, Estimate, Outcome, RunEvent};
use arna_model::{Bytes, Code, Micros, RadioSample, RunId, Stop, Vantage, WallTime};

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    pub(super) network: Vantage,
    /// Sites that were asked for, by their URL, and how each stands.
    pub(super) sites: BTreeMap<String, Stands>,
    /// How many stand how.
    counts: Counts,
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
    /// How far announcements have brought it: its last quarter, or beyond them its end.
    reached: Option<usize>,
    /// How far it was when somebody was told.
    told: Option<usize>,
}

/// In so many parts it is told aloud how far a run is.
const QUARTERS: usize = 4;

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

/// How many sites stand how: counted as they change, since there may be thousands and an announcement for each.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    ahead: usize,
    waiting: usize,
    /// Of those that wait, the ones that are tried again.
    tried: usize,
    open: usize,
    settled: usize,
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
    let bytes = engine.summary(run).await?.bytes;
    // What is whole may still be gone on with: then second sittings are made.
    let is_over = record.end.is_some() && engine.current().as_ref() != Some(run);
    let sites = plan.into_iter().filter(|one| !one.step.is_decoy).filter_map(|one| {
        let known = match (one.verdict, one.stop) {
            (None, _) | (Some(_), Some(Stop::Cancelled)) => Known::Nothing,
            (Some(_), Some(Stop::StillConfirming | Stop::AwaitingDecoys)) => Known::Suspected,
            (Some(verdict), _) => Known::Verdict(verdict.code),
        };
        Some((one.step.target?.input, known))
    });
    let technology = record.vantage.technology.as_deref();
    let asked = Asked {
        sites: sites.collect(),
        estimate: engine.estimate(&record.request)?,
        together: most_together(technology, &record.request),
        network: record.vantage,
    };
    let ended = is_over.then_some(Ended::Whole);
    Ok(Progress { bytes, ended, ..Progress::new(asked, now) })
}

/// What a run was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// On which network.
    pub network: Vantage,
    /// The URLs of its sites, each with what an earlier part of the run knows of it.
    pub sites: Vec<(String, Known)>,
    /// What it is likely to cost.
    pub estimate: Estimate,
    /// How many suspects sit together at most.
    pub together: usize,
}

/// What is known of a site when a run begins or goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It was not looked at.
    Nothing,
    /// It did not open at once, and is not made sure of.
    Suspected,
    /// Its verdict.
    Verdict(Code),
}

impl Progress {
    /// A run that begins `now`, or goes on.
    pub fn new(asked: Asked, now: WallTime) -> Self {
        let Asked { network, sites, estimate, together } = asked;
        let suspected = sites.iter().filter(|(_, known)| *known == Known::Suspected);
        let suspects = suspected.map(|(input, _)| input.clone()).collect();
        let sites: BTreeMap<_, _> =
            sites.into_iter().map(|(input, known)| (input, Stands::known(known))).collect();
        let mut progress = Self {
            network,
            counts: Counts::of(sites.values()),
            sites,
            suspects,
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
            reached: None,
            told: None,
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
                if let Some((input, before)) = self.stands(measurement.input.as_deref()) {
                    self.put(input, Stands::of(measurement.verdict.code, before));
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
        let quarter = self.looked() * QUARTERS / self.sites.len().max(1);
        let reached = if self.ended.is_some() { QUARTERS + 1 } else { quarter };
        self.reached = self.reached.max(Some(reached));
    }

    /// Whether the answer is to be told aloud: it stays so until somebody was told, however many announcements come meanwhile.
    pub(super) fn is_live(&self) -> bool {
        self.reached > self.told
    }

    /// Somebody was shown how far it is: what is told next is the next quarter.
    pub fn tell(&mut self) {
        self.told = self.reached;
    }

    fn wait(&mut self, input: Option<&str>, waits: Waits) {
        let Some((input, _)) = self.stands(input) else { return };
        if !self.suspects.contains(&input) {
            self.suspects.push(input.clone());
        }
        self.put(input, Stands::Waiting(waits));
    }

    /// How a site stands; innocent sites that the run chose itself are none of the user's.
    fn stands(&self, input: Option<&str>) -> Option<(String, Stands)> {
        let (input, stands) = self.sites.get_key_value(input?)?;
        Some((input.clone(), *stands))
    }

    fn put(&mut self, input: String, stands: Stands) {
        *self.counts.of_mut(stands) += 1;
        self.counts.tried += usize::from(stands.is_tried());
        if let Some(before) = self.sites.insert(input, stands) {
            *self.counts.of_mut(before) -= 1;
            self.counts.tried -= usize::from(before.is_tried());
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
        let Counts { ahead, waiting, tried, .. } = self.counts;
        tried > 0 || ahead == 0 && waiting > 0
    }

    /// How many were looked at.
    pub(super) fn looked(&self) -> usize {
        self.sites.len() - self.counts.ahead
    }

    /// How many wait to be made sure of.
    pub(super) fn waiting(&self) -> usize {
        self.counts.waiting
    }

    /// How many open.
    pub(super) fn open(&self) -> usize {
        self.counts.open
    }

    /// How many have their verdict.
    pub(super) fn settled(&self) -> usize {
        self.counts.open + self.counts.settled
    }
}

impl Counts {
    fn of<'a>(sites: impl Iterator<Item = &'a Stands>) -> Self {
        let mut counts = Self::default();
        for stands in sites {
            *counts.of_mut(*stands) += 1;
            counts.tried += usize::from(stands.is_tried());
        }
        counts
    }

    fn of_mut(&mut self, stands: Stands) -> &mut usize {
        match stands {
            Stands::Ahead => &mut self.ahead,
            Stands::Waiting(_) => &mut self.waiting,
            Stands::Open => &mut self.open,
            Stands::Settled => &mut self.settled,
        }
    }
}

impl Stands {
    /// Whether it is being tried again.
    fn is_tried(self) -> bool {
        matches!(self, Self::Waiting(Waits::Block { .. } | Waits::Place))
    }

    fn known(known: Known) -> Self {
        match known {
            Known::Nothing => Self::Ahead,
            Known::Suspected => Self::Waiting(Waits::Turn),
            Known::Verdict(code) => Self::of(code, Self::Ahead),
        }
    }

    /// What a verdict makes of a site that stood so `before`: only whether it opens is told while the run goes on.
    fn of(code: Code, before: Self) -> Self {
        match code {
            Code::Accessible => Self::Open,
            Code::NotTested if before == Self::Ahead => Self::Ahead,
            _ => Self::Settled,
        }
    }
}
