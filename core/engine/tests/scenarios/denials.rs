//! Names that resolvers deny or leave unanswered, over hours; and an owner who wishes it so.

use std::time::Duration;

use crate::country;
use crate::sittings::*;
use arna_model::{Code, How, Measurement, Request};
use tokio::time::sleep;

fn story_of(kind: &str) -> String {
    format!(
        r#"
        name = "an-hour"
        story = "Resolvers say nothing good of two names."
        profile = "lte"
        network = {{ country = "KZ", operator = "Beeline" }}
        [[censors]]
        kind = "{kind}"
        [[targets]]
        names = ["azattyq.org", "meduza.io"]
        censored_by = "{kind}"
        [[targets]]
        count = 8
        "#
    )
}

#[test]
fn what_is_denied_or_dropped_on_the_path_is_certain_an_hour_later() {
    for (kind, how) in [("dns_nxdomain", How::NameDenied), ("dns_drop", How::SilenceAfterName)] {
        told(&story_of(kind), async |story| {
            let resolver_name = Some(story.lab.resolver_name().to_owned());
            let request = Request { resolver_name, ..story.request() };
            let (measured, _) = story.another(request.clone()).await;
            assert_eq!(codes(&measured, Code::LikelyBlocked), 2, "{kind}");
            sleep(Duration::from_secs(3700)).await;
            let run = goes(story.engine().resume(request).await.unwrap());
            let (measured, _) = to_the_end(run).await;
            let is_meant = |one: &&Measurement| one.verdict.how == Some(how);
            assert_eq!(measured.iter().filter(is_meant).count(), 2, "{kind}: {measured:#?}");
            assert_eq!(codes(&measured, Code::Blocked), 2, "{kind}");
        });
    }
}

#[test]
fn only_the_path_accuses_for_a_denial_and_the_users_resolver_is_named() {
    for (name, how) in [
        ("dns-denied", Some(How::NameDenied)),
        ("dns-denied-empty", Some(How::NameDenied)),
        ("dns-denied-by-resolver", Some(How::ResolverDenies)),
        ("ad-blocker", None),
    ] {
        let (measured, _) = country::run(name, None, 1, &["web_connectivity"], None);
        let accused: Vec<_> =
            measured.iter().filter(|one| one.verdict.code.is_accusation()).collect();
        assert_eq!(accused.len(), if how.is_some() { 3 } else { 0 }, "{name}");
        assert!(accused.iter().all(|one| one.verdict.how == how), "{name}: {accused:#?}");
    }
}
