//! What is tested, as it is read and changed.

use arna_model::ListId;
use arna_screens::act::act;
use arna_screens::lists::{Given, Which, adding, lists, read, risky, sites};
use arna_screens::{Does, SiteSwitch};

use crate::country::{Phone, in_all, in_country, keep};

const MINE: &[u8] = b"url,category_code\nhttps://mine.example/,NEWS\nhttps://casino.example/,GMB\n\
    https://casino.example/,GMB\nwhat is this,NEWS\nmine.example,NEWS\n";

async fn own(phone: &Phone, content: &[u8]) -> ListId {
    let read = arna_lists::read(content);
    phone.engine.add_list("Mine", &read).await.unwrap().unwrap()
}

#[test]
fn groups_of_the_built_in_list_come_first_and_risky_kinds_last() {
    in_country("first-light", None, async |phone| {
        let facts = read(&phone.engine, &phone.request).await.unwrap();
        let screens = in_all(|words| lists(&facts, "", words));
        keep("lists", &screens);
        assert_eq!(facts.sites, facts.lists[0].list.on, "the button counts what is tested");
        own(phone, MINE).await;
        let facts = read(&phone.engine, &phone.request).await.unwrap();
        keep("lists-own", &in_all(|words| lists(&facts, "", words)));
        keep("lists-found", &in_all(|words| lists(&facts, "mine", words)));
        keep("lists-to-add", &in_all(|words| lists(&facts, "example.org/news", words)));
        let mine = Which::Own(facts.lists[1].list.id);
        keep("lists-of-own", &in_all(|words| sites(&facts, &mine, (1, None), words).unwrap()));
        keep("lists-risky", &in_all(|words| risky(&facts, "GMB", (1, None), words).unwrap()));
    });
}

#[test]
fn what_was_pasted_is_shown_before_it_is_kept() {
    in_country("first-light", None, async |phone| {
        let given = Given { content: MINE.to_vec(), ..Given::default() };
        let screens = in_all(|words| adding(&given, words, phone.now()));
        keep("lists-adding", &screens);
        assert_eq!(phone.engine.lists().await.unwrap().len(), 1, "nothing is kept by that");
    });
}

#[test]
fn each_switch_does_what_it_shows_and_the_cost_follows() {
    in_country("first-light", None, async |phone| {
        let before = read(&phone.engine, &phone.request).await.unwrap();
        let [en, ..] = in_all(|words| lists(&before, "", words));
        let news = &en.blocks[0].groups[0];
        assert!(act(&phone.engine, news.flips.as_ref().unwrap()).await.unwrap());
        let less = read(&phone.engine, &phone.request).await.unwrap();
        assert!(less.sites < before.sites && less.estimate.bytes < before.estimate.bytes);
        let [en, ..] = in_all(|words| lists(&less, "", words));
        assert!(act(&phone.engine, en.blocks[0].groups[0].flips.as_ref().unwrap()).await.unwrap());
        let again = read(&phone.engine, &phone.request).await.unwrap();
        assert_eq!(again.sites, before.sites);
        // A risky kind is chosen on its page, and its sites one by one.
        let [en, ..] = in_all(|words| risky(&again, "ANON", (1, None), words).unwrap());
        let one: &SiteSwitch = &en.rows[0];
        assert!(act(&phone.engine, one.flips.as_ref().unwrap()).await.unwrap());
        let one_more = read(&phone.engine, &phone.request).await.unwrap();
        assert_eq!(one_more.sites, before.sites + 1);
        assert!(act(&phone.engine, &en.choose.unwrap().does).await.unwrap());
        let all = read(&phone.engine, &phone.request).await.unwrap();
        assert_eq!(all.sites, before.sites + en.rows.len() as u64);
        // What is no change of what is kept is the shell's.
        assert!(!act(&phone.engine, &Does::Start).await.unwrap());
    });
}

#[test]
fn a_site_that_is_looked_for_is_added_and_found_from_then_on() {
    in_country("first-light", None, async |phone| {
        let facts = read(&phone.engine, &phone.request).await.unwrap();
        let [en, ru, _] = in_all(|words| lists(&facts, "example.org", words));
        act(&phone.engine, &en.add_found.unwrap().does).await.unwrap();
        act(&phone.engine, &ru.add_found.unwrap().does).await.unwrap();
        let facts = read(&phone.engine, &phone.request).await.unwrap();
        let [en, ..] = in_all(|words| lists(&facts, "example.org", words));
        assert!(en.add_found.is_none() && !en.found.is_empty(), "{en:?}");
        let Does::AddPage { name, url } = in_all(|words| lists(&facts, "second.example", words))
            .map(|screen| screen.add_found.unwrap().does)[2]
            .clone()
        else {
            panic!("an address is added")
        };
        let lists = phone.engine.lists().await.unwrap();
        assert!(lists.iter().any(|list| list.name == name), "it goes to a list that is there");
        act(&phone.engine, &Does::AddPage { name, url }).await.unwrap();
        assert_eq!(phone.engine.lists().await.unwrap().len(), lists.len());
    });
}

#[test]
fn one_group_of_a_list_that_is_off_comes_on_alone() {
    in_country("first-light", None, async |phone| {
        let off = Does::SwitchList { list: "built-in".into(), is_on: false };
        act(&phone.engine, &off).await.unwrap();
        let facts = read(&phone.engine, &phone.request).await.unwrap();
        assert_eq!(facts.sites, 0);
        let screens = in_all(|words| lists(&facts, "", words));
        keep("lists-nothing-on", &screens);
        let talking = screens[0].blocks[0].groups[1].flips.clone().unwrap();
        act(&phone.engine, &talking).await.unwrap();
        let facts = read(&phone.engine, &phone.request).await.unwrap();
        let [en, ..] = in_all(|words| lists(&facts, "", words));
        let on: Vec<_> =
            en.blocks[0].groups.iter().filter(|one| one.count.starts_with('0')).collect();
        assert_eq!(on.len(), en.blocks[0].groups.len() - 1);
        assert!(facts.sites > 0);
        let gone = Does::SwitchList { list: "99".into(), is_on: true };
        assert!(act(&phone.engine, &gone).await.is_err());
        let none = Does::SwitchKinds { list: None, kinds: vec!["NONE".into()], is_on: true };
        assert!(act(&phone.engine, &none).await.is_err());
    });
}
