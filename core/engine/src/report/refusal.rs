//! A helper that refuses says when to come back (RFC 9110, section 10.2.3: `Retry-After`).

use arna_model::WallTime;
use arna_net::Answer;
use http::header::{DATE, RETRY_AFTER};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// What a helper says when too much is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// In how many seconds it may be asked again.
    pub(super) seconds: u32,
    /// Whether others asked too much about this one site, so that it may be asked about others.
    pub(super) is_about_site: bool,
}

impl Refusal {
    /// `None`: the answer is none, or does not say when. `now` is by the phone's clock.
    pub(super) fn of(answer: &Answer, now: WallTime) -> Option<Self> {
        if !matches!(answer.status, TOO_MANY_REQUESTS | UNAVAILABLE) {
            return None;
        }
        let line = |name| answer.headers.get(name).and_then(|value| value.to_str().ok());
        let said = line(RETRY_AFTER)?.trim();
        let seconds = match said.parse::<u64>() {
            Ok(seconds) => seconds,
            // A date is the helper's: what it calls now is its own too.
            Err(_) => {
                let now = line(DATE).and_then(read_date).unwrap_or_else(|| now.unix_seconds());
                u64::try_from(read_date(said)? - now).unwrap_or(0)
            }
        };
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX).clamp(1, LONGEST);
        let is_about_site = answer.headers.get("x-arna-about").is_some_and(|about| about == "site");
        Some(Self { seconds, is_about_site })
    }
}

/// Seconds since 1970 of an HTTP date.
pub(super) fn read_date(text: &str) -> Option<i64> {
    // HTTP says GMT where RFC 2822 says +0000.
    let date = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok()?;
    Some(date.unix_timestamp())
}

/// RFC 6585, section 4.
const TOO_MANY_REQUESTS: u16 = 429;
/// RFC 9110, section 15.6.4.
const UNAVAILABLE: u16 = 503;

/// An hour (ours): our helpers count by it. Whoever says a year, a proxy in between perhaps, is asked again all the same.
const LONGEST: u32 = 3600;

#[cfg(test)]
mod tests {
    use arna_model::Micros;
    use http::HeaderMap;

    use super::*;

    fn refusal(status: u16, lines: &[(&'static str, &'static str)]) -> Option<Refusal> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(*name, value.parse().expect("a value"));
        }
        let (body, first_byte) = (Vec::new(), Micros(0));
        let answer =
            Answer { status, headers, body, is_truncated: false, broken: None, first_byte };
        // 1 May 2024, 00:00:00 UTC.
        Refusal::of(&answer, WallTime(1_714_521_600_000_000))
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        let seconds = |lines: &[_]| refusal(429, lines).map(|refusal| refusal.seconds);
        assert_eq!(seconds(&[("retry-after", "120")]), Some(120));
        assert_eq!(seconds(&[("retry-after", "Wed, 01 May 2024 00:10:00 GMT")]), Some(600));
        // By the helper's own clock, whatever the phone's says.
        let date = ("date", "Thu, 02 May 2024 09:00:00 GMT");
        assert_eq!(seconds(&[("retry-after", "Thu, 02 May 2024 09:01:00 GMT"), date]), Some(60));
        assert_eq!(seconds(&[("retry-after", "Mon, 01 May 2023 00:10:00 GMT")]), Some(1), "past");
        assert_eq!(seconds(&[("retry-after", "soon")]), None);
        assert_eq!(seconds(&[]), None);
    }

    #[test]
    fn nobody_is_left_alone_for_a_year_or_asked_again_at_once() {
        for (said, seconds) in [("31536000", 3600), ("99999999999999", 3600), ("0", 1)] {
            let refusal = refusal(503, &[("retry-after", said)]).expect("a refusal");
            assert_eq!(refusal.seconds, seconds, "{said}");
        }
    }

    #[test]
    fn an_answer_is_no_refusal_and_one_about_a_site_is_about_nothing_else() {
        assert_eq!(refusal(200, &[("retry-after", "120")]), None);
        let about = |about| {
            let lines = [("retry-after", "120"), ("x-arna-about", about)];
            refusal(429, &lines).expect("a refusal").is_about_site
        };
        assert!(about("site") && !about("client"));
    }
}
