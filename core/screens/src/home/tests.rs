use arna_engine::{Awaiting, Estimate};
use arna_model::{
    AnchorAnswer, Bytes, Code, Interval, Micros, NetworkState, RadioSample, RunId, Shown, Side,
    Technology, Vantage,
};
use arna_words::{Language, Local};

use super::*;

const NOW: WallTime = WallTime(1_726_652_000_000_000); // 2024-09-18T09:33:20Z

fn words(language: Language) -> Words {
    Words::of(language).by(|_| Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() })
}

fn ago(minutes: u64) -> WallTime {
    WallTime(NOW.0.saturating_sub_unsigned(minutes * 60_000_000))
}

fn facts() -> Facts {
    let here = Vantage {
        operator: Some("Beeline".into()),
        technology: Some("lte".into()),
        ..Vantage::default()
    };
    let last = Last {
        run: "r".into(),
        started: ago(60),
        network: here.clone(),
        counts: [(Code::Blocked, 2), (Code::LikelyBlocked, 1), (Code::Accessible, 57)].into(),
        bytes: Some(Bytes { sent: 400_000, received: 1_600_000 }),
        runtime: Some(Micros::from_secs(41)),
        ..Last::default()
    };
    Facts { here, sites: 60, last: Some(last), ..Facts::default() }
}

fn cut(from: WallTime, until: WallTime) -> Interval {
    let asked = |side, answered| AnchorAnswer { side, name: "egov.kz".into(), answered };
    let shown = Shown {
        asked: vec![
            asked(Side::Foreign, false),
            asked(Side::Foreign, false),
            asked(Side::Domestic, true),
            asked(Side::Domestic, false),
            asked(Side::DomesticState, true),
        ],
        radio: Some(RadioSample {
            technology: Some(Technology::Lte),
            signal_dbm: Some(-109),
            ..RadioSample::default()
        }),
    };
    Interval {
        network: Default::default(),
        state: Some(NetworkState::InternationalCut),
        from,
        until,
        lasted: until.since(from).unwrap_or_default(),
        not_before: None,
        shown: Some(shown),
    }
}

fn is_cut(facts: &Facts, now: WallTime) -> bool {
    home(facts, words(Language::En), now).main.does == Does::Look
}

#[test]
fn while_it_is_looked_the_button_says_so_and_asks_for_nothing() {
    let journal = Some(cut(ago(50), ago(1)));
    for facts in [facts(), Facts { journal, ..facts() }, Facts { last: None, ..facts() }] {
        let before = home(&facts, words(Language::En), NOW);
        let looked = home(&Facts { is_looking: true, ..facts }, words(Language::En), NOW);
        assert!(before.main.is_enabled);
        assert!(!looked.main.is_enabled);
        assert_eq!(looked.main.label, "Looking what works");
        assert_eq!(Home { main: before.main.clone(), ..looked }, before);
    }
}

#[test]
fn a_cut_is_told_while_it_is_the_latest_that_is_known() {
    let told = |journal, started| {
        let mut facts = Facts { journal: Some(journal), ..facts() };
        facts.last.as_mut().expect("a run").started = started;
        is_cut(&facts, NOW)
    };
    assert!(told(cut(ago(50), ago(35)), ago(60)));
    assert!(!told(cut(ago(50), ago(36)), ago(60)), "nobody has looked since");
    assert!(!told(cut(ago(50), ago(10)), ago(5)), "a test was made since");
    for state in [None, Some(NetworkState::Online), Some(NetworkState::Unknown)] {
        assert!(!told(Interval { state, ..cut(ago(50), ago(1)) }, ago(60)), "{state:?}");
    }
    // By a clock that was set back, a look of tomorrow is not old.
    assert!(told(cut(ago(50), WallTime(NOW.0 + 3_600_000_000)), ago(60)));
}

#[test]
fn a_cut_tells_who_answers_and_never_whom_it_asked() {
    let facts = Facts { journal: Some(cut(ago(50), ago(1))), ..facts() };
    let home = home(&facts, words(Language::En), NOW);
    let told: Vec<_> = home.rows.iter().map(|row| row.detail.clone().unwrap_or_default()).collect();
    assert_eq!(told[..3], ["None of 2 answers", "1 of 2 answers", "1 was asked and answers"]);
    assert_eq!(home.picture.border.as_deref(), Some("Border"));
    let kinds = [(StrandKind::Unreachable, 3), (StrandKind::Inside, 2)];
    assert_eq!(home.picture.counted(), kinds);
    let text = serde_json::to_string(&home).expect("plain data");
    assert!(!text.contains("egov"), "{text}");
    assert!(!text.contains("signal is good"), "-109 dBm is none: {text}");
}

#[test]
fn the_beginning_of_a_cut_lies_between_two_looks() {
    let when = |before, language| {
        let interval = Interval { not_before: Some(before), ..cut(ago(15), ago(1)) };
        let facts = Facts { journal: Some(interval), ..facts() };
        home(&facts, words(language), NOW).when.unwrap_or_default()
    };
    assert!(
        when(ago(30), Language::En).starts_with("It began today between 14:03 and 14:18 (UTC+5).")
    );
    // Past midnight of the reader.
    let said = when(ago(15 * 60), Language::Ru);
    assert!(said.contains("вчера, 23:33; сегодня, 14:18 (UTC+5)"), "{said}");
}

#[test]
fn since_when_is_told_with_the_doubt_of_its_clock() {
    let detail = |at, is_doubtful, blocked, language| {
        let mut facts = facts();
        let last = facts.last.as_mut().expect("a run");
        last.newest_block = Some((at, is_doubtful));
        last.counts.insert(Code::Blocked, blocked);
        home(&facts, words(language), NOW).rows[0].detail.clone().unwrap_or_default()
    };
    let twelfth = ago(6 * 24 * 60);
    assert_eq!(detail(twelfth, false, 2, Language::En), "The newest since 12 September");
    assert_eq!(detail(twelfth, false, 1, Language::Kk), "12 қыркүйектен бері байқалады");
    assert_eq!(detail(twelfth, true, 2, Language::En), "The newest since ≈ 12 September");
    assert_eq!(detail(ago(1), true, 1, Language::Ru), "Видно с ≈ 18 сентября");
}

#[test]
fn a_second_look_is_due_when_its_minute_is_over() {
    let detail = |due_in, is_here| {
        let last = facts().last.expect("a run");
        let (run, vantage) = (RunId::new("r"), last.network);
        let awaiting = Awaiting { run, vantage, targets: 1, due_in, is_here };
        let facts = Facts { awaiting: Some(awaiting), ..facts() };
        home(&facts, words(Language::En), NOW).rows[1].detail.clone().unwrap_or_default()
    };
    let minutes = |n: u64| Micros::from_secs(n * 60);
    assert_eq!(detail(minutes(60), true), "To be sure: look again after 15:33");
    assert_eq!(detail(minutes(60) + Micros(1), true), "To be sure: look again after 15:34");
    assert_eq!(
        detail(minutes(12 * 60), true),
        "To be sure: look again after 19 September, 02:33",
        "that is another day"
    );
    assert!(detail(minutes(0), false).ends_with("on the network where it was seen"));
}

#[test]
fn what_the_button_costs_is_what_the_last_run_of_as_many_sites_took() {
    let cost = |sites| {
        let estimate =
            Estimate { time: Micros::from_secs(95), bytes: 1_234_567, ..Estimate::default() };
        let facts = Facts { sites, estimate, ..facts() };
        home(&facts, words(Language::En), NOW).main.detail.unwrap_or_default()
    };
    assert_eq!(cost(60), "About 50 s, 2.0 MB");
    assert_eq!(cost(90), "About 2 min, 1.3 MB");
}

#[test]
fn what_is_left_leads() {
    let label = |left| {
        let main = home(&Facts { left, ..facts() }, words(Language::En), NOW).main;
        (main.label, main.detail.unwrap_or_default())
    };
    assert_eq!(label(Some(Left::Sites(33))), ("Go on".into(), "33 sites are left".into()));
    let due = ("Make sure".into(), "Looks at 1 site once more".into());
    assert_eq!(label(Some(Left::Seconds(1))), due);
    assert_eq!(label(None).0, "Test again");
}
