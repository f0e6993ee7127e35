//! Who made the phone, as far as that decides what keeps an app from starting.

use arna_words::{OnWhy, Words};
use serde::{Deserialize, Serialize};

/// A maker of phones whose systems keep apps from starting, each in its own way.
///
/// Sources: dontkillmyapp.com, and the makers' own pages of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// Xiaomi, with Redmi and POCO.
    Xiaomi,
    /// Samsung.
    Samsung,
    /// Huawei, and Honor, which was its own.
    Huawei,
    /// Oppo, with Realme and OnePlus.
    Oppo,
    /// Vivo, with iQOO.
    Vivo,
    /// Apple.
    Apple,
}

impl Maker {
    /// The maker by the name that a phone's system gives (`Build.MANUFACTURER` or `BRAND`), in letters of any size; `None`:
    /// no other steps than those of every Android phone are known.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        MAKERS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(maker, _)| *maker)
    }

    /// What its phones are called.
    pub fn names(self) -> &'static str {
        match self {
            Self::Xiaomi => "Xiaomi, Redmi, POCO",
            Self::Samsung => "Samsung",
            Self::Huawei => "Huawei, Honor",
            Self::Oppo => "Oppo, Realme, OnePlus",
            Self::Vivo => "Vivo, iQOO",
            Self::Apple => "iPhone",
        }
    }

    /// What it is called by itself.
    pub(crate) fn name(self) -> &'static str {
        let names = self.names();
        names.split_once(',').map_or(names, |(first, _)| first)
    }
}

/// What is to be done on a phone so that it lets the app start, step by step.
pub(crate) fn steps(maker: Option<Maker>, words: Words) -> Vec<String> {
    let steps: &[OnWhy] = match maker {
        Some(Maker::Xiaomi) => &[OnWhy::Xiaomi1, OnWhy::Xiaomi2],
        Some(Maker::Samsung) => &[OnWhy::Samsung1, OnWhy::Samsung2],
        Some(Maker::Huawei) => &[OnWhy::Huawei1, OnWhy::Huawei2],
        Some(Maker::Oppo) => &[OnWhy::Oppo1, OnWhy::Oppo2],
        Some(Maker::Vivo) => &[OnWhy::Vivo1, OnWhy::Vivo2],
        Some(Maker::Apple) => &[OnWhy::Apple1, OnWhy::Apple2],
        None => &[OnWhy::Other1],
    };
    steps.iter().map(|step| words.on_why(*step).to_owned()).collect()
}

/// Names that systems give, in small letters.
const MAKERS: &[(Maker, &[&str])] = &[
    (Maker::Xiaomi, &["xiaomi", "redmi", "poco", "black shark", "blackshark"]),
    (Maker::Samsung, &["samsung"]),
    (Maker::Huawei, &["huawei", "honor"]),
    (Maker::Oppo, &["oppo", "realme", "oneplus"]),
    (Maker::Vivo, &["vivo", "iqoo"]),
    (Maker::Apple, &["apple"]),
];

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    #[test]
    fn makers_are_known_by_what_their_systems_say() {
        assert_eq!(Maker::of(" Xiaomi "), Some(Maker::Xiaomi));
        assert_eq!(Maker::of("POCO"), Some(Maker::Xiaomi));
        assert_eq!(Maker::of("HONOR"), Some(Maker::Huawei));
        assert_eq!(Maker::of("realme"), Some(Maker::Oppo));
        assert_eq!((Maker::of("Google"), Maker::of("")), (None, None));
        assert_eq!((Maker::Oppo.name(), Maker::Apple.name()), ("Oppo", "iPhone"));
    }

    #[test]
    fn every_phone_has_steps_of_its_own() {
        let makers = MAKERS.iter().map(|(maker, _)| Some(*maker)).chain([None]);
        let mut seen = Vec::new();
        for maker in makers {
            for language in Language::ALL {
                let steps = steps(maker, Words::of(language));
                assert!(steps.iter().all(|step| step.contains("Arna") || step.contains('›')));
                assert!(!seen.contains(&steps), "{steps:?}");
                seen.push(steps);
            }
        }
    }
}
