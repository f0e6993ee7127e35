//! Results, a site's page and the history, over runs and watches in the simulated country.

use arna_model::{Code, NetworkState};
use arna_screens::history::{Half, history};
use arna_screens::results::{Only, results};
use arna_screens::site::site;
use arna_screens::{Does, Ends, Mark, PartKind};

use crate::country::{Phone, in_all, in_country, keep};

type Results = arna_screens::results::Results;
type Site = arna_screens::site::Site;
type History = arna_screens::history::History;

impl Phone {
    async fn results(&self, asked: &arna_screens::results::Asked) -> [Results; 3] {
        let facts = arna_screens::results::read(&self.engine, None, None).await.unwrap();
        in_all(|words| results(&facts, asked, words, self.now()))
    }

    async fn site(&self, input: &str) -> [Site; 3] {
        let here = (None, self.now());
        let facts = arna_screens::site::read(&self.engine, input, None, here).await.unwrap();
        in_all(|words| site(&facts, words, self.now()))
    }

    async fn history(&self, asked: &arna_screens::history::Asked) -> [History; 3] {
        let [words, ..] = in_all(|words| words);
        let here = (words, self.now());
        let facts = arna_screens::history::read(&self.engine, asked, None, here).await.unwrap();
        in_all(|words| history(&facts, asked, words, self.now()))
    }
}

/// The URL of the first site with this verdict.
fn first_of(results: &Results, code: Code) -> String {
    let section = results.sections.iter().find(|section| section.verdict.code == code);
    match section.and_then(|section| section.rows.first()?.goes.clone()) {
        Some(arna_screens::Goes::Site { input }) => input,
        other => panic!("no site is {code:?}: {other:?}"),
    }
}

#[test]
fn a_block_is_probable_after_one_sitting_and_certain_after_two() {
    in_country("kz-2024-sni-drop", Some(12), async |phone| {
        let asked = arna_screens::results::Asked::default();
        keep("results-empty", &phone.results(&asked).await);
        phone.measure().await;
        let screens = phone.results(&asked).await;
        keep("results-likely", &screens);
        let input = first_of(&screens[0], Code::LikelyBlocked);
        let before = phone.site(&input).await;
        keep("site-likely", &before);
        assert_eq!(before[0].strand.ends, Ends::GateProbably);
        assert!(matches!(before[0].again.does, Does::Remind { .. }));
        phone.wait(70).await;
        phone.go_on().await;
        let screens = phone.results(&asked).await;
        keep("results-blocked", &screens);
        keep("site-blocked", &phone.site(&input).await);
        let open = arna_screens::results::Asked { only: Only::Open, ..asked };
        let opens = first_of(&phone.results(&open).await[0], Code::Accessible);
        let opener = phone.site(&opens).await;
        keep("site-open", &opener);
        assert!(opener[0].again.is_enabled && opener[0].sure.is_none());
        // Whoever was double-checked twice today waits.
        let after = phone.site(&input).await;
        assert!(!after[0].again.is_enabled, "{:?}", after[0].again);
        let bands = &after[0].since;
        assert!(bands[0].parts.iter().any(|part| part.kind == PartKind::Blocked), "{bands:?}");
        let sites = arna_screens::history::Asked { half: Half::Sites, ..Default::default() };
        keep("history-sites", &phone.history(&sites).await);
    });
}

#[test]
fn many_stories_have_a_section_each() {
    in_country("first-light", None, async |phone| {
        phone.measure().await;
        let screens = phone.results(&Default::default()).await;
        keep("results-first-light", &screens);
        let rows = screens[0].sections.iter().flat_map(|section| &section.rows);
        let codes: Vec<_> = rows
            .filter_map(|row| match row.mark {
                Mark::Code { code } => Some(code),
                _ => None,
            })
            .collect();
        for code in codes {
            keep(
                &format!("site-first-light-{code:?}"),
                &phone.site(&first_of(&screens[0], code)).await,
            );
        }
    });
}

#[test]
fn an_abstention_says_why_and_what_would_help() {
    in_country("no-service", Some(4), async |phone| {
        phone.measure().await;
        let screens = phone.results(&Default::default()).await;
        keep("results-no-service", &screens);
        let input = first_of(&screens[0], Code::NoInternet);
        let page = phone.site(&input).await;
        keep("site-no-service", &page);
        assert!(page[0].reason.is_some() && page[0].sure.is_none() && page[0].share.is_none());
    });
}

#[test]
fn the_days_of_january_2022_are_seen_at_a_glance() {
    in_country("kz-2022-shutdown", Some(2), async |phone| {
        keep("history-empty", &phone.history(&Default::default()).await);
        phone.watch(7 * 24).await;
        let asked = arna_screens::history::Asked { days: 8, ..Default::default() };
        let screens = phone.history(&asked).await;
        keep("history-2022", &screens);
        let hours = screens[0].days.iter().flat_map(|day| day.hours.clone());
        assert!(hours.flatten().any(NetworkState::is_shutdown), "{:?}", screens[0].answer);
    });
}
