//! How a double check came to its word, in words: what was void and why, and the sum of each test beside
//! its bounds. The judge tells it; here it is only said.

use arna_model::{
    Account, BlockAccount, ClientHello, EarlierAccount, Gate, P0, PathAccount, Reflection,
    SittingAccount, TestAccount,
};

use crate::said::Said;
use crate::{Phrase, Words};

/// Why a verdict came out as it did, as far as one part of the evidence goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which part.
    pub topic: Topic,
    /// The same as a title.
    pub title: String,
    /// What there is to say, in order.
    pub sentences: Vec<Sentence>,
}

/// A part of the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The double checks of a sitting, by its number.
    Sitting(u16),
    /// The place on the path.
    Path,
    /// The greeting that a helper saw.
    Reflection,
    /// The sitting of another run.
    Earlier,
}

/// A sentence of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// It.
    pub text: String,
    /// Whether it is one of a list, and wants a mark before it.
    pub is_listed: bool,
}

impl Words {
    /// How the double checks of a measurement came to their word, a section for each part.
    pub fn why(self, account: &Account) -> Vec<Section> {
        let sittings = account.sittings.iter().map(|sitting| Section {
            topic: Topic::Sitting(sitting.sitting),
            title: self.tell(Said::Sitting, &[("sitting", &sitting.sitting)]),
            sentences: of_sitting(self, sitting),
        });
        let one =
            |topic, title, sentences| Section { topic, title: self.tell(title, &[]), sentences };
        let path = account.path.as_ref();
        let path = path.map(|path| one(Topic::Path, Said::PlaceOnPath, of_path(self, path)));
        let hello = account.reflection.as_ref().and_then(|hello| reflected(self, hello));
        let hello = hello.map(|said| one(Topic::Reflection, Said::Reflected, vec![plain(said)]));
        let before = account.earlier.as_ref().map(|it| plain(earlier(self, it)));
        let before = before.map(|said| one(Topic::Earlier, Said::Earlier, vec![said]));
        sittings.chain(path).chain(hello).chain(before).collect()
    }
}

/// The sentences on one sitting.
fn of_sitting(words: Words, sitting: &SittingAccount) -> Vec<Sentence> {
    let mut said = Vec::new();
    let beside = sitting.blocks.iter().map(|block| block.beside).max().unwrap_or_default();
    if beside > 0 {
        said.push(plain(words.filled(Phrase::Beside, &[("n", &beside.to_string())])));
    }
    let void = sitting.blocks.iter().filter(|block| !block.void.is_empty());
    said.extend(void.map(|block| listed(void_block(words, sitting, block))));
    said.extend(sitting.blocks.iter().filter(|one| one.is_address_silenced).map(|block| {
        listed(words.filled(Phrase::AddressSilenced, &[("block", &block.block.to_string())]))
    }));
    let (fails, works) = (figure(words, sitting.fails_at), figure(words, sitting.works_at));
    said.push(plain(words.filled(Phrase::Bounds, &[("fails", &fails), ("works", &works)])));
    said.extend(sitting.tests.iter().map(|test| listed(of_test(words, sitting, test))));
    if let Some(TestAccount { p0: P0 { controls, tally, .. }, .. }) = sitting.tests.first() {
        let (failures, trials) = (tally.failures.to_string(), tally.trials.to_string());
        let values = [
            ("failures", failures.as_str()),
            ("trials", &trials),
            ("rate", &percent(words, *controls)),
        ];
        said.push(plain(words.filled(Phrase::Controls, &values)));
    }
    said
}

/// The sentences on where on the path a target is stopped.
fn of_path(words: Words, path: &PathAccount) -> Vec<Sentence> {
    let mut said = vec![format!("{}.", words.found(path.found))];
    if let (Some(after), Some(before)) = (path.after, path.before) {
        let (after, before) = (after.to_string(), before.to_string());
        said.push(words.filled(Phrase::Between, &[("after", &after), ("before", &before)]));
    }
    if path.failures + path.successes > 0 {
        let (failures, successes) = (path.failures.to_string(), path.successes.to_string());
        let values = [
            ("failures", failures.as_str()),
            ("successes", &successes),
            ("nats", &figure(words, path.nats)),
        ];
        said.push(words.filled(Phrase::Rounds, &values));
    }
    let routers = path.routers.iter();
    let routers = routers.filter_map(|one| Some(words.hop(one.distance, one.answer.as_ref()?)));
    let routers: Vec<_> = routers.collect();
    if !routers.is_empty() {
        said.push(words.filled(Phrase::Routers, &[("routers", &routers.join(", "))]));
    }
    said.into_iter().map(listed).collect()
}

/// The sentence on what a helper saw of a ClientHello, if it said so.
fn reflected(words: Words, reflection: &Reflection) -> Option<String> {
    let seen = reflection.seen.as_ref()?;
    if !reflection.is_another() {
        return Some(words.phrase(Phrase::HelloAsSent).to_owned());
    }
    let of = |hello: &ClientHello| format!("{}, {}", hello.bytes, hello.ja4);
    let values = [("sent", &*of(&reflection.sent)), ("seen", &of(seen))];
    Some(words.filled(Phrase::AnotherHello, &values))
}

/// The sentence on a sitting of another run.
fn earlier(words: Words, earlier: &EarlierAccount) -> String {
    let minutes = (earlier.apart.as_secs_f64() / 60.0).floor().to_string();
    let said = match earlier.is_counted {
        true => Phrase::EarlierCounted,
        false => Phrase::EarlierNotCounted,
    };
    let id = earlier.measurement.as_str();
    let mut said = words.filled(said, &[("minutes", &minutes), ("measurement", id)]);
    if !earlier.is_certain {
        said.push(' ');
        said.push_str(words.phrase(Phrase::ByPhonesClock));
    }
    said
}

/// Why a block is void: everything that held it back.
fn void_block(words: Words, sitting: &SittingAccount, block: &BlockAccount) -> String {
    let why: Vec<_> = block.void.iter().map(|gate| held(words, *gate, sitting, block)).collect();
    let (head, void) = (words.phrase(Phrase::Block), words.phrase(Phrase::Void));
    format!("{head} {}: {void}: {}.", block.block, why.join("; "))
}

/// A reason, with its figure beside the limit.
fn held(words: Words, gate: Gate, sitting: &SittingAccount, block: &BlockAccount) -> String {
    let why = words.gate(gate);
    let figures = match gate {
        Gate::ControlSlow | Gate::SecondControlSlow => {
            block.slowest_control.zip(Some(sitting.limit))
        }
        Gate::EchoGap => Some((block.silence, sitting.longest_gap)),
        _ => None,
    };
    match figures {
        Some((was, limit)) => format!("{why} ({} > {})", words.seconds(was), words.seconds(limit)),
        None => why.to_owned(),
    }
}

/// What a test is about, its sum after each block, and what it assumes.
fn of_test(words: Words, sitting: &SittingAccount, test: &TestAccount) -> String {
    let sums = sitting.blocks.iter().filter_map(|block| {
        block.trials.iter().find(|one| one.tested == test.tested).map(|one| figure(words, one.nats))
    });
    let sums = sums.collect::<Vec<_>>().join(" → ");
    let (failures, successes) = (test.failures.to_string(), test.successes.to_string());
    let values = [
        ("failures", failures.as_str()),
        ("successes", &successes),
        ("nats", &sums),
        ("outcome", words.outcome(test.outcome)),
    ];
    let sum = words.filled(Phrase::Sum, &values);
    let assumed =
        [("rate", percent(words, test.p0.value)), ("source", words.p0(test.p0.from).to_owned())];
    let assumed = assumed.each_ref().map(|(name, value)| (*name, value.as_str()));
    let assumed = words.filled(Phrase::Assumed, &assumed);
    format!("{}: {sum} {assumed}", words.tested(test.tested))
}

fn plain(text: String) -> Sentence {
    Sentence { text, is_listed: false }
}

fn listed(text: String) -> Sentence {
    Sentence { text, is_listed: true }
}

fn figure(words: Words, nats: f64) -> String {
    let sign = if nats.is_sign_negative() { "" } else { "+" };
    format!("{sign}{}", words.decimal(nats, 2))
}

/// Of a hundred, as short as it goes.
fn percent(words: Words, rate: f64) -> String {
    let tenths = (rate * 1_000.0).round();
    words.decimal(tenths / 10.0, usize::from(tenths % 10.0 != 0.0))
}

#[cfg(test)]
mod tests;
