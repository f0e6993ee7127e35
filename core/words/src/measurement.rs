//! What is said of a measurement as a whole: its subject, the answer, and what the answer weighs.

use std::borrow::Cow;

use arna_model::{Account, Code, Figures, Measurement, Quic, Truth, Verdict, WallTime, shown};

use crate::host::as_written;
use crate::said::Said;
use crate::{Phrase, Words};

impl Words {
    /// What a measurement is about.
    pub fn subject(self, measurement: &Measurement) -> Cow<'_, str> {
        match measurement.input.as_deref().map(short) {
            None => shown(&measurement.nettest),
            Some(Cow::Borrowed(input)) => shown(input),
            Some(Cow::Owned(input)) => shown(&input).into_owned().into(),
        }
    }

    /// A verdict as a sentence: the answer, the reason if one is needed, and the name that it is about if that is
    /// not the target's own.
    pub fn verdict(self, verdict: &Verdict) -> String {
        let Some(why) = verdict.reason.filter(|_| verdict.code.is_abstention()) else {
            return self.code_at(verdict.code, verdict.at.as_deref());
        };
        let (answer, why) = (self.code(verdict.code), self.reason(why));
        match verdict.at.as_deref() {
            Some(at) => format!("{answer}: {why} ({})", self.where_it_leads(at)),
            None => format!("{answer}: {why}"),
        }
    }

    /// A place on the scale, and the name that is there if it is not the target's own.
    pub fn code_at(self, code: Code, at: Option<&str>) -> String {
        match at {
            Some(at) => format!("{}: {}", self.code(code), self.where_it_leads(at)),
            None => self.code(code).to_owned(),
        }
    }

    fn where_it_leads(self, at: &str) -> String {
        self.tell(Said::WhereItLeads, &[("at", &host_as_shown(at))])
    }

    /// How a verdict shows; for figures, the figures. Empty if there is nothing to add.
    pub fn detail(self, measurement: &Measurement) -> String {
        self.detail_of(&measurement.verdict, measurement.figures.as_ref())
    }

    /// The same of a verdict and its figures: what a list and an announcement show beside it.
    pub fn detail_of(self, verdict: &Verdict, figures: Option<&Figures>) -> String {
        let is_timed = verdict.code == Code::Measured;
        if let Some(figures) = figures.filter(|_| is_timed) {
            let figure = |figure: &str, factor: f64, phrase, name| {
                let value = format!("{:.0}", figures.get(figure)? * factor);
                Some(self.filled(phrase, &[(name, &value)]))
            };
            let parts = [
                figure("rtt_ms", 1.0, Phrase::RoundTrip, "ms"),
                figure("jitter_ms", 1.0, Phrase::Unsteady, "ms"),
                figure("loss", 100.0, Phrase::Lost, "percent"),
            ];
            return parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        }
        let how = verdict.how.map(|how| self.how(how));
        let parts: Vec<_> = how.into_iter().chain(self.beside(verdict)).collect();
        parts.join("; ")
    }

    /// Why nothing better could be said, or else the [detail](Self::detail): what stands beside a verdict's code.
    pub fn reason_or_detail(self, measurement: &Measurement) -> String {
        self.reason_or_detail_of(&measurement.verdict, measurement.figures.as_ref())
    }

    /// The same of a verdict and its figures.
    pub fn reason_or_detail_of(self, verdict: &Verdict, figures: Option<&Figures>) -> String {
        let why = verdict.reason.filter(|_| verdict.code.is_abstention());
        let why = why.map(|why| self.reason(why).to_owned());
        let detail = Some(self.detail_of(verdict, figures)).filter(|detail| !detail.is_empty());
        why.into_iter().chain(detail).collect::<Vec<_>>().join("; ")
    }

    /// Verdict and detail in one line.
    pub fn answer(self, measurement: &Measurement) -> String {
        let (answer, detail) = (self.verdict(&measurement.verdict), self.detail(measurement));
        if detail.is_empty() { answer } else { format!("{answer} ({detail})") }
    }

    /// Where a measurement comes from, and what its verdict weighs: sentences.
    pub fn about(self, measurement: &Measurement) -> Vec<String> {
        let verdict = &measurement.verdict;
        let mut sentences = vec![self.meaning(verdict.code).to_owned(), self.measured(measurement)];
        if let Some(cause) = verdict.cause {
            sentences.push(self.filled(Phrase::ShowsAt, &[("cause", self.cause(cause))]));
        }
        sentences.extend(self.weight(verdict));
        if let Some(figures) = &measurement.figures {
            // A comma is a decimal mark in two of the languages.
            let one = |(name, figure): (&String, &f64)| {
                format!("{name} {}", self.decimal(*figure, usize::from(figure.fract() != 0.0)))
            };
            let figures = figures.iter().map(one).collect::<Vec<_>>().join("; ");
            sentences.push(self.tell(Said::Figures, &[("figures", &figures)]));
        }
        if let Some(truth) = &measurement.truth {
            let truth = self.whole_truth(truth);
            sentences.push(self.filled(Phrase::InTruth, &[("truth", &truth)]));
        }
        sentences
    }

    /// What is really so, in the lab: the end of a sentence.
    pub fn whole_truth(self, truth: &Truth) -> String {
        let right: Vec<_> = truth.right.iter().map(|&one| self.code(one)).collect();
        let right = right.join(self.phrase(Phrase::Or));
        let verdict = ("verdict", right.as_str());
        match (truth.censored, truth.cause) {
            (true, Some(by)) => {
                self.filled(Phrase::BlockedAt, &[("cause", self.cause(by)), verdict])
            }
            (true, None) => self.filled(Phrase::Blocked, &[verdict]),
            (false, _) => self.filled(Phrase::NobodyBlocks, &[verdict]),
        }
    }

    /// The sentence on what was thought of a measurement before, since `given`.
    pub fn judged_before(self, given: WallTime, was: &Verdict) -> String {
        let (when, said) = (self.at(given), self.verdict(was));
        self.tell(Said::JudgedBefore, &[("when", &when), ("was", &said), ("judge", &was.judge)])
    }

    /// The sentence on an account whose judge is not the one that gave the verdict.
    pub fn explained_by(self, account: &Account, verdict: &Verdict) -> Option<String> {
        let (now, then) = (account.judge, verdict.judge);
        let tell = || self.tell(Said::ExplainedBy, &[("now", &now), ("then", &then)]);
        (now != then).then(tell)
    }

    fn measured(self, one: &Measurement) -> String {
        let (at, took) = (self.at(one.started), self.seconds(one.runtime));
        let bytes = self.bytes(one.bytes.total());
        self.tell(
            Said::Measured,
            &[("id", &one.id), ("at", &at), ("took", &took), ("bytes", &bytes)],
        )
    }

    fn weight(self, verdict: &Verdict) -> Option<String> {
        let nats = self.decimal(verdict.nats?, 1);
        let weight = self.tell(Said::Weight, &[("nats", &nats)]);
        let Some(bound) = verdict.false_positive_bound else { return Some(weight) };
        let chance = self.tell(Said::Chance, &[("odds", &self.odds(bound))]);
        Some(format!("{weight} {chance}"))
    }

    /// What is worth saying of QUIC: that it works where the site opens goes without saying.
    pub fn beside(self, verdict: &Verdict) -> Option<&'static str> {
        let is_plain = verdict.quic == Some(Quic::Works) && !is_hindered(verdict.code);
        verdict.quic.filter(|_| !is_plain).map(|quic| self.quic(quic))
    }
}

/// A host as people write it.
pub(crate) fn host_as_shown(host: &str) -> String {
    short(&format!("https://{host}/")).into_owned()
}

/// A URL without what goes without saying, its host as people write it.
pub fn short(url: &str) -> Cow<'_, str> {
    match as_written(url) {
        Cow::Borrowed(url) => without_usual(url).into(),
        Cow::Owned(url) => without_usual(&url).to_owned().into(),
    }
}

fn without_usual(url: &str) -> &str {
    let short = url.strip_prefix("https://").unwrap_or(url);
    match short.strip_suffix('/') {
        Some(host) if !host.contains('/') => host,
        _ => short,
    }
}

fn is_hindered(code: Code) -> bool {
    matches!(code, Code::Blocked | Code::LikelyBlocked | Code::Unreachable)
}

#[cfg(test)]
mod tests {
    use arna_model::{Cause, Reason};

    use super::*;
    use crate::Language;

    const EN: Words = Words::of(Language::En);

    fn verdict_of(code: Code) -> Verdict {
        Verdict::of(code, 1)
    }

    #[test]
    fn quic_is_told_where_it_is_news() {
        let said = |code, quic| {
            EN.beside(&Verdict { code, quic: Some(quic), ..verdict_of(Code::Accessible) })
        };
        assert_eq!(said(Code::Accessible, Quic::Works), None);
        assert!(
            said(Code::LikelyBlocked, Quic::Works).is_some_and(|said| said.contains("through"))
        );
        let filtered = said(Code::Accessible, Quic::SilentAfterName);
        assert!(filtered.is_some_and(|said| said.contains("probably blocked")));
        assert!(said(Code::Accessible, Quic::Silent).is_some_and(|said| said.contains("unknown")));
    }

    #[test]
    fn what_goes_without_saying_of_a_page_is_left_out() {
        for (url, wanted) in [
            ("https://a.example/", "a.example"),
            ("https://a.example/b/", "a.example/b/"),
            ("http://a.example/", "http://a.example/"),
            ("https://a.example:8443/", "a.example:8443"),
        ] {
            assert_eq!(short(url), wanted);
        }
    }

    #[test]
    fn the_name_that_is_blocked_is_told() {
        let at = Some("meduza.io".to_owned());
        let blocked = Verdict { at: at.clone(), ..verdict_of(Code::LikelyBlocked) };
        assert_eq!(EN.verdict(&blocked), "Probably blocked: meduza.io, where it leads");
        let reason = Some(Reason::NoOutsideControl);
        let unknown = Verdict { at, reason, ..verdict_of(Code::Inconclusive) };
        for language in [Language::En, Language::Ru, Language::Kk] {
            let words = Words::of(language);
            assert!(words.verdict(&blocked).contains("meduza.io"));
            assert!(words.verdict(&unknown).contains("meduza.io"));
        }
    }

    #[test]
    fn the_whole_truth_names_every_verdict_that_is_right() {
        let right = vec![Code::LikelyBlocked, Code::Unreachable];
        let truth = EN.whole_truth(&Truth { censored: true, cause: Some(Cause::Ip), right });
        assert!(truth.starts_with("blocked, by the address; “Probably blocked” or “"), "{truth}");
    }

    #[test]
    fn the_evidence_is_weighed_in_every_language() {
        let mut verdict = verdict_of(Code::Blocked);
        assert_eq!(EN.weight(&verdict), None);
        verdict.nats = Some(9.25);
        assert_eq!(EN.weight(&verdict).expect("nats"), "Weight of the evidence: 9.2 nats.");
        verdict.false_positive_bound = Some(1e-4);
        let said = EN.weight(&verdict).expect("nats");
        assert!(said.ends_with("chance brings as much at most once in 10,000 times."), "{said}");
        for language in [Language::Ru, Language::Kk] {
            let said = Words::of(language).weight(&verdict).expect("nats");
            assert!(said.contains("9,2 нат") && said.contains("10\u{a0}000"), "{said}");
        }
    }

    #[test]
    fn another_judge_is_named_and_the_same_one_is_not() {
        let verdict = Verdict { reason: Some(Reason::Undecided), ..verdict_of(Code::Inconclusive) };
        let account = |judge| Account {
            judge,
            sittings: vec![],
            path: None,
            reflection: None,
            earlier: None,
        };
        assert_eq!(EN.explained_by(&account(1), &verdict), None);
        let said = EN.explained_by(&account(2), &verdict).expect("another judge");
        assert_eq!(said, "Explained by judge 2; the verdict is judge 1's.");
        assert_eq!(
            EN.judged_before(WallTime(0), &verdict),
            "Judged before, 1970-01-01 00:00:00 UTC: Cannot tell yet, try again: the double \
             checks did not settle it (judge 1)."
        );
    }
}
