use std::collections::BTreeMap;

use arna_engine::Exposure;
use arna_model::{
    Account, Bytes, Code, EarlierAccount, History, How, MeasurementId, Micros, Network, Reason,
    RunId, Sighting, SiteChange, Spell, Stamp, State, Vantage,
};
use arna_words::{Language, Local};

use super::*;
use crate::{PartKind, Since};

fn at(text: &str) -> WallTime {
    serde_json::from_value(text.into()).expect("a time")
}

fn day(day: u32) -> WallTime {
    at(&format!("2024-09-{day:02}T09:00:00Z"))
}

fn words() -> Words {
    fn almaty(_: WallTime) -> Local {
        Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() }
    }
    Words::of(Language::En).by(almaty)
}

fn stamp(day_of_month: u32) -> Stamp {
    Stamp {
        at: day(day_of_month),
        is_doubtful: false,
        run: RunId::new("r"),
        measurement: MeasurementId::new("m"),
    }
}

fn sighting(day: u32, code: Code) -> Sighting {
    Sighting {
        stamp: stamp(day),
        code,
        state: crate::since::state_of(code),
        cause: None,
        at: None,
        judge: 1,
        is_odd: false,
    }
}

fn history(sightings: Vec<Sighting>) -> History {
    let operator = Some("Beeline".to_owned());
    History {
        input: "https://azattyq.org/".into(),
        network: Network { operator, ..Network::default() },
        settled: None,
        unsettled: None,
        seen: BTreeMap::new(),
        changes: Vec::new(),
        total: sightings.len() as u64,
        sightings,
    }
}

fn spell(state: State, first: u32, last: u32) -> Spell {
    Spell { state, first: stamp(first), last: stamp(last) }
}

/// It opened until the ninth, and is blocked since the twelfth.
fn stopped() -> History {
    let codes = [
        (1, Code::Accessible),
        (2, Code::Accessible),
        (8, Code::Accessible),
        (9, Code::Accessible),
        (12, Code::LikelyBlocked),
        (13, Code::Blocked),
        (14, Code::Inconclusive),
        (15, Code::Blocked),
    ];
    let change = SiteChange {
        from: State::Open,
        to: State::Blocked,
        last: stamp(9),
        first: stamp(12),
        settled: stamp(13),
        is_other_judge: false,
    };
    History {
        settled: Some(spell(State::Blocked, 12, 15)),
        changes: vec![change],
        ..history(codes.map(|(day, code)| sighting(day, code)).into())
    }
}

fn known(code: Code) -> Known {
    let measurement = Measurement {
        id: MeasurementId::new("m"),
        run: RunId::new("r"),
        nettest: "web_connectivity".into(),
        input: Some("https://azattyq.org/".into()),
        category: None,
        list: None,
        is_decoy: false,
        verdict: arna_model::Verdict {
            how: Some(How::SilenceAfterName),
            ..arna_model::Verdict::of(code, 1)
        },
        figures: None,
        observations: Vec::new(),
        bytes: Bytes::default(),
        started: day(18),
        runtime: Micros(0),
        vantage: Vantage { operator: Some("Beeline".into()), ..Vantage::default() },
        truth: None,
    };
    Known { measurement, account: None, exposure: None, again: None, histories: vec![stopped()] }
}

fn page(known: Known) -> Site {
    let facts = Facts { input: "https://azattyq.org/".into(), here: None, known: Some(known) };
    site(&facts, words(), at("2024-09-18T09:33:00Z"))
}

fn exposure(sittings: &[&str], second: Option<(&str, &str)>) -> Exposure {
    Exposure {
        sittings: sittings.iter().map(|text| at(text)).collect(),
        second: second.map(|(from, until)| (at(from), at(until))),
        again: at("2024-09-19T08:10:00Z"),
    }
}

#[test]
fn a_band_shows_what_was_seen_and_leaves_out_what_was_not() {
    let made = page(known(Code::Blocked));
    let [band] = &made.since[..] else { panic!("one network") };
    let kinds: Vec<_> = band.parts.iter().map(|part| part.kind).collect();
    // Six days without a look are a gap; a probable block is another kind than a certain one.
    assert_eq!(kinds, [PartKind::Open, PartKind::Open, PartKind::Probably, PartKind::Blocked]);
    assert!(band.parts.iter().all(|part| (0.0..=1.0).contains(&part.from)));
    assert!(band.parts.windows(2).all(|pair| pair[0].until <= pair[1].from));
    assert_eq!(band.parts[0].from, 0.0);
    assert_eq!(band.verdict.code, Code::Blocked);
    assert_eq!(
        band.sentence,
        "Opened last on 9 September; since 12 September: blocked. Seen last on 15 September."
    );
    assert_eq!(made.axis, Some(Dates { from: "1 September".into(), until: "18 September".into() }));
    assert!(made.caveats.is_empty());
}

#[test]
fn dates_of_two_years_have_both_years() {
    let facts = Facts {
        input: "https://azattyq.org/".into(),
        here: None,
        known: Some(known(Code::Blocked)),
    };
    let made = site(&facts, words(), at("2026-11-30T09:33:00Z"));
    let dates = Dates { from: "1 September 2024".into(), until: "30 November 2026".into() };
    assert_eq!(made.axis, Some(dates));
}

#[test]
fn a_doubtful_clock_puts_a_mark_before_the_date_and_draws_nothing() {
    let mut known = known(Code::Blocked);
    let doubt = |stamp: &mut Stamp| stamp.is_doubtful = true;
    let history = &mut known.histories[0];
    doubt(&mut history.sightings[4].stamp);
    doubt(&mut history.changes[0].first);
    let made = page(known);
    let band = &made.since[0];
    assert!(band.sentence.contains("since ≈ 12 September"), "{}", band.sentence);
    assert!(band.parts.iter().all(|part| part.kind != PartKind::Probably));
    assert_eq!(made.caveats.len(), 1);
}

#[test]
fn what_was_seen_once_is_not_certain() {
    let mut known = known(Code::LikelyBlocked);
    known.histories = vec![History {
        unsettled: Some(spell(State::Blocked, 17, 17)),
        ..history(vec![sighting(17, Code::LikelyBlocked)])
    }];
    let made = page(known);
    let band = &made.since[0];
    assert_eq!(band.sentence, "Seen once, yesterday: probably blocked. Not certain yet.");
    assert_eq!(band.verdict.word, "Probably blocked");
    let parts: Vec<_> = band.parts.iter().map(|part| (part.from, part.until)).collect();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].0, parts[0].1, "one look is a moment");
}

#[test]
fn a_probable_block_has_two_steps_and_says_when_the_third_can_be() {
    let likely = |second| {
        page(Known {
            exposure: Some(exposure(&["2024-09-18T09:10:00Z"], second)),
            ..known(Code::LikelyBlocked)
        })
    };
    let taken = |made: &Site| -> Vec<bool> {
        let sure = made.sure.as_ref().expect("a ladder");
        sure.steps.iter().map(|step| step.is_taken).collect()
    };
    let later = likely(Some(("2024-09-18T10:33:00Z", "2024-09-19T09:33:00Z")));
    assert_eq!(taken(&later), [true, true, false]);
    let sure = later.sure.as_ref().expect("a ladder");
    assert_eq!(
        sure.steps[2].sentence,
        "Not seen again yet. A look between today, 15:33 and 19 September, 14:33 can settle it."
    );
    assert_eq!((&*later.again.label, later.again.is_enabled), ("Look again from 15:33", true));
    assert_eq!(later.again.does, Does::Remind { at_ms: 1_726_655_580_000 });
    let now = likely(Some(("2024-09-18T09:33:00Z", "2024-09-19T09:33:00Z")));
    assert_eq!(now.again.label, "Look again");
    let over = likely(None);
    assert_eq!(taken(&over), [true, true, false]);
    assert_eq!(over.sure.expect("a ladder").steps[2].sentence, "Not seen again yet.");
}

#[test]
fn a_certain_block_has_three_steps_whatever_it_stands_on() {
    let steps = |known| {
        let sure = page(known).sure.expect("a ladder");
        assert!(sure.steps.len() == 3 && sure.steps.iter().all(|step| step.is_taken));
        (sure.steps[2].sentence.clone(), sure.steps[2].detail.clone())
    };
    let own = Known {
        exposure: Some(exposure(&["2024-09-12T08:10:00Z", "2024-09-12T09:26:00Z"], None)),
        ..known(Code::Blocked)
    };
    assert_eq!(steps(own).1.as_deref(), Some("12 September, 13:10 and 14:26"));
    // The first sitting was another run's.
    let earlier = EarlierAccount {
        measurement: MeasurementId::new("before"),
        apart: Micros::from_secs(4_560),
        is_certain: true,
        is_counted: true,
    };
    let account = Account {
        judge: 1,
        sittings: vec![],
        path: None,
        reflection: None,
        earlier: Some(earlier),
    };
    let joined = Known {
        exposure: Some(exposure(&["2024-09-12T09:26:00Z"], None)),
        account: Some(account),
        ..known(Code::Blocked)
    };
    assert_eq!(steps(joined).1.as_deref(), Some("12 September, 13:10 and 14:26"));
    let at_once = known(Code::Blocked);
    assert_eq!(steps(at_once).1, None);
}

#[test]
fn what_says_nothing_has_a_reason_and_no_ladder() {
    for (reason, help) in [
        (Reason::BlocksVoid, "Try again by a window, or where the signal is better."),
        (Reason::Vpn, "Switch the VPN off, then test again."),
        (Reason::NoOutsideControl, "Try again later."),
    ] {
        let mut known = known(Code::Inconclusive);
        known.measurement.verdict.reason = Some(reason);
        known.measurement.verdict.how = None;
        let made = page(known);
        assert!(made.sure.is_none() && made.share.is_none() && made.how.is_none());
        let said = made.reason.expect("a reason");
        assert_eq!(said.sentences[1], help);
    }
    for code in [Code::Accessible, Code::Unreachable, Code::SiteDown, Code::Throttled] {
        let made = page(known(code));
        assert!(made.sure.is_none() && made.reason.is_none(), "{code:?}");
    }
}

#[test]
fn a_site_that_was_double_checked_lately_waits() {
    let again = Some(at("2024-09-18T10:33:00Z"));
    let made = page(Known { again, ..known(Code::Blocked) });
    assert!(!made.again.is_enabled);
    assert_eq!(made.again.detail.as_deref(), Some("Again from: today, 15:33"));
    assert_eq!(made.again.label, "Test again");
    assert!(page(known(Code::Accessible)).again.is_enabled);
}

#[test]
fn a_strand_ends_where_it_was_seen_to_end() {
    for (code, ends, said) in [
        (Code::Blocked, Ends::Gate, "The way to azattyq.org ends in the network Beeline."),
        (
            Code::LikelyBlocked,
            Ends::GateProbably,
            "The way to azattyq.org probably ends in the network Beeline.",
        ),
        (Code::Unreachable, Ends::Unknown, "Where the way to azattyq.org ends is unknown."),
        (Code::NoInternet, Ends::Phone, "The way to azattyq.org was not seen."),
    ] {
        let strand = page(known(code)).strand;
        assert_eq!((strand.ends, &*strand.spoken), (ends, said));
    }
    let made = page(known(Code::Blocked));
    assert_eq!(made.place, "On Beeline · 18 September, 14:00 (UTC+5)");
    assert_eq!(
        made.spoken,
        "azattyq.org. Blocked by the network. On Beeline · 18 September, 14:00 (UTC+5)."
    );
}

#[test]
fn a_site_that_was_never_tested_can_be() {
    let facts = Facts { input: "https://azattyq.org/".into(), here: None, known: None };
    let made = site(&facts, words(), day(18));
    assert_eq!(made.meaning, "azattyq.org was not tested yet.");
    assert_eq!(made.again.does, Does::Again { input: "https://azattyq.org/".into() });
}

#[test]
fn since_when_is_told_as_it_was_seen() {
    let now = day(18);
    let said =
        |code, history: &History| Since::of(code, history).map(|since| since.said(words(), now));
    assert_eq!(said(Code::Blocked, &stopped()).as_deref(), Some("since 12 September"));
    let ever = History { changes: Vec::new(), ..stopped() };
    assert_eq!(said(Code::Blocked, &ever).as_deref(), Some("seen since 12 September"));
    let new = History { unsettled: Some(spell(State::Blocked, 18, 18)), ..history(vec![]) };
    assert_eq!(said(Code::LikelyBlocked, &new).as_deref(), Some("first seen today, 14:00"));
    // A verdict that is not what the history holds has no since.
    assert_eq!(said(Code::Throttled, &stopped()), None);
    assert_eq!(said(Code::Inconclusive, &stopped()), None);
}
