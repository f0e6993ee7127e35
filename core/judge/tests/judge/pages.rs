//! Stories of pages in the clear: what quotes a blockpage is none, and what is no page is compared by what there is.

use crate::support::*;
use arna_judge::{SuspicionKind, judge, suspicion};
use arna_model::*;

/// What blockpages say.
const WORDS: &str =
    "Доступ к данному интернет-ресурсу ограничен на территории Республики Казахстан.";
const TITLE: &str = "Доступ к интернет-ресурсу ограничен";

fn tags(counts: &[(&str, u32)]) -> Tags {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

/// An article's elements.
fn article() -> Tags {
    tags(&[("html", 1), ("head", 1), ("title", 1), ("body", 1), ("div", 4), ("p", 40), ("a", 40)])
}

/// A blockpage's.
fn few() -> Tags {
    tags(&[("html", 1), ("head", 1), ("title", 1), ("body", 1), ("p", 2)])
}

/// A helper that got a page of this title, length and structure.
fn outside(status: u16, title: &str, length: u64, tags: Tags) -> ControlAnswer {
    let mut answer = opens_with(status, title);
    let page = answer.http.as_mut().unwrap();
    (page.body_length, page.tags) = (Some(length), tags);
    answer
}

/// Two looks that get a page of this title and structure, with the words of a blockpage in its body, beside
/// what a helper says.
fn quoting(title: &str, length: u64, elements: &Tags, answer: ControlAnswer) -> Verdict {
    let seen = |story: Story| {
        story.clear(&format!("<p>{WORDS}</p>"), |http| {
            http.title = (!title.is_empty()).then(|| title.into());
            (http.tags, http.body_bytes) = (elements.clone(), length);
        })
    };
    judge(&seen(seen(Story::cleartext().helper(answer)).look(2)).dossier).verdict
}

#[track_caller]
fn abstains(verdict: &Verdict, reason: Reason) {
    assert_eq!((verdict.code, verdict.reason), (Code::Inconclusive, Some(reason)), "{verdict:#?}");
}

#[test]
fn a_page_that_everybody_gets_is_the_sites_own_whatever_it_quotes() {
    let news = "Daily news of Almaty";
    let quotes = "Почему доступ к интернет-ресурсу ограничен: разбор";
    for (title, length, elements, there) in [
        (news, 4_000, article(), outside(200, news, 4_000, article())),
        (news, 900, few(), outside(200, news, 900, few())),
        (quotes, 4_000, article(), outside(200, quotes, 4_000, article())),
        // OONI's helpers tell title and length.
        (news, 4_000, article(), outside(200, news, 3_900, Tags::new())),
        // Another headline by now.
        (quotes, 4_000, article(), outside(200, "Курс тенге", 4_100, article())),
        // A front page whose advertisements are many.
        (news, 9_000, article(), outside(200, news, 4_000, article())),
        ("", 4_000, article(), outside(200, "", 4_000, article())),
    ] {
        let verdict = quoting(title, length, &elements, there);
        assert_eq!(verdict.code, Code::Accessible, "{title}: {verdict:#?}");
    }
    let refused = outside(451, "Unavailable", 900, few());
    let mut story = Story::cleartext().helper(refused);
    for _ in 0..2 {
        story = story.clear(WORDS, |http| {
            (http.status, http.title) = (Some(451), Some("Unavailable".into()));
            (http.tags, http.body_bytes) = (few(), 900);
        });
    }
    assert_eq!(judge(&story.dossier).verdict.code, Code::SiteRefuses);
}

#[test]
fn a_blockpage_in_place_of_the_page_is_one() {
    let site = outside(200, "Daily news", 60_000, article());
    let ooni = outside(200, "Daily news", 60_000, Tags::new());
    for (title, length, elements) in [
        (TITLE, 300, few()),
        ("", 300, few()),
        // It is laid out richly, and its title says what it is.
        (TITLE, 9_000, tags(&[("div", 60), ("a", 30), ("img", 9)])),
        // Its title changed, its words did not.
        ("No entry", 300, few()),
    ] {
        let verdict = quoting(title, length, &elements, site.clone());
        assert_eq!(verdict.code, Code::Blocked, "{title}: {verdict:#?}");
        assert!(verdict.nats > Some(13.0));
        if !title.is_empty() {
            let verdict = quoting(title, length, &elements, ooni.clone());
            assert_eq!(verdict.code, Code::Blocked, "{title}, OONI's helper: {verdict:#?}");
        }
    }
    // It took the site's title, and no more fits.
    assert_eq!(quoting("Daily news", 300, &few(), site.clone()).code, Code::Blocked);
    // The site is a download.
    let mut file = outside(200, "", 60_000, Tags::new());
    file.http.as_mut().unwrap().content_type = Some("application/zip".into());
    let seen = |story: Story| {
        story.clear(WORDS, |http| {
            http.headers = vec![("Content-Type".into(), "text/html".into())];
        })
    };
    let once = seen(Story::cleartext().helper(file));
    assert_eq!(suspicion(&once.dossier).unwrap().kind, SuspicionKind::Blockpage);
    assert_eq!(judge(&seen(once.look(2)).dossier).verdict.code, Code::Blocked);
}

#[test]
fn where_the_helper_did_not_see_the_site_nobody_is_accused() {
    let differs = Reason::PageDiffers;
    for (there, reason) in [
        // It saw a page, and nothing that could be compared but its length.
        (outside(200, "", 60_000, Tags::new()), differs),
        (outside(200, "\u{fffd}\u{fffd}\u{fffd} \u{fffd}", 60_000, Tags::new()), differs),
        // It was refused, or asked whether it is human.
        (outside(403, "Forbidden", 60_000, article()), differs),
        (outside(451, "", 60_000, article()), differs),
        (outside(502, "Bad gateway", 60_000, article()), differs),
        (outside(200, "Just a moment...", 60_000, article()), differs),
        (outside(200, "We value your privacy", 9_000, article()), differs),
        // It stands behind a filter itself: another one, or the same.
        (outside(200, "Internet Positif", 9_000, article()), differs),
        (outside(200, TITLE, 300, few()), Reason::NotComparable),
        // It got no page.
        (handshakes(None), Reason::NotComparable),
    ] {
        abstains(&quoting(TITLE, 300, &few(), there), reason);
    }
    // Without a title of its own it is nothing else either.
    abstains(&quoting("", 300, &few(), outside(200, "", 300, few())), Reason::NotComparable);
}

#[test]
fn a_page_of_the_sites_own_for_this_country_is_none() {
    // The helper is asked for its consent in Europe, or gets the edition for abroad.
    let consent = outside(200, "We value your privacy", 900, few());
    abstains(&quoting("Новости Алматы", 9_000, &article(), consent), Reason::PageDiffers);
    let edition = outside(200, "World news", 60_000, tags(&[("div", 300), ("img", 90)]));
    let quotes = "Почему доступ к интернет-ресурсу ограничен: разбор";
    abstains(&quoting(quotes, 9_000, &article(), edition), Reason::PageDiffers);
}

#[test]
fn words_that_are_quoted_or_that_nobody_reads_accuse_nobody() {
    // The edition for abroad is another page; this one is small and light.
    let edition = || outside(200, "World news", 60_000, article());
    let long = "Сайт закрыли, и редакция пишет, что с этим делать. ".repeat(60);
    let frame = "<iframe src=\"http://10.10.34.34/\"></iframe>";
    for body in [
        format!("<!-- {WORDS} -->"),
        format!("<script>const SEEN = '{WORDS} {frame}';</script>"),
        format!("<img alt='{WORDS}'>"),
        format!("<textarea>{frame}</textarea>"),
        format!("<p>Читатели видят: «Уважаемый абонент! {WORDS}»"),
        format!("<p>Читатели видят: &laquo;{WORDS}&raquo;"),
        format!("<blockquote>{WORDS}</blockquote>"),
        format!("<p>{WORDS}</p><p>{long}</p>"),
    ] {
        let seen = |story: Story| {
            story.clear(&body, |http| {
                (http.title, http.tags) = (Some("Степные вести".into()), few());
            })
        };
        let twice = seen(seen(Story::cleartext().helper(edition())).look(2));
        abstains(&judge(&twice.dossier).verdict, Reason::PageDiffers);
    }
    let framed = |story: Story| story.clear(frame, |http| http.tags = few());
    let twice = framed(framed(Story::cleartext().helper(edition())).look(2));
    assert_eq!(judge(&twice.dossier).verdict.code, Code::Blocked);
}

#[test]
fn what_programs_read_is_no_blockpage_whatever_words_it_has() {
    let of = |length: u64| {
        let mut answer = outside(200, "", length, Tags::new());
        answer.http.as_mut().unwrap().content_type = Some("application/json".into());
        let seen = |story: Story| {
            story.clear(&format!("{{\"news\": \"{WORDS}\"}}"), |http| {
                http.headers = vec![("Content-Type".into(), "application/json".into())];
                http.body_bytes = 900;
            })
        };
        judge(&seen(seen(Story::cleartext().helper(answer)).look(2)).dossier).verdict
    };
    assert_eq!(of(900).code, Code::Accessible);
    abstains(&of(9_000), Reason::PageDiffers);
}

#[test]
fn one_look_that_saw_the_page_speaks_against_one_that_saw_a_blockpage() {
    let site = outside(200, "Daily news", 4_000, article());
    let blocked = |story: Story| story.clear(WORDS, |http| http.tags = few());
    let opens = |story: Story| {
        story.clear(WORDS, |http| {
            http.title = Some("Daily news".into());
            (http.tags, http.body_bytes) = (article(), 4_000);
        })
    };
    let then = opens(blocked(Story::cleartext().helper(site.clone())).look(2));
    assert_eq!(judge(&then.dossier).verdict.code, Code::Accessible);
    let mixed = blocked(opens(blocked(Story::cleartext().helper(site)).look(2)).look(3));
    let verdict = judge(&mixed.dossier).verdict;
    assert_eq!(verdict.code, Code::Blocked, "a filter that lets some through");
    assert!(verdict.nats < Some(12.0), "{verdict:?}");
}

/// Half of a file of this kind in the clear, and what the verdict is beside a helper's answer.
fn file(headers: &[(&str, &str)], told: impl Fn(&mut ControlHttp)) -> Verdict {
    let mut answer = outside(200, "", 262_144, Tags::new());
    told(answer.http.as_mut().unwrap());
    let story = Story::cleartext().helper(answer).clear("", |http| {
        let line = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        http.headers = headers.iter().map(line).collect();
        (http.body, http.body_bytes, http.is_truncated) = (None, 65_536, true);
    });
    judge(&story.dossier).verdict
}

#[test]
fn a_download_in_the_clear_is_compared_by_what_there_is() {
    const KIND: (&str, &str) = ("Content-Type", "application/octet-stream");
    const LONG: (&str, &str) = ("content-length", "50000000");
    let of = |kind: &'static str, length| {
        move |page: &mut ControlHttp| {
            (page.content_type, page.content_length) = (Some(kind.to_owned()), length);
            page.body_length = None;
        }
    };
    let octets = "application/octet-stream";
    for opens in [
        file(&[KIND, LONG], of(octets, Some(50_000_000))),
        file(&[KIND, LONG], of("application/x-zip", Some(50_000_000))),
        // Nobody said how long it is.
        file(&[KIND], of(octets, None)),
        file(&[KIND], of(octets, Some(50_000_000))),
        // Compressed on the way: then the length says nothing.
        file(&[KIND, ("Content-Encoding", "gzip"), ("content-length", "9")], of(octets, None)),
    ] {
        assert_eq!(opens.code, Code::Accessible, "{opens:#?}");
    }
    // A helper that tells of no kind: of OONI's age, or an older one of ours, which read a part.
    for unknown in [
        file(&[KIND], |page| page.body_length = Some(1 << 24)),
        file(&[KIND], |page| page.body_length = None),
        file(&[KIND, LONG], |page| page.body_length = Some(1_000_000)),
    ] {
        abstains(&unknown, Reason::NotComparable);
    }
    for other in [
        file(&[KIND, LONG], of("text/html", Some(900))),
        file(&[KIND, LONG], of(octets, Some(900))),
        file(&[("Content-Type", "text/html"), LONG], of(octets, Some(50_000_000))),
    ] {
        abstains(&other, Reason::PageDiffers);
    }
}

#[test]
fn a_page_that_was_cut_off_is_no_other_page() {
    // No title, no structure, no length.
    abstains(&file(&[], |page| page.body_length = Some(90_000)), Reason::NotComparable);
    // Nobody could undo its coding.
    let story = Story::cleartext().helper(outside(200, "Daily news", 60_000, article()));
    let coded = story.clear("", |http| {
        http.headers = vec![("Content-Encoding".into(), "zstd".into())];
        (http.body, http.body_bytes) = (None, 9_000);
    });
    abstains(&judge(&coded.dossier).verdict, Reason::NotComparable);
    // Its length was announced.
    let announced = file(&[("Content-Length", "90000")], |page| page.body_length = Some(91_000));
    assert_eq!(announced.code, Code::Accessible);
}

#[test]
fn a_title_that_a_helper_could_not_read_is_none() {
    let seen = |there: &str| {
        let story = Story::cleartext().helper(outside(200, there, 980, Tags::new()));
        judge(&story.clear_page(200, "Новости Алматы").dossier).verdict.code
    };
    assert_eq!(seen("\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd} \u{fffd}\u{fffd}"), Code::Accessible);
    assert_eq!(seen("новости алматы"), Code::Accessible);
    assert_eq!(seen("Something else"), Code::Inconclusive);
    let odd = Story::cleartext().helper(outside(200, "***", 10, Tags::new()));
    assert_eq!(judge(&odd.clear_page(200, "***").dossier).verdict.code, Code::Accessible);
}
