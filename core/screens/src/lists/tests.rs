use arna_engine::{List, Listed};
use arna_model::{Category, ListEntry, ListId, WallTime};
use arna_words::{Language, Words};

use super::*;
use crate::{Does, Goes, Switched};

fn page(url: &str, category: &str, is_on: bool) -> Listed {
    let category = (!category.is_empty()).then(|| category.to_owned());
    Listed { entry: ListEntry { url: url.to_owned(), category }, is_on }
}

fn list(id: ListId, name: &str, is_on: bool, pages: Vec<Listed>) -> OfList {
    let (entries, on) = (pages.len(), pages.iter().filter(|page| page.is_on).count());
    let (entries, on) = (entries as u64, on as u64);
    OfList { list: List { id, name: name.to_owned(), is_on, entries, on }, pages }
}

fn facts() -> Facts {
    let built_in = vec![
        page("https://news.example/", "NEWS", true),
        page("https://other-news.example/", "NEWS", false),
        page("https://talk.example/", "GRP", true),
        page("https://bet.example/", "GMB", false),
    ];
    let own = vec![
        page("https://mine.example/", "", true),
        page("https://casino.example/", "gmb", false),
    ];
    Facts {
        lists: vec![
            list(ListId::BuiltIn, "built-in", true, built_in),
            list(ListId::Own(2), "Mine", true, own),
        ],
        sites: 3,
        ..Facts::default()
    }
}

fn words() -> Words {
    Words::of(Language::En)
}

#[test]
fn groups_say_what_is_on_and_risky_kinds_are_in_none_of_them() {
    let screen = lists(&facts(), "", words());
    let [built_in, own, risky] = &screen.blocks[..] else { panic!("{:?}", screen.blocks) };
    let told: Vec<_> = built_in.groups.iter().map(|one| (one.title.as_str(), one.state)).collect();
    assert_eq!(told, [("News", Switched::Partly), ("Talking with others", Switched::On)]);
    assert_eq!(built_in.count.as_deref(), Some("2 of 3"), "what is risky is not counted");
    assert!(built_in.groups[0].spoken.contains("Partly on: 1 of 2."));
    assert_eq!((own.groups[0].title.as_str(), own.groups[0].state), ("Mine", Switched::Partly));
    let [gambling] = &risky.groups[..] else { panic!("{risky:?}") };
    assert_eq!((gambling.title.as_str(), gambling.state), ("Gambling", Switched::Off));
    assert_eq!(gambling.flips, None, "it is on only once somebody has read what it means");
    assert_eq!(gambling.goes, Goes::Risky { category: "GMB".into() });
    assert!(!gambling.detail.contains("example"), "{gambling:?}");
    let test = (screen.test.label.as_str(), screen.test.is_enabled);
    assert_eq!(test, ("Test these 3 sites", true));
}

#[test]
fn a_built_in_list_that_is_off_has_no_group_that_is_on() {
    let mut facts = facts();
    facts.lists[0].list.is_on = false;
    facts.sites = 0;
    let screen = lists(&facts, "", words());
    assert!(screen.blocks[0].groups.iter().all(|group| group.state == Switched::Off));
    assert_eq!(screen.test.does, Does::Start);
    assert!(!screen.test.is_enabled && screen.test.detail.is_some(), "{:?}", screen.test);
}

#[test]
fn what_a_risky_kind_means_is_read_before_one_site_of_it_is_chosen() {
    let facts = facts();
    let own = sites(&facts, &Which::Own(ListId::Own(2)), (1, None), words()).expect("it is there");
    let casino = own.rows.iter().find(|row| row.title == "casino.example").expect("it is there");
    assert_eq!(casino.flips, None);
    assert_eq!(casino.goes, Some(Goes::Risky { category: "GMB".into() }));
    let screen = risky(&facts, "gmb", (1, None), words()).expect("two lists have one");
    assert_eq!(screen.rows.len(), 2, "in whichever way lists write the kind");
    let choose = screen.choose.expect("none is on");
    let kinds = vec!["GMB".to_owned(), "gmb".to_owned()];
    assert_eq!(choose.does, Does::SwitchKinds { list: None, kinds, is_on: true });
    assert!(screen.rows.iter().all(|row| row.flips.is_some()));
    assert_eq!(screen.leave.does, Does::Cancel);
    assert_eq!(risky(&facts, "PORN", (1, None), words()), None, "no list has one");
    assert_eq!(risky(&facts, "NEWS", (1, None), words()), None, "it is no risk");
}

#[test]
fn what_is_no_address_is_found_and_what_is_one_is_added() {
    let facts = facts();
    let found = |query: &str| lists(&facts, query, words());
    assert_eq!(found("NEWS").found.len(), 2);
    assert!(found(" news ").add_found.is_none() && found("news").blocks.is_empty());
    assert!(found("nowhere").none_found.is_some());
    let add = |query: &str| found(query).add_found.map(|action| action.does);
    let of = |url: &str| Some(Does::AddPage { name: "My sites".into(), url: url.into() });
    assert_eq!(add("example.org"), of("https://example.org/"));
    assert_eq!(add("http://example.org/x#y"), of("http://example.org/x"));
    assert_eq!(add("news.example"), None, "a list has it");
    for odd in ["..", "a b.example", "ftp://a.example/", "\u{202e}.example", "https://"] {
        assert_eq!(add(odd), None, "{odd:?}");
    }
    let long = "x".repeat(100_000);
    assert!(found(&long).add_found.is_none());
}

#[test]
fn single_sites_go_where_they_went_before_in_any_language() {
    let mut facts = facts();
    facts.lists.push(list(ListId::Own(3), "Мои сайты", true, vec![]));
    let add = lists(&facts, "example.org", words()).add_found.expect("an address");
    let Does::AddPage { name, .. } = add.does else { panic!("{add:?}") };
    assert_eq!(name, "Мои сайты");
}

#[test]
fn rows_come_by_fifties() {
    let pages = (0..120).map(|n| page(&format!("https://{n}.example/"), "NEWS", true)).collect();
    let facts =
        Facts { lists: vec![list(ListId::Own(2), "Many", true, pages)], ..Facts::default() };
    let asked = |pages| sites(&facts, &Which::Own(ListId::Own(2)), pages, words()).expect("a list");
    let shown = |pages| asked((pages, None));
    assert_eq!((shown(1).rows.len(), shown(3).rows.len()), (50, 120));
    assert_eq!(shown(2).more.map(|more| more.does), Some(Does::Show { part: "3".into() }));
    assert!(shown(3).more.is_none() && shown(u32::MAX).more.is_none());
    let rest = asked((3, shown(1).held));
    assert_eq!((rest.rows.as_slice(), rest.is_rest), (&shown(3).rows[50..], true));
    assert_eq!((rest.held, rest.more), (shown(3).held, None));
    let found = lists(&facts, "example", words());
    assert_eq!((found.found.len(), found.more_found.is_some()), (50, true));
}

#[test]
fn ids_lead_back_to_what_they_are_of() {
    for id in ["news", "talking", "rights", "rest", "2", "77"] {
        assert_eq!(Which::of_id(id).map(|which| which.id()).as_deref(), Some(id));
    }
    for bad in ["built-in", "", "1", "x", "-3"] {
        assert_eq!(Which::of_id(bad), None, "{bad}");
    }
    let gone = sites(&facts(), &Which::Own(ListId::Own(9)), (1, None), words());
    assert_eq!(gone, None);
    assert!(Category::Gmb.is_risky(), "what these tests take for a risk is one");
}

#[test]
fn mistakes_are_told_line_by_line_and_the_rest_can_be_added() {
    let text = b"https://a.example/\nwhat is this\nme@b.example\nhttps://a.example/\nc.example\n";
    let given = Given { content: text.to_vec(), ..Given::default() };
    let screen = adding(&given, words(), WallTime(1_715_722_800_000_000));
    assert_eq!(screen.answer.as_deref(), Some("2 sites can be added"));
    assert_eq!(screen.name.as_deref(), Some("List of 14 May"));
    let wrong = screen.wrong.expect("two lines are wrong");
    assert_eq!(wrong.heading, "2 lines are left out");
    assert!(wrong.rows[0].title.starts_with("Line 2: "), "{wrong:?}");
    assert!(wrong.rows[1].title.contains("https://b.example/"), "{wrong:?}");
    let notes =
        ["1 name is taken with https:// before it.", "1 line names a site that was there before."];
    assert_eq!(screen.notes, notes);
    assert!(screen.add.is_enabled);
}

#[test]
fn whatever_is_given_makes_a_screen() {
    let many = "https://a.example/x\n".repeat(3) + &"no page\n".repeat(5_000);
    let huge = vec![b'x'; 17 << 20];
    let cases: [&[u8]; 6] = [b"", b" \n ", b"\xff\xfe\x00", b"{\"a\":", many.as_bytes(), &huge];
    for content in cases {
        for is_shared in [false, true] {
            let name = Some(" \u{202e} ".to_owned());
            let given = Given { content: content.to_vec(), name, is_shared };
            for language in Language::ALL {
                let screen = adding(&given, Words::of(language), WallTime(0));
                let shown = screen.wrong.as_ref().map_or(0, |wrong| wrong.rows.len());
                assert!(shown <= 100 && screen.rows.len() <= 100);
                assert_eq!(screen.add.is_enabled, screen.name.is_some());
            }
        }
    }
}
