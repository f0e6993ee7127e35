//! What a run came to, in a sentence: accusations first and by name, certain ones and probable ones each for itself.

use arna_model::{Code, Everywhere, Measurement};

use crate::measurement::{host_as_shown, short};
use crate::{Phrase, Words};

impl Words {
    /// What became of the sites of a run, without those that it chose itself; `None`: there were fewer than two, of which
    /// everything is said already.
    pub fn sum(self, measurements: &[Measurement]) -> Option<String> {
        let sites: Vec<_> =
            measurements.iter().filter(|one| !one.is_decoy && one.input.is_some()).collect();
        let total = sites.len() as u64;
        if total < 2 {
            return None;
        }
        let of = |codes: &[Code]| -> Vec<&Measurement> {
            sites.iter().filter(|one| codes.contains(&one.verdict.code)).copied().collect()
        };
        if of(&[Code::Accessible]).len() as u64 == total {
            return Some(self.counted(Phrase::SumAllOpen, total, &[]));
        }
        let mut parts: Vec<String> = Vec::new();
        for (codes, phrase) in SUMS {
            let found = of(codes);
            if found.is_empty() {
                continue;
            }
            let of = match parts.is_empty() {
                true => self.counted(Phrase::OfSites, total, &[]),
                false => String::new(),
            };
            let values = [("of", of.as_str()), ("sites", &self.names(&found))];
            let part = self.counted(*phrase, found.len() as u64, &values);
            // Only the first says of how many.
            parts.push(part.replace("  ", " ").replace(" ,", ",").trim().to_owned());
        }
        let (first, rest) = parts.split_first()?;
        let mut letters = first.chars();
        let first: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let all: Vec<_> =
            [first.as_str()].into_iter().chain(rest.iter().map(String::as_str)).collect();
        Some(format!("{}.", all.join("; ")))
    }

    /// What is so of the whole network: a sentence that spares a hundred.
    pub fn everywhere(self, what: &Everywhere) -> String {
        match what {
            Everywhere::Certificates { issuer: Some(issuer) } => {
                self.filled(Phrase::EveryCertificate, &[("issuer", issuer)])
            }
            Everywhere::Certificates { issuer: None } => {
                self.phrase(Phrase::EveryCertificateUnsigned).to_owned()
            }
            Everywhere::Names { addresses } => {
                let shown: Vec<_> =
                    addresses.iter().take(MOST_ADDRESSES).map(ToString::to_string).collect();
                self.filled(Phrase::EveryName, &[("addresses", &shown.join(", "))])
            }
        }
    }

    /// Their names, the first of them where they are many.
    fn names(self, sites: &[&Measurement]) -> String {
        let mut names: Vec<_> = sites.iter().filter_map(|one| told_of(one)).collect();
        names.sort_unstable();
        names.dedup();
        let shown = names[..names.len().min(MOST_NAMES)].join(", ");
        match names.len() - names.len().min(MOST_NAMES) {
            0 => shown,
            more => self.counted(Phrase::AndMore, more as u64, &[("shown", &shown)]),
        }
    }
}

/// The name that a verdict is about.
fn told_of(one: &Measurement) -> Option<String> {
    let at = one.verdict.at.as_deref().map(host_as_shown);
    at.or_else(|| one.input.as_deref().map(|input| short(input).into_owned()))
}

/// What is told together, in the order in which it matters.
const SUMS: &[(&[Code], Phrase)] = &[
    (&[Code::Blocked], Phrase::SumBlocked),
    (&[Code::LikelyBlocked], Phrase::SumLikely),
    (&[Code::Throttled], Phrase::SumThrottled),
    (&[Code::Unreachable], Phrase::SumUnreachable),
    (&[Code::Accessible], Phrase::SumOpen),
    (&[Code::SiteDown, Code::SiteRefuses], Phrase::SumOwn),
    (&[Code::NoInternet, Code::WeakSignal, Code::Inconclusive, Code::NotTested], Phrase::SumUntold),
];

/// Names that a sentence holds.
const MOST_NAMES: usize = 10;
const MOST_ADDRESSES: usize = 4;

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, MeasurementId, Micros, RunId, Vantage, Verdict, WallTime};

    use super::*;
    use crate::Language;

    fn run(codes: &[(Code, usize)]) -> Vec<Measurement> {
        let all = codes.iter().flat_map(|(code, times)| std::iter::repeat_n(*code, *times));
        let of = |(number, code): (usize, Code)| Measurement {
            id: MeasurementId::new(format!("{number}")),
            run: RunId::new("0"),
            nettest: "web_connectivity".into(),
            input: Some(format!("https://{number}.example/")),
            category: None,
            list: None,
            is_decoy: false,
            verdict: Verdict::of(code, 1),
            figures: None,
            observations: Vec::new(),
            bytes: Bytes::default(),
            started: WallTime(0),
            runtime: Micros(0),
            vantage: Vantage::default(),
            truth: None,
        };
        all.enumerate().map(of).collect()
    }

    #[test]
    fn certain_and_probable_blocks_are_never_one_number() {
        let run = run(&[(Code::Blocked, 2), (Code::LikelyBlocked, 1), (Code::Accessible, 97)]);
        let said = |language| Words::of(language).sum(&run).expect("a hundred");
        assert_eq!(
            said(Language::En),
            "2 of 100 sites are blocked: 0.example, 1.example; 1 is probably blocked: 2.example; 97 open."
        );
        assert_eq!(
            said(Language::Ru),
            "2 из 100 сайтов заблокированы: 0.example, 1.example; 1, вероятно, заблокирован: 2.example; \
             97 открываются."
        );
        assert_eq!(
            said(Language::Kk),
            "100 сайттың ішінен 2 сайт бұғатталған: 0.example, 1.example; 1 сайт бұғатталған болуы ықтимал: \
             2.example; 97 сайт ашылады."
        );
    }

    #[test]
    fn whatever_leads_says_of_how_many() {
        let said = |codes: &[(Code, usize)]| Words::of(Language::En).sum(&run(codes));
        assert_eq!(said(&[(Code::Accessible, 21)]).as_deref(), Some("All 21 sites open."));
        assert_eq!(
            said(&[(Code::Accessible, 1), (Code::SiteDown, 1), (Code::Inconclusive, 1)]).as_deref(),
            Some("1 of 3 sites opens; 1 is down or refuses by itself; 1 could not be judged.")
        );
        assert_eq!(said(&[(Code::Blocked, 1)]), None, "the row says it");
        let many = said(&[(Code::Blocked, 12)]).expect("twelve");
        assert!(many.ends_with("9.example and 2 more.") || many.contains(" and 2 more"), "{many}");
        let ru = Words::of(Language::Ru).sum(&run(&[(Code::Accessible, 20), (Code::NotTested, 1)]));
        assert_eq!(ru.as_deref(), Some("20 из 21 сайта открываются; об 1 ничего сказать нельзя."));
    }

    #[test]
    fn a_check_of_the_runs_own_is_no_site() {
        let mut run = run(&[(Code::Accessible, 2), (Code::Blocked, 1)]);
        run[2].is_decoy = true;
        assert_eq!(Words::of(Language::En).sum(&run).as_deref(), Some("All 2 sites open."));
    }
}
