//! Screens as lines: the answer first, a row a line, buttons in brackets.

use arna_screens::card::Card;
use arna_screens::first_run::FirstRun;
use arna_screens::home::Home;
use arna_screens::run::Running;
use arna_screens::{Action, Choice, Fold, Mark, Row};

/// Home.
pub(crate) fn home(home: &Home) -> String {
    let technology = home.network.technology.as_deref();
    let network = [Some(home.network.operator.as_str()), technology, home.tag.as_deref()];
    let parts = [
        network.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        block([Some(&home.answer), home.when.as_ref(), home.cost.as_ref()]),
        home.picture.spoken.clone(),
        rows(&home.rows),
        rows(&home.network.choices),
        rows(&home.notices),
        home.put_off.as_ref().map(action).unwrap_or_default(),
        action(&home.main),
    ];
    whole(parts)
}

/// A run.
pub(crate) fn run(run: &Running) -> String {
    let network = [Some(run.network.as_str()), run.tag.as_deref()];
    let parts = [
        network.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        block([Some(&run.answer), Some(&run.left), run.why.as_ref()]),
        run.picture.spoken.clone(),
        rows(&run.rows),
        rows(&run.suspects),
        block([run.until.as_ref()]),
        action(&run.stop),
    ];
    whole(parts)
}

/// A card, and what is said before it is sent on.
pub(crate) fn card(card: &Card) -> String {
    let head = format!("{} · {}", card.network, card.day);
    let head = [Some(head.as_str()), card.tag.as_deref()];
    let parts = [
        head.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        block([Some(&card.host), Some(&card.verdict.word), card.doubt.as_ref()]),
        block([Some(&card.line), Some(&card.sure)]),
        card.warning.iter().map(|one| format!("- {one}")).collect::<Vec<_>>().join("\n"),
    ];
    whole(parts)
}

/// A step of the first run.
pub(crate) fn first_run(step: &FirstRun) -> String {
    let buttons: Vec<_> = step.next.iter().chain(&step.leave).map(action).collect();
    let parts = [
        format!("{}/{}", step.step, step.steps),
        block([Some(&step.answer), step.lead.as_ref()]),
        step.picture.as_ref().map(|picture| picture.spoken.clone()).unwrap_or_default(),
        rows(&step.sentences),
        step.choices.iter().map(choice).collect::<Vec<_>>().join("\n"),
        block([step.reply.as_ref(), step.hint.as_ref()]),
        step.network.as_ref().map(|network| rows(&network.choices)).unwrap_or_default(),
        rows(&step.rows),
        step.contacts.as_ref().map(fold).unwrap_or_default(),
        buttons.join("\n"),
    ];
    format!("{}\n", whole(parts))
}

/// Rows, one a line, with their second lines below.
pub(super) fn rows(rows: &[Row]) -> String {
    let told = rows.iter().map(|row| {
        let count = row.count.as_ref().map(|count| format!(": {count}")).unwrap_or_default();
        let detail = row.detail.as_ref().map(|detail| format!("\n    {detail}"));
        format!("- {}{count}{}", row.title, detail.unwrap_or_default())
    });
    told.collect::<Vec<_>>().join("\n")
}

pub(super) fn choice(choice: &Choice) -> String {
    let mark = if choice.is_chosen { "(x)" } else { "( )" };
    let detail = choice.detail.as_ref().map(|detail| format!("\n    {detail}"));
    format!("{mark} {}{}", choice.title, detail.unwrap_or_default())
}

/// Whether a tick stands before a row.
pub(super) fn check(mark: &Mark) -> bool {
    matches!(mark, Mark::Check { is_met: true })
}

fn fold(fold: &Fold) -> String {
    let listed = fold.rows.iter().map(|one| format!("  - {one}"));
    let all = [fold.detail.clone()].into_iter().chain(listed).chain(fold.foot.iter().cloned());
    all.collect::<Vec<_>>().join("\n")
}

/// A button; one that cannot be pressed has its label in round brackets.
pub(super) fn action(action: &Action) -> String {
    let detail = action.detail.as_ref().map(|detail| format!("  {detail}")).unwrap_or_default();
    match action.is_enabled {
        true => format!("[{}]{detail}", action.label),
        false => format!("({}){detail}", action.label),
    }
}

pub(super) fn block<const N: usize>(lines: [Option<&String>; N]) -> String {
    lines
        .into_iter()
        .flatten()
        .filter(|line| !line.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join("\n")
}

/// Parts with an empty line between.
pub(super) fn whole(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use arna_screens::Does;

    use super::*;

    #[test]
    fn rows_and_buttons_are_lines() {
        let row = Row {
            mark: Mark::None,
            title: "A".into(),
            detail: Some("b".into()),
            count: Some("2".into()),
            goes: None,
            spoken: "A: 2. b.".into(),
        };
        assert_eq!(rows(&[row.clone(), row]), "- A: 2\n    b\n- A: 2\n    b");
        let stop = |is_enabled| Action {
            label: "Stop".into(),
            detail: None,
            does: Does::Stop,
            is_enabled,
            spoken: "Stop.".into(),
        };
        assert_eq!((action(&stop(true)), action(&stop(false))), ("[Stop]".into(), "(Stop)".into()));
    }
}
