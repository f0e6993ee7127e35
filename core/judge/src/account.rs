//! How the blocks came to their word: the same evidence as the verdict's, told block by block.
//!
//! Nothing is judged here. What counted is read off the very counts that the verdict is made of, so an
//! account cannot say anything else than the verdict does. The sum after a block is what it was then: each
//! block brings controls, so p0 may fall from one to the next.

use std::collections::BTreeMap;

use arna_model::{
    Account, BlockAccount, Dossier, EarlierAccount, Event, Gate, Observation, Outcome, P0,
    P0Source, Place, Reflection, SittingAccount, TestAccount, Tested, Trial, TrialAccount,
};

use crate::blocks::{self, Block, MAX_GAP};
use crate::count::Count;
use crate::sequential::{self, ALPHA, BETA, CONFIDENCE, FLOOR, P1, Side, Test};
use crate::sitting::{Evidence, Repeats};
use crate::{VERSION, confirmed, effects, nat64, path, web};

/// The account of every sitting of a dossier; `None`: there was none.
pub fn account(dossier: &Dossier) -> Option<Account> {
    let dossier = nat64::translated(dossier);
    let mut sittings: Vec<_> = Block::all(&dossier).iter().map(|block| block.sitting).collect();
    sittings.dedup();
    let sittings: Vec<_> = sittings
        .into_iter()
        .map(|sitting| of_sitting(&until(&dossier, (sitting, u16::MAX)), sitting))
        .collect();
    let path = path::account(&dossier);
    let (reflection, earlier) = (reflection(&dossier), earlier(&dossier));
    (!sittings.is_empty()).then_some(Account {
        judge: VERSION,
        sittings,
        path,
        reflection,
        earlier,
    })
}

/// How many blocks of a sitting do not count so far, whatever the target did in them.
pub fn void_blocks(dossier: &Dossier, sitting: u16) -> u16 {
    let dossier = nat64::translated(dossier);
    let all = Block::all(&dossier);
    let limit = blocks::limit(&dossier, &all);
    let is_void = |block: &&Block<'_>| block.sitting == sitting && !block.held_by(limit).is_empty();
    u16::try_from(all.iter().filter(is_void).count()).unwrap_or(u16::MAX)
}

/// What the helper said of the ClientHello that it saw: the latest that was another one than was sent, or the latest.
fn reflection(dossier: &Dossier) -> Option<Reflection> {
    let all = || {
        dossier.observations.iter().filter_map(|one| match &one.event {
            Event::Reflection(reflection) => Some(reflection),
            _ => None,
        })
    };
    all().rfind(|one| one.is_another()).or_else(|| all().next_back()).cloned()
}

/// How the sitting of another run stands beside the latest one.
fn earlier(dossier: &Dossier) -> Option<EarlierAccount> {
    let earlier = dossier.earlier.as_ref()?;
    let ended = Evidence::of(&earlier.dossier).ended;
    let basis = web::looked(dossier).basis;
    let is_blocks =
        |one: &Observation| matches!(one.place, Place::Block { .. }) && basis.contains(&one.id);
    Some(EarlierAccount {
        measurement: earlier.measurement.clone(),
        apart: confirmed::apart(earlier, ended, Evidence::of(dossier).begun),
        is_certain: earlier.is_certain,
        is_counted: earlier.dossier.observations.iter().any(is_blocks),
    })
}

/// The dossier as it was when a block of a sitting was over, as far as blocks go.
fn until(dossier: &Dossier, last: (u16, u16)) -> Dossier {
    let mut dossier = dossier.clone();
    let is_later = |place: &Place| match place {
        Place::Block { sitting, block, .. } => (*sitting, *block) > last,
        _ => false,
    };
    dossier.observations.retain(|one| !is_later(&one.place));
    dossier
}

fn of_sitting(dossier: &Dossier, sitting: u16) -> SittingAccount {
    let evidence = Evidence::of(dossier);
    let all = Block::all(dossier);
    let limit = blocks::limit(dossier, &all);
    let tests = tests(&evidence);
    let blocks = all.iter().filter(|block| block.sitting == sitting).map(|block| {
        let then = until(dossier, (sitting, block.number));
        let then = Evidence::of(&then);
        let sums: BTreeMap<_, _> =
            self::tests(&then).into_iter().map(|(tested, count)| (tested, count.nats())).collect();
        let trials: Vec<_> = tests
            .iter()
            .map(|(tested, count)| TrialAccount {
                tested: *tested,
                trial: trial(block, count),
                nats: sums.get(tested).copied().unwrap_or_default(),
            })
            .collect();
        let mut void = block.held_by(limit);
        if void.is_empty() && trials[0].trial == Trial::NotCounted {
            void.push(Gate::TargetUntold);
        }
        BlockAccount {
            block: block.number,
            void,
            trials,
            slowest_control: block.slowest_control(),
            silence: block.silence(block.start(), block.exposure_end()),
            beside: block.round.map_or(0, |round| round.targets.saturating_sub(1)),
            is_address_silenced: effects::is_silenced(block),
        }
    });
    let blocks = blocks.collect();
    // The bounds are the same for every p0.
    let bounds = Test { p0: FLOOR, p1: P1, alpha: ALPHA, beta: BETA };
    SittingAccount {
        sitting,
        fails_at: bounds.upper(),
        works_at: bounds.lower(),
        limit,
        longest_gap: MAX_GAP,
        blocks,
        tests: tests.into_iter().map(|(tested, count)| of_test(tested, count)).collect(),
    }
}

/// The tests of a sitting: the target's, and one for each effect that was tried.
fn tests<'a, 'b>(evidence: &'a Evidence<'b>) -> Vec<(Tested, &'a Count<'b>)> {
    let name = match evidence.repeats {
        Repeats::Lookup => Tested::NameAtResolver,
        Repeats::Pair | Repeats::Request | Repeats::Quic => Tested::NameAtHelper,
    };
    let effects = [
        (name, &evidence.name),
        (Tested::SplitAtTarget, &evidence.split),
        (Tested::RecordsAtTarget, &evidence.records),
        (Tested::NameAtTarget, &evidence.at_target),
        (Tested::NameAtSystem, &evidence.at_system),
    ];
    let effects = effects.into_iter().filter_map(|(of, it)| Some((of, &it.as_ref()?.count)));
    [(Tested::Target, &evidence.target)].into_iter().chain(effects).collect()
}

/// What `block` says of a test.
fn trial(block: &Block<'_>, count: &Count<'_>) -> Trial {
    let has = |one: &&Observation| block.observations().any(|its| its.id == one.id);
    if count.failures.iter().any(has) {
        Trial::Failed
    } else if count.successes.iter().any(has) {
        Trial::Worked
    } else {
        Trial::NotCounted
    }
}

fn of_test(tested: Tested, count: &Count<'_>) -> TestAccount {
    TestAccount {
        tested,
        p0: p0(count),
        failures: count.failures.len() as u64,
        successes: count.successes.len() as u64,
        nats: count.nats(),
        outcome: match count.side() {
            _ if !count.is_tested() => Outcome::TooNoisy,
            Side::Fails => Outcome::Fails,
            Side::Works => Outcome::Works,
            Side::Open => Outcome::Open,
        },
    }
}

fn p0(count: &Count<'_>) -> P0 {
    let Count { start, tally, .. } = *count;
    let controls = sequential::clopper_pearson_upper(tally.failures, tally.trials, CONFIDENCE);
    let from = if controls > start.max(FLOOR) {
        P0Source::Controls
    } else if start > FLOOR {
        P0Source::Start
    } else {
        P0Source::Floor
    };
    P0 { value: sequential::p0(start, tally), from, start, floor: FLOOR, controls, tally }
}
