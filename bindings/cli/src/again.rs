//! What `--resume` goes on with, what it has to wait for, and what a run leaves to it.

use arna_engine::run::Ledger as _;
use arna_engine::{Awaiting, Engine};
use arna_model::{Micros, Request, RunId, Stop};
use arna_net::{OsWire, Wire as _};
use arna_words::Phrase;

#[cfg(target_os = "linux")]
use crate::args::Compare;
use crate::args::Run;
use crate::exits::Trouble;
use crate::words::words;
use crate::{ending, out};

/// The command that goes on with what `run` makes: on the same network, as far as somebody named it, with the same
/// roots.
pub(crate) fn command(run: &Run, operator: Option<&str>) -> String {
    let mut again = ending::with_database("arna run --resume", run.asked.db.as_deref());
    if let Some(roots) = &run.asked.ca {
        again = format!("{again} --ca {}", roots.display());
    }
    #[cfg(target_os = "linux")]
    if let Some(name) = &run.over.interface {
        again = format!("{again} --interface {}", quoted(name));
    }
    #[cfg(target_os = "linux")]
    if let Some(resolver) = run.over.own_resolver {
        again = format!("{again} --own-resolver {resolver}");
    }
    if run.over_vpn {
        again = format!("{again} --over-vpn");
    }
    for (option, value) in [("operator", operator), ("technology", run.over.technology.as_deref())]
    {
        if let Some(value) = value {
            again = format!("{again} --{option} {}", quoted(value));
        }
    }
    again
}

/// The same for a comparison, over the same interfaces: what was said of them is said again.
#[cfg(target_os = "linux")]
pub(crate) fn command_of(compare: &Compare) -> String {
    let mut again = ending::with_database("arna compare --resume", compare.asked.db.as_deref());
    if let Some(roots) = &compare.asked.ca {
        again = format!("{again} --ca {}", roots.display());
    }
    for (name, resolver) in &compare.own_resolver {
        again = format!("{again} --own-resolver {}", quoted(&format!("{name}={resolver}")));
    }
    for (name, operator) in &compare.operator {
        again = format!("{again} --operator {}", quoted(&format!("{name}={operator}")));
    }
    again
}

/// Whether there is nothing to go on with yet: says then what is waited for, and until when. Whoever names other
/// sites than those that wait means those.
pub(crate) async fn is_too_early(
    engine: &Engine,
    run: &Run,
    request: &Request,
) -> Result<bool, Trouble> {
    let Some(awaiting) = engine.awaiting().await? else { return Ok(false) };
    let asked = engine.store().run(&awaiting.run).await?.request;
    let are_others_named = run.asked.names_pages() || run.asked.list.is_some();
    if are_others_named && asked.targets != request.targets {
        return Ok(false);
    }
    out::tell(told(&awaiting, &command(run, awaiting.vantage.operator.as_deref())));
    Ok(true)
}

fn told(awaiting: &Awaiting, again: &str) -> String {
    if !awaiting.is_here {
        return words().filled(Phrase::OnOtherNetwork, &[("again", again)]);
    }
    let minutes = awaiting.due_in.0.div_ceil(Micros::from_secs(60).0);
    // The minute in which it is due has to be over.
    let due = OsWire::new().wall().after(Micros::from_secs(60 * minutes));
    words().filled(
        Phrase::TooEarly,
        &[
            ("n", &awaiting.targets.to_string()),
            ("time", &words().at(due)),
            ("minutes", &minutes.to_string()),
            ("again", again),
        ],
    )
}

/// Says before a run how many suspects it double-checks at most, where it may meet more.
pub(crate) fn tell_most(request: &Request) {
    let most = request.confirmations();
    if request.targets.len() > most {
        let most = most.to_string();
        out::tell(words().filled(
            Phrase::MostConfirmed,
            &[("n", &most), ("option", "--confirmations N"), ("resume", "arna run --resume")],
        ));
    }
}

/// Says after a run what it left: suspects that were too many, and what its budget had no room for.
pub(crate) async fn tell_of_rest(
    engine: &Engine,
    run: &RunId,
    again: Option<&str>,
) -> Result<(), Trouble> {
    let plan = engine.store().plan(run).await?;
    // Innocent sites that the run chose itself were not asked for.
    let asked: Vec<_> = plan.iter().filter(|one| !one.step.is_decoy).collect();
    let unbegun = asked.iter().filter(|one| one.verdict.is_none()).count();
    if unbegun > 0 {
        let (n, of) = (unbegun.to_string(), asked.len().to_string());
        out::tell(words().filled(Phrase::NotBegun, &[("n", &n), ("of", &of)]));
    }
    let left = plan.iter().filter(|one| one.stop == Some(Stop::ConfirmationsSpent)).count();
    if let Some(again) = again.filter(|_| left > 0) {
        let n = left.to_string();
        out::tell(words().filled(Phrase::LeftToConfirm, &[("n", &n), ("again", again)]));
    }
    Ok(())
}

/// A value as a shell takes it for one word.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':');
    if !value.is_empty() && value.chars().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_when_and_where() {
        let mut awaiting = Awaiting {
            run: RunId::new("r"),
            vantage: arna_model::Vantage::default(),
            targets: 2,
            due_in: Micros::from_secs(43 * 60 + 1),
            is_here: true,
        };
        let said = told(&awaiting, "arna run --resume");
        assert!(said.contains("sites: 2") && said.contains("in 44 min"), "{said}");
        awaiting.is_here = false;
        assert!(told(&awaiting, "arna run --resume").contains("waits for the network"));
    }

    #[test]
    fn a_name_with_spaces_stays_one_word() {
        assert_eq!(quoted("Beeline"), "Beeline");
        assert_eq!(quoted("401 01"), "'401 01'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
