//! What measuring may use, in words: why there was no automatic test, and how one ended.

use std::fmt::Display;

use arna_model::{Attempt, Condition, Decision, Ended, MeansFigures, Occasion, Odd, Quiet, Rule};

use crate::file::FILE;
use crate::{Phrase, Trouble, Words, fill};

impl Words {
    /// A rule, as a list shows it beside a yes or a no.
    pub fn rule(self, rule: Rule) -> &'static str {
        self.pick(FILE.rule.get(&rule))
    }

    /// What a phone said of itself and cannot be: a whole sentence.
    pub fn odd(self, odd: Odd) -> &'static str {
        self.pick(FILE.odd.get(&odd))
    }

    /// How a test in the background ended: a whole sentence.
    pub fn ended(self, ended: Ended) -> &'static str {
        self.pick(FILE.ended.get(&ended))
    }

    /// What a setting takes and is, by its key; `None`: it is nobody's, or a shell's own.
    pub fn setting(self, key: &str) -> Option<String> {
        Some(fill::fill(FILE.setting.get(key)?.of(self.language()), &[]))
    }

    /// Why something did not run, for after a colon: the rule that was broken, in the past.
    pub fn because(self, broken: &Condition) -> String {
        let text = self.pick(FILE.because.get(&broken.rule));
        let values = self.values(broken.figures.as_ref());
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill::fill(text, &values)
    }

    /// The figures behind a rule, for the line under it; `None`: there are none.
    pub fn figures_of(self, condition: &Condition) -> Option<String> {
        let figures = condition.figures.as_ref()?;
        let phrase = match figures {
            MeansFigures::Percent { has: Some(_), .. } => Phrase::BatteryHas,
            MeansFigures::Percent { has: None, .. } => Phrase::BatteryUnknown,
            MeansFigures::Bytes { .. } => Phrase::UsedOf,
            MeansFigures::Hours(_) => Phrase::QuietFrom,
        };
        let values = self.values(Some(figures));
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.filled(phrase, &values))
    }

    /// When the last automatic test was, and why there was none since (the latest first): whole sentences.
    pub fn automatic_tests(self, last: Option<&Attempt>, since: &[Attempt]) -> Vec<String> {
        let mut told = vec![match last {
            Some(last) => self.filled(Phrase::LastAutomatic, &[("time", &self.minute(last.at))]),
            None => self.phrase(Phrase::NoAutomatic).to_owned(),
        }];
        let Some(why) = since.first().and_then(|latest| latest.decision.why_not()) else {
            return told;
        };
        let phrase = if last.is_some() { Phrase::NoneSince } else { Phrase::NoneFor };
        told.push(self.filled(phrase, &[("why", &self.because(why))]));
        if last.is_some() {
            told.push(self.counted(Phrase::AskedSince, since.len() as u64, &[]));
        }
        told
    }

    /// When something may begin that may not now, if that is a matter of time: a whole sentence.
    pub fn may_next(self, decision: &Decision) -> Option<String> {
        let next = decision.next?;
        Some(self.filled(Phrase::MayNext, &[("time", &self.minute(next))]))
    }

    /// Why something may not run now: whole sentences, none if it may.
    pub fn refusal(self, decision: &Decision) -> Vec<String> {
        let broken = decision.conditions.iter().filter(|one| !one.holds);
        match decision.occasion {
            // The first one is reason enough for what nobody waits for.
            Occasion::Slice => broken
                .take(1)
                .map(|one| self.filled(Phrase::SliceRefused, &[("why", &self.because(one))]))
                .collect(),
            Occasion::Hand { .. } | Occasion::Watch { .. } => {
                broken.map(|one| self.forbids(one)).collect()
            }
        }
    }

    /// What became of a slice: whole sentences.
    pub fn attempt(self, attempt: &Attempt) -> Vec<String> {
        let decision = &attempt.decision;
        let mut told: Vec<_> = decision.odd.iter().map(|odd| self.odd(*odd).to_owned()).collect();
        told.extend(self.refusal(decision));
        told.extend(self.may_next(decision));
        let Some(end) = &attempt.end else { return told };
        told.extend(end.state.map(|state| self.state(state).to_owned()));
        if end.measured > 0 {
            let checked = end.double_checked.to_string();
            let bytes = self.bytes(end.bytes.total());
            let values = [("checked", checked.as_str()), ("bytes", bytes.as_str())];
            told.push(self.counted(Phrase::SliceDone, u64::from(end.measured), &values));
        }
        told.push(self.ended(end.why).to_owned());
        told
    }

    /// What a rule forbids that a person asked for.
    fn forbids(self, broken: &Condition) -> String {
        let trouble = match broken.rule {
            Rule::Alone => Trouble::RunGoesOn,
            Rule::Roaming => Trouble::RoamingNow,
            Rule::MonthBytes => Trouble::MonthSpent,
            Rule::DayBytes => Trouble::DaySpent,
            // The others are for what begins by itself.
            _ => return self.because(broken),
        };
        let values = self.values(broken.figures.as_ref());
        let values: Vec<(&str, &dyn Display)> =
            values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        self.trouble(trouble, &values)
    }

    fn values(self, figures: Option<&MeansFigures>) -> Vec<(&'static str, String)> {
        match figures {
            None => Vec::new(),
            Some(MeansFigures::Percent { has, least }) => {
                let has = has.map(|has| has.to_string()).unwrap_or_default();
                vec![("has", has), ("least", least.to_string())]
            }
            Some(MeansFigures::Bytes { used, most }) => {
                vec![("used", self.bytes(*used)), ("most", self.bytes(*most))]
            }
            Some(MeansFigures::Hours(Quiet { from, until })) => {
                vec![("from", of_day(*from)), ("until", of_day(*until))]
            }
        }
    }
}

/// A minute of the day as clocks show it.
fn of_day(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use arna_model::{Allowed, Occasion, Purse, WallTime};

    use super::*;
    use crate::{Language, names::names};

    fn attempt(at: i64, broken: Option<Condition>) -> Attempt {
        let allowed = if broken.is_some() { Allowed::Nothing } else { Allowed::All };
        let decision = Decision {
            occasion: Occasion::Slice,
            allowed,
            purse: Purse::Cellular,
            most_bytes: None,
            look_bytes: None,
            first_look_bytes: None,
            conditions: broken.into_iter().collect(),
            next: None,
            odd: Vec::new(),
        };
        Attempt { at: WallTime(at * 1_000_000), decision, end: None }
    }

    fn battery() -> Condition {
        let figures = Some(MeansFigures::Percent { has: Some(12), least: 30 });
        Condition { rule: Rule::Battery, holds: false, figures }
    }

    #[test]
    fn the_last_test_is_told_and_why_there_was_none_since() {
        let last = attempt(1_715_722_800, None);
        let since = [attempt(1_715_730_000, Some(battery())), attempt(1_715_729_000, None)];
        let told = |language| Words::of(language).automatic_tests(Some(&last), &since).join(" ");
        assert_eq!(
            told(Language::En),
            "Last automatic test: 2024-05-14 21:40 UTC. None since: the battery was under 30 %. It \
             asked 2 times since then."
        );
        assert!(told(Language::Ru).contains("ниже 30 %"));
        assert!(told(Language::Kk).contains("30 %-дан төмен"));
        let never = Words::of(Language::En).automatic_tests(None, &since[..1]).join(" ");
        assert_eq!(
            never,
            "There was no automatic test yet. The reason: the battery was under 30 %."
        );
        assert_eq!(Words::of(Language::En).automatic_tests(Some(&last), &[]).len(), 1);
    }

    #[test]
    fn figures_stand_under_their_rule() {
        let said = |figures| {
            let condition = Condition { rule: Rule::Share, holds: true, figures };
            Words::of(Language::En).figures_of(&condition)
        };
        let bytes = MeansFigures::Bytes { used: 12_000_000, most: 50_000_000 };
        assert_eq!(said(Some(bytes)).as_deref(), Some("12.0 MB of 50.0 MB used"));
        let night = MeansFigures::Hours(Quiet { from: 23 * 60, until: 7 * 60 + 5 });
        assert_eq!(said(Some(night)).as_deref(), Some("they are from 23:00 to 7:05"));
        assert_eq!(said(None), None);
        let unknown = MeansFigures::Percent { has: None, least: 30 };
        assert_eq!(said(Some(unknown)).as_deref(), Some("not known; at least 30 % is needed"));
    }

    #[test]
    fn a_person_is_told_every_rule_and_a_slice_the_first() {
        let bytes = Some(MeansFigures::Bytes { used: 60_000_000, most: 50_000_000 });
        let broken = |rule, figures| Condition { rule, holds: false, figures };
        let decision = |occasion| Decision {
            occasion,
            conditions: vec![
                broken(Rule::Roaming, None),
                broken(Rule::MonthBytes, bytes),
                Condition { rule: Rule::DayBytes, holds: true, figures: bytes },
            ],
            ..attempt(0, None).decision
        };
        let hand = Occasion::Hand { is_agreed: false };
        let told = Words::of(Language::En).refusal(&decision(hand));
        let [abroad, month] = &told[..] else { panic!("{told:?}") };
        assert!(abroad.starts_with("The phone is abroad"), "{abroad}");
        assert!(month.contains("60.0 MB of 50.0 MB"), "{month}");
        let told = Words::of(Language::En).refusal(&decision(Occasion::Slice));
        assert!(told.len() == 1 && told[0].starts_with("No automatic test now"), "{told:?}");
        let may = Decision { conditions: Vec::new(), ..decision(hand) };
        assert!(Words::of(Language::Kk).refusal(&may).is_empty());
    }

    /// What a reason counts is there whenever the reason is.
    #[test]
    fn no_reason_is_left_with_a_gap() {
        let hours = MeansFigures::Hours(Quiet { from: 0, until: 1 });
        let bytes = MeansFigures::Bytes { used: 1, most: 2 };
        for language in Language::ALL {
            for rule in names::<Rule>() {
                let rule: Rule = serde_json::from_value(rule.into()).expect("a rule");
                let figures = match rule {
                    Rule::Battery => battery().figures,
                    Rule::QuietHours => Some(hours),
                    Rule::MonthBytes | Rule::DayBytes | Rule::Share => Some(bytes),
                    _ => None,
                };
                let condition = Condition { rule, holds: false, figures };
                let said = Words::of(language).because(&condition);
                assert!(!said.contains('{'), "{rule:?}: {said}");
            }
        }
    }
}
