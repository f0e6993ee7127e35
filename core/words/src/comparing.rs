//! Two networks compared, and second sittings that are waited for, in words.

use arna_model::{Code, Contrast, Verdict, WallTime};

use crate::{Phrase, Words};

impl Words {
    /// What was found over each of two networks, which are called `names`: two sentences.
    pub fn over_both(self, names: [&str; 2], verdicts: [Option<&Verdict>; 2]) -> String {
        let over = |at: usize| {
            let verdict = match verdicts[at] {
                Some(verdict) => self.verdict(verdict),
                None => self.code(Code::NotTested).to_owned(),
            };
            let values = [("network", names[at]), ("verdict", verdict.as_str())];
            self.filled(Phrase::OverNetwork, &values)
        };
        format!("{} {}", over(0), over(1))
    }

    /// How many sites are the same over both networks, cannot be compared, and are not the same: whole sentences.
    pub fn contrasts(self, all: impl IntoIterator<Item = Contrast>) -> Vec<String> {
        let all: Vec<_> = all.into_iter().collect();
        let told = |(contrast, phrase)| {
            let n = all.iter().filter(|one| **one == contrast).count() as u64;
            (n > 0).then(|| self.counted(phrase, n, &[]))
        };
        let phrases = [
            (Contrast::Alike, Phrase::SameOverBoth),
            (Contrast::Unknown, Phrase::NotCompared),
            (Contrast::Differs, Phrase::DiffersOver),
        ];
        phrases.into_iter().filter_map(told).collect()
    }

    /// That `sites` wait for a second sitting: from when on it may be made, or that it is to be made on another network.
    pub fn awaits(self, sites: u64, due: WallTime, is_here: bool) -> String {
        if is_here {
            return self.counted(Phrase::AwaitsHere, sites, &[("time", &self.minute(due))]);
        }
        self.counted(Phrase::AwaitsElsewhere, sites, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn both_networks_are_named_with_what_was_found_there() {
        let (blocked, opens) =
            (Verdict::of(Code::LikelyBlocked, 1), Verdict::of(Code::Accessible, 1));
        let told =
            |language, verdicts| Words::of(language).over_both(["Beeline 4G", "Wi-Fi"], verdicts);
        assert_eq!(
            told(Language::En, [Some(&blocked), Some(&opens)]),
            "Over Beeline 4G: Probably blocked. Over Wi-Fi: Opens normally."
        );
        let half = told(Language::Kk, [Some(&blocked), None]);
        assert!(half.contains("Beeline 4G арқылы") && half.contains("Wi-Fi арқылы"), "{half}");
    }

    #[test]
    fn each_kind_that_there_is_is_counted() {
        let all = [Contrast::Alike, Contrast::Differs, Contrast::Alike];
        let told = Words::of(Language::En).contrasts(all);
        assert_eq!(
            told,
            [
                "2 sites are the same over both networks.",
                "1 site is not the same over both networks."
            ]
        );
        assert!(Words::of(Language::Ru).contrasts([]).is_empty());
    }

    #[test]
    fn who_waits_is_told_when_or_where() {
        let due = WallTime(1_715_722_800_000_000);
        let told = |is_here| Words::of(Language::En).awaits(2, due, is_here);
        assert!(
            told(true).contains("2 sites wait") && told(true).contains("21:40"),
            "{}",
            told(true)
        );
        assert!(told(false).contains("on the network on which"), "{}", told(false));
    }
}
