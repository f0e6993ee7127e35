//! What is said of a measurement as a whole: `words` put together, figures and units included.

use arna_model::{Code, Measurement, Micros, Quic, Truth, Verdict, WallTime};
use arna_words::Phrase;

use crate::words;

/// What a measurement is about.
pub(crate) fn subject(measurement: &Measurement) -> &str {
    measurement.input.as_deref().map_or(&measurement.nettest, short)
}

/// A URL without what goes without saying.
pub(crate) fn short(url: &str) -> &str {
    let short = url.strip_prefix("https://").unwrap_or(url);
    match short.strip_suffix('/') {
        Some(host) if !host.contains('/') => host,
        _ => short,
    }
}

/// A verdict as a sentence: the answer, and the reason if one is needed.
pub(crate) fn verdict(verdict: &Verdict) -> String {
    let answer = words::code(verdict.code);
    match verdict.reason {
        Some(why) if verdict.code.is_abstention() => format!("{answer}: {}", words::reason(why)),
        _ => answer.to_owned(),
    }
}

/// How a verdict shows; for figures, the figures. Empty if there is nothing to add.
pub(crate) fn detail(measurement: &Measurement) -> String {
    let is_timed = measurement.verdict.code == Code::Measured;
    if let Some(figures) = measurement.figures.as_ref().filter(|_| is_timed) {
        let figure = |figure: &str, factor: f64, phrase, name| {
            let value = format!("{:.0}", figures.get(figure)? * factor);
            Some(words::filled(phrase, &[(name, &value)]))
        };
        let parts = [
            figure("rtt_ms", 1.0, Phrase::RoundTrip, "ms"),
            figure("jitter_ms", 1.0, Phrase::Unsteady, "ms"),
            figure("loss", 100.0, Phrase::Lost, "percent"),
        ];
        return parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    }
    let how = measurement.verdict.how.map(words::how);
    let parts: Vec<_> = how.into_iter().chain(beside(&measurement.verdict)).collect();
    parts.join("; ")
}

/// What is worth saying of QUIC: that it works where the site opens goes without saying.
fn beside(verdict: &Verdict) -> Option<&'static str> {
    let is_plain = verdict.quic == Some(Quic::Works) && !is_hindered(verdict.code);
    verdict.quic.filter(|_| !is_plain).map(words::quic)
}

fn is_hindered(code: Code) -> bool {
    matches!(code, Code::Blocked | Code::LikelyBlocked | Code::Unreachable)
}

/// Verdict and detail in one line.
pub(crate) fn answer(measurement: &Measurement) -> String {
    let (answer, detail) = (verdict(&measurement.verdict), detail(measurement));
    if detail.is_empty() { answer } else { format!("{answer} ({detail})") }
}

/// What is really so, in the lab, in a word; a mark before it says how the verdict compares.
pub(crate) fn truth(truth: &Truth, verdict: &Verdict) -> String {
    let mark = if truth.right.contains(&verdict.code) {
        '✓'
    } else if verdict.code.is_abstention() {
        '?'
    } else {
        '✗'
    };
    let word = match truth.right.first() {
        _ if truth.censored => words::in_short(Code::Blocked),
        Some(&right) => words::in_short(right),
        None => words::in_short(Code::Accessible),
    };
    format!("{mark} {word}")
}

/// The same as a sentence.
pub(crate) fn whole_truth(truth: &Truth) -> String {
    let right: Vec<_> = truth.right.iter().map(|&one| words::code(one)).collect();
    let right = right.join(words::phrase(Phrase::Or));
    let verdict = ("verdict", right.as_str());
    match (truth.censored, truth.cause) {
        (true, Some(by)) => {
            words::filled(Phrase::BlockedAt, &[("cause", words::cause(by)), verdict])
        }
        (true, None) => words::filled(Phrase::Blocked, &[verdict]),
        (false, _) => words::filled(Phrase::NobodyBlocks, &[verdict]),
    }
}

/// Bytes, in the unit that a person would choose.
pub(crate) fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// How long, in two units at most.
pub(crate) fn lasted(time: Micros) -> String {
    let minutes = (time.0 + 30_000_000) / 60_000_000;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let part = |n: u64, phrase| (n > 0).then(|| words::filled(phrase, &[("n", &n.to_string())]));
    let parts = [
        part(days, Phrase::Days),
        part(hours, Phrase::Hours),
        part(minutes, Phrase::Minutes).filter(|_| days == 0),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { words::filled(Phrase::Minutes, &[("n", "0")]) } else { parts.join(" ") }
}

/// A probability, as people count: once in so many times.
pub(crate) fn odds(probability: f64) -> String {
    let times = 1.0 / probability;
    match times {
        2.0..1e12 => format!("once in {} times", thousands(times.round() as u64)),
        1e12.. => "once in a million million times".to_owned(),
        _ => "every other time".to_owned(),
    }
}

/// A time that people read: to the second.
pub(crate) fn at(time: WallTime) -> String {
    let text = WallTime(time.unix_seconds().saturating_mul(1_000_000)).to_string();
    match text.strip_suffix('Z').and_then(|text| text.split_once('T')) {
        Some((day, hour)) => format!("{day} {hour} UTC"),
        None => text,
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use arna_model::Cause;

    use super::*;

    fn verdict_of(code: Code) -> Verdict {
        Verdict {
            code,
            cause: None,
            how: None,
            nats: None,
            false_positive_bound: None,
            quic: None,
            reason: None,
            basis: Vec::new(),
            judge: 1,
        }
    }

    #[test]
    fn bytes_are_short() {
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(23_456), "23.5 kB");
        assert_eq!(bytes(2_400_000), "2.4 MB");
    }

    #[test]
    fn times_have_two_units_at_most() {
        let lasted = |minutes: u64| lasted(Micros::from_secs(minutes * 60));
        assert_eq!(lasted(0), "0 min");
        assert_eq!(lasted(45), "45 min");
        assert_eq!(lasted(120), "2 h");
        assert_eq!(lasted(135), "2 h 15 min");
        assert_eq!(lasted(3 * 1_440 + 135), "3 d 2 h");
    }

    #[test]
    fn odds_are_counted() {
        assert_eq!(odds(1e-4), "once in 10,000 times");
        assert_eq!(odds(1e-9), "once in 1,000,000,000 times");
        assert_eq!(odds(0.9), "every other time");
        assert_eq!(odds(0.0), "once in a million million times");
    }

    #[test]
    fn quic_is_told_where_it_is_news() {
        let said = |code, quic| {
            beside(&Verdict { code, quic: Some(quic), ..verdict_of(Code::Accessible) })
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
    fn times_are_read_by_people() {
        assert_eq!(at(WallTime(1_714_521_600_000_123)), "2024-05-01 00:00:00 UTC");
    }

    #[test]
    fn the_truth_says_how_the_verdict_compares() {
        let verdict = verdict_of;
        let blocked = Truth {
            censored: true,
            cause: Some(Cause::Ip),
            right: vec![Code::LikelyBlocked, Code::Unreachable],
        };
        let open = Truth { censored: false, cause: None, right: vec![Code::Accessible] };
        assert_eq!(truth(&blocked, &verdict(Code::Unreachable)), "✓ blocked");
        assert_eq!(truth(&blocked, &verdict(Code::WeakSignal)), "? blocked");
        assert_eq!(truth(&blocked, &verdict(Code::Accessible)), "✗ blocked");
        assert_eq!(truth(&open, &verdict(Code::Accessible)), "✓ opens");
        assert_eq!(truth(&open, &verdict(Code::Blocked)), "✗ opens");
        assert!(whole_truth(&blocked).contains("Probably blocked"));
    }
}
