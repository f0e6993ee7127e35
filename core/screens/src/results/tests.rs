use arna_model::{How, Reason, Vantage};
use arna_words::Language;

use super::*;

const NOW: WallTime = WallTime(1_726_652_000_000_000);

fn site(name: &str, code: Code) -> Site {
    let verdict = arna_model::Verdict {
        how: (code == Code::Blocked).then_some(How::SilenceAfterName),
        reason: code.is_abstention().then_some(Reason::CameBack),
        ..arna_model::Verdict::of(code, 1)
    };
    Site {
        input: format!("https://{name}/"),
        verdict: Some(verdict),
        figures: None,
        stop: None,
        since: None,
    }
}

fn facts(sites: Vec<Site>) -> Facts {
    let network = Vantage { operator: Some("Beeline".into()), ..Vantage::default() };
    let run = Run { id: "r".into(), network, started: NOW };
    Facts { run: Some(run.clone()), runs: vec![run], here: None, sites }
}

fn some() -> Facts {
    let mut sites = vec![
        site("down.example", Code::SiteDown),
        site("blocked.example", Code::Blocked),
        site("probably.example", Code::LikelyBlocked),
        site("other.example", Code::Inconclusive),
        site("weak.example", Code::WeakSignal),
        site("lost.example", Code::Unreachable),
        site("slow.example", Code::Throttled),
        Site { verdict: None, ..site("later.example", Code::NotTested) },
    ];
    sites.extend((0..120).map(|n| site(&format!("open{n}.example"), Code::Accessible)));
    facts(sites)
}

fn made(facts: &Facts, asked: &Asked) -> Results {
    results(facts, asked, Words::of(Language::En), NOW)
}

fn only(only: Only) -> Asked {
    Asked { only, ..Asked::default() }
}

#[test]
fn sections_stand_in_their_order_and_openers_are_folded() {
    let made = made(&some(), &Asked::default());
    let order: Vec<_> = made.sections.iter().map(|section| section.verdict.code).collect();
    assert_eq!(
        order,
        [
            Code::Blocked,
            Code::LikelyBlocked,
            Code::Throttled,
            Code::Unreachable,
            Code::Inconclusive,
            Code::WeakSignal,
            Code::NotTested,
            Code::SiteDown,
        ]
    );
    let folded = made.folded.expect("openers");
    assert_eq!(folded.row.title, "120 sites open normally");
    assert!(folded.rows.is_empty() && made.hidden.is_none() && made.empty.is_none());
    let row = &made.sections[0].rows[0];
    assert_eq!(row.detail.as_deref(), Some("Nothing comes back once the site's name is seen"));
    assert_eq!(
        row.spoken,
        "blocked.example, blocked by the network: nothing comes back once the site's name is seen. \
         Opens the site's page."
    );
    let later = &made.sections[6].rows[0];
    assert!(later.goes.is_none(), "what was not looked at has no page");
}

#[test]
fn chips_count_certain_and_probable_blocks_apart() {
    let made = made(&some(), &Asked::default());
    let chips: Vec<_> =
        made.chips.iter().map(|chip| (chip.id.as_str(), chip.count.as_str())).collect();
    assert_eq!(
        chips,
        [
            ("all", "128"),
            ("blocked", "1"),
            ("likely_blocked", "1"),
            ("throttled", "1"),
            ("unreachable", "1"),
            ("untold", "3"),
            ("site_trouble", "1"),
            ("open", "120"),
        ]
    );
    for chip in &made.chips {
        let only = Only::of_id(&chip.id).expect("an id of ours");
        assert_eq!(only.id(), chip.id);
        assert!(!(only != Only::All && only.lets(Code::Blocked) && only.lets(Code::LikelyBlocked)));
    }
}

#[test]
fn a_filter_says_what_it_hides_and_a_tap_undoes_it() {
    let made = made(&some(), &only(Only::Blocked));
    assert_eq!(made.sections.len(), 1);
    let hidden = made.hidden.expect("the others");
    assert_eq!(hidden.title, "127 sites are hidden");
    assert_eq!(hidden.goes, Some(Goes::Sites { only: None }));
    assert!(made.folded.is_none());
}

#[test]
fn a_search_narrows_and_finds_what_opens() {
    let search = |query: &str| Asked { query: query.into(), ..Asked::default() };
    let found = made(&some(), &search(" OPEN11 "));
    let names: Vec<_> = found.sections[0].rows.iter().map(|row| &*row.title).collect();
    assert_eq!(names.len(), 10 + 1, "open11, and open110 to open119");
    let nothing = made(&some(), &search("nowhere"));
    assert!(nothing.sections.is_empty());
    assert_eq!(nothing.empty.as_deref(), Some("No site of this test has “nowhere” in its name"));
    assert!(nothing.hidden.is_some(), "a tap shows all");
    // As people write it, and as it goes over the network.
    let facts = facts(vec![site("xn--e1afmkfd.xn--80ao21a", Code::Blocked)]);
    for query in ["пример", "xn--e1"] {
        assert_eq!(made(&facts, &search(query)).sections.len(), 1, "{query}");
    }
}

#[test]
fn rows_come_in_pages() {
    let pages = |pages| Asked { pages, ..only(Only::Open) };
    let first = made(&some(), &pages(1));
    assert_eq!((first.sections[0].rows.len(), first.sections[0].has_more), (50, true));
    assert_eq!(first.sections[0].count, "120");
    let all = made(&some(), &pages(3));
    assert_eq!((all.sections[0].rows.len(), all.sections[0].has_more), (120, false));
    let unfolded = made(&some(), &Asked { is_unfolded: true, ..Asked::default() });
    let folded = unfolded.folded.expect("openers");
    assert_eq!((folded.rows.len(), folded.has_more), (50 - 8, true));
    assert!(made(&some(), &pages(0)).sections[0].rows.is_empty());
    assert_eq!(made(&some(), &pages(u32::MAX)).sections[0].rows.len(), 120);
}

#[test]
fn who_has_a_page_gets_the_rest_and_all_of_it_where_something_changed() {
    let asked = |pages, held| Asked { pages, held, is_unfolded: true, ..Asked::default() };
    let titles = |made: &Results| -> Vec<_> {
        let folded = made.folded.iter().flat_map(|folded| &folded.rows);
        let rows = made.sections.iter().flat_map(|section| &section.rows).chain(folded);
        rows.map(|row| row.title.clone()).collect()
    };
    let first = made(&some(), &asked(1, None));
    let second = made(&some(), &asked(2, first.held));
    let third = made(&some(), &asked(3, second.held));
    let whole = made(&some(), &asked(3, None));
    assert_eq!((titles(&first).len(), titles(&second).len(), titles(&third).len()), (50, 50, 28));
    let joined: Vec<_> = [&first, &second, &third].into_iter().flat_map(titles).collect();
    let sorted = |mut titles: Vec<String>| {
        titles.sort();
        titles
    };
    assert_eq!(sorted(joined), sorted(titles(&whole)));
    assert_eq!((first.is_rest, second.is_rest, third.is_rest), (false, true, true));
    assert_eq!(third.held, whole.held, "whoever joined them has what comes whole");
    assert_eq!(third.folded.as_ref().map(|folded| folded.has_more), Some(false));
    // The same page again has nothing that is not there.
    let again = made(&some(), &asked(1, first.held));
    assert!(again.is_rest && titles(&again).is_empty());
    // A site moved meanwhile, another query, a page that is none of those before: all of it comes.
    let mut moved = some();
    moved.sites[120].verdict = Some(arna_model::Verdict::of(Code::Blocked, 1));
    for (facts, asked) in [
        (moved, asked(2, first.held)),
        (some(), Asked { is_unfolded: false, ..asked(2, first.held) }),
        (some(), asked(1, second.held)),
    ] {
        let held = asked.held;
        let got = made(&facts, &asked);
        assert_eq!(got, made(&facts, &Asked { held: None, ..asked }), "{held:?}");
        assert!(!got.is_rest);
    }
}

#[test]
fn where_nothing_was_tested_there_is_a_button() {
    let here = Vantage { operator: Some("Beeline".into()), ..Vantage::default() };
    let made = made(&Facts { here: Some(here), ..Facts::default() }, &Asked::default());
    assert_eq!(made.empty.as_deref(), Some("Nothing tested on Beeline yet"));
    assert_eq!(made.main.expect("a button").does, Does::Start);
    assert!(made.export.is_none() && made.folded.is_none());
}

#[test]
fn names_that_would_deceive_a_reader_are_shown_as_they_are_sent() {
    let facts = facts(vec![site("a\u{202e}b.example", Code::Blocked)]);
    let made = made(&facts, &Asked::default());
    assert!(!made.sections[0].rows[0].title.contains('\u{202e}'));
}
