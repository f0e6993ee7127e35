use arna_engine::AutomaticTests;
use arna_engine::store::Attempts;
use arna_model::{
    AttemptEnd, Bytes, Condition, Conditions, Decision, Ended, MeansFigures, Occasion, Purse,
    Uplink, UplinkKind,
};
use arna_words::Language;

use super::*;
use crate::{Does, Maker};

fn condition(rule: Rule, holds: bool) -> Condition {
    let figures =
        (rule == Rule::Battery).then_some(MeansFigures::Percent { has: Some(64), least: 30 });
    Condition { rule, holds, figures }
}

fn decision(broken: Option<Rule>) -> Decision {
    let rules = [Rule::Automatic, Rule::Vpn, Rule::Roaming, Rule::Battery];
    let holding = rules.into_iter().filter(|rule| Some(*rule) != broken);
    let holding = holding.map(|rule| condition(rule, true));
    Decision {
        occasion: Occasion::Slice,
        allowed: if broken.is_some() { Allowed::Nothing } else { Allowed::All },
        purse: Purse::Cellular,
        most_bytes: None,
        look_bytes: None,
        first_look_bytes: None,
        conditions: broken.map(|rule| condition(rule, false)).into_iter().chain(holding).collect(),
        next: None,
        odd: Vec::new(),
    }
}

/// So many hours ago, refused by a rule, or not.
fn attempt(hours: i64, broken: Option<Rule>) -> Attempt {
    let at = WallTime(NOW.0 - hours * 3_600_000_000);
    let why = if broken.is_some() { Ended::NotAllowed } else { Ended::Done };
    let end = AttemptEnd {
        at,
        why,
        bytes: Bytes::default(),
        state: None,
        measured: if broken.is_some() { 0 } else { 12 },
        double_checked: 0,
    };
    Attempt { at, decision: decision(broken), end: Some(end) }
}

fn facts(now: Option<Rule>, all: Vec<Attempt>, maker: Option<Maker>) -> Facts {
    let is_refused = |one: &&Attempt| one.decision.why_not().is_some();
    let since: Vec<_> = all.iter().take_while(is_refused).cloned().collect();
    let last = all.iter().find(|one| !is_refused(one)).cloned();
    let uplink = Uplink {
        kind: Some(UplinkKind::Cellular),
        operator: Some("Beeline".into()),
        is_roaming: Some(false),
        ..Uplink::default()
    };
    Facts {
        tests: AutomaticTests { now: decision(now), kept: Attempts { last, since, all } },
        conditions: Conditions { uplink: Some(uplink), ..Conditions::default() },
        maker,
    }
}

fn shown(facts: &Facts) -> AutoWhy {
    auto_why(facts, Words::of(Language::En), NOW)
}

#[test]
fn a_phone_that_lets_nothing_start_has_steps_of_its_maker() {
    let all =
        vec![attempt(1, Some(Rule::Started)), attempt(9, Some(Rule::Battery)), attempt(60, None)];
    let screen = shown(&facts(None, all, Some(Maker::Xiaomi)));
    assert_eq!(screen.answer, "None since 12 May: the phone did not let Arna start");
    assert!(screen.last.as_deref().is_some_and(|last| last.ends_with("asked 2 times in vain.")));
    let first = &screen.conditions[0];
    assert_eq!(
        (first.title.as_str(), &first.mark),
        ("The phone lets Arna start", &crate::spoken::check_mark(false))
    );
    assert!(first.spoken.starts_with("The phone lets Arna start: no. Xiaomi phones stop"));
    let crosses = screen.conditions.iter().filter(|row| row.mark == first.mark).count();
    assert_eq!(crosses, 1, "what is so now, and not what was so then");
    let help = screen.help.expect("steps");
    assert_eq!(help.label, "Show me the 2 steps");
    assert_eq!(help.detail.as_deref(), Some("For Xiaomi, Redmi, POCO"));
    assert_eq!(screen.steps.map(|steps| steps.steps.len()), Some(2));
}

#[test]
fn where_all_is_well_there_is_no_button() {
    let screen = shown(&facts(None, vec![attempt(20, None)], None));
    assert_eq!(screen.answer, "The last one: yesterday, 19:40");
    assert!(screen.help.is_none() && screen.steps.is_none());
    assert!(screen.last.as_deref().is_some_and(|last| last.starts_with("The next one")));
    let home = screen.conditions.iter().find(|row| row.title == "Not abroad").expect("a row");
    assert_eq!(home.detail.as_deref(), Some("Beeline, at home"));
    assert_eq!(screen.tries[0].title, "Yesterday, 19:40");
    assert_eq!(screen.tries[0].detail.as_deref(), Some("12 sites tested, 0 B"));
}

#[test]
fn as_long_as_they_are_off_nothing_else_is_in_the_way() {
    let all = vec![attempt(1, Some(Rule::Started))];
    let screen = shown(&facts(Some(Rule::Automatic), all, Some(Maker::Samsung)));
    assert_eq!(screen.answer, "Automatic tests are off");
    let set = Does::Set { key: "automatic".into(), value: "on".into() };
    assert_eq!(screen.help.map(|help| help.does), Some(set));
    assert_eq!(screen.conditions[0].title, "Automatic tests are on");
    assert!(screen.steps.is_none());
}

#[test]
fn each_rule_has_its_help_or_passes_by_itself() {
    for rule in [Rule::Battery, Rule::QuietHours, Rule::MonthBytes, Rule::Kind, Rule::Share] {
        let help = shown(&facts(Some(rule), vec![], None)).help.expect("a setting");
        let Does::ShowSetting { key } = help.does else { panic!("{help:?}") };
        assert!(arna_engine::KEYS.iter().any(|known| known.key == key), "{key}");
    }
    for rule in [Rule::Vpn, Rule::Network, Rule::PowerSaving, Rule::DataSaving] {
        let help = shown(&facts(Some(rule), vec![], None)).help;
        assert!(matches!(help.map(|help| help.does), Some(Does::OpenPhone { .. })), "{rule:?}");
    }
    for rule in [Rule::Alone, Rule::Time, Rule::Idle, Rule::Roaming] {
        assert_eq!(shown(&facts(Some(rule), vec![], None)).help, None, "{rule:?}");
    }
}

#[test]
fn a_phone_that_saves_data_says_so_and_where_to_change_it() {
    let all = || vec![attempt(1, Some(Rule::DataSaving))];
    let told = |maker| {
        let screen = shown(&facts(Some(Rule::DataSaving), all(), maker));
        assert!(screen.answer.ends_with("kept Arna from networks that are counted"), "{screen:?}");
        let row = screen.conditions.into_iter().next().expect("the one that is in the way");
        assert_eq!(row.title, "Data saving is not in the way");
        row.detail.expect("what there is to do")
    };
    assert!(told(None).contains("can allow Arna"));
    // There no app can be left out.
    assert!(told(Some(Maker::Apple)).contains("Low Data Mode"));
}

#[test]
fn a_phone_that_never_says_whether_it_is_abroad_is_told_apart_from_one_that_is() {
    let told = |maker| {
        let screen = shown(&facts(Some(Rule::Roaming), vec![], maker));
        let row = screen.conditions.into_iter().next().expect("the one that is in the way");
        assert_eq!(row.title, "Not abroad");
        row.detail.expect("why")
    };
    assert!(told(Some(Maker::Samsung)).contains("abroad, or does not say"));
    assert!(told(Some(Maker::Apple)).contains("Wi-Fi and cables alone"));
}

#[test]
fn what_was_never_tried_is_told_so() {
    let screen = shown(&facts(None, vec![], Some(Maker::Vivo)));
    assert_eq!(screen.answer, "No automatic test yet");
    assert!(screen.conditions.iter().all(|row| !row.title.contains("lets Arna start")));
    let refused = shown(&facts(Some(Rule::Vpn), vec![attempt(2, Some(Rule::Vpn))], None));
    assert!(refused.answer.starts_with("No automatic test yet: a VPN was on"), "{refused:?}");
    let today = shown(&facts(None, vec![attempt(1, Some(Rule::Idle)), attempt(5, None)], None));
    assert!(today.answer.starts_with("None since 10:40: the phone was asleep"), "{today:?}");
    // A slice that was killed has no end.
    let mut killed = attempt(30, None);
    killed.end = None;
    let told = shown(&facts(None, vec![killed], None)).tries[0].detail.clone();
    assert_eq!(told.as_deref(), Some("It goes on, or the phone cut it off"));
}

/// 2024-05-14, 15:40 UTC.
const NOW: WallTime = WallTime(1_715_701_200_000_000);
