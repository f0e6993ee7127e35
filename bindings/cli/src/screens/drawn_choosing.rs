//! Screens on which something is chosen, as lines: `[x]` is on, `[-]` partly, `[ ]` off.

use arna_screens::about::AboutApp;
use arna_screens::auto_why::{AutoWhy, StartSteps};
use arna_screens::contacts::ShownContacts;
use arna_screens::lists::{AddingSites, GroupSites, RiskyKind, ShownLists, WrongLines};
use arna_screens::notices::{Notice, Notices};
use arna_screens::risks::Risks;
use arna_screens::settings::{SettingRow, ShownSettings};
use arna_screens::{Action, Confirm, GroupBlock, Row, SiteGroup, SiteSwitch, Switched};

use super::drawn::{action, block, check, choice, rows, whole};

/// What is tested.
pub(super) fn lists(screen: &ShownLists) -> String {
    let query = Some(&screen.query).filter(|query| !query.is_empty());
    let head = block([Some(&screen.heading), query]);
    let found = block([Some(&switches(&screen.found)), screen.more_found.as_ref()]);
    let blocks = screen.blocks.iter().map(group_block);
    let mut parts = vec![head, found];
    parts.extend(screen.none_found.clone());
    parts.extend(screen.add_found.iter().map(action));
    parts.extend(blocks);
    parts.extend([rows(std::slice::from_ref(&screen.add)), action(&screen.test)]);
    whole(parts)
}

/// The sites of a group.
pub(super) fn group(screen: &GroupSites) -> String {
    let head = format!("{}: {}", screen.heading, screen.count);
    let mut parts = vec![head, switches(&screen.rows)];
    parts.extend(screen.empty.clone());
    parts.push(actions(screen.more.iter().chain(&screen.actions)));
    whole(parts)
}

/// What a risky kind means.
pub(super) fn risky(screen: &RiskyKind) -> String {
    let buttons = screen.choose.iter().chain([&screen.leave]).chain(&screen.more);
    whole(vec![
        screen.heading.clone(),
        screen.sentences.join("\n"),
        switches(&screen.rows),
        actions(buttons),
    ])
}

/// What was given to be added.
pub(super) fn adding(screen: &AddingSites) -> String {
    let name = screen.name.as_ref().map(|name| format!("{}: {name}", screen.name_hint));
    let found = block([screen.held.as_ref(), screen.answer.as_ref(), name.as_ref()]);
    let mut parts = vec![screen.heading.clone(), found, screen.notes.join("\n")];
    parts.push(block([Some(&rows(&screen.rows)), screen.more.as_ref()]));
    parts.extend(screen.wrong.as_ref().map(wrong));
    parts.push(actions([&screen.open, &screen.add]));
    whole(parts)
}

/// Settings.
pub(super) fn settings(screen: &ShownSettings) -> String {
    let blocks = screen.blocks.iter().map(|block| {
        let told: Vec<_> = block.rows.iter().map(setting).collect();
        told.join("\n")
    });
    let wipe = screen
        .wipe
        .iter()
        .map(|wipe| format!("{}\n\n{}", action(&wipe.hold), confirm(&wipe.confirm)));
    let head = [screen.heading.clone()];
    whole(head.into_iter().chain(blocks).chain(wipe))
}

/// Why there was no automatic test.
pub(super) fn auto_why(screen: &AutoWhy) -> String {
    let conditions: Vec<_> = screen.conditions.iter().map(checked).collect();
    let mut parts = vec![
        screen.heading.clone(),
        block([Some(&screen.answer), screen.last.as_ref()]),
        screen.odd.join("\n"),
        conditions.join("\n"),
    ];
    if !screen.tries.is_empty() {
        parts.push(format!("{}\n{}", screen.tries_title, rows(&screen.tries)));
    }
    parts.extend(screen.help.iter().map(action));
    parts.extend(screen.steps.as_ref().map(steps));
    whole(parts)
}

/// Whom a test contacts.
pub(super) fn contacts(screen: &ShownContacts) -> String {
    let head = block([Some(&screen.heading), Some(&screen.lead)]);
    whole(vec![head, rows(&screen.rows), screen.notes.join("\n")])
}

/// What there is to know of risks.
pub(super) fn risks(screen: &Risks) -> String {
    whole(vec![screen.heading.clone(), rows(&screen.rows)])
}

/// What the app is.
pub(super) fn about(screen: &AboutApp) -> String {
    let parts =
        screen.parts_title.as_ref().map(|title| format!("{title}\n{}", rows(&screen.parts)));
    let hint = screen.hint.clone().unwrap_or_default();
    whole(vec![screen.heading.clone(), rows(&screen.rows), hint, parts.unwrap_or_default()])
}

/// Texts of notices.
pub(super) fn notices(notices: &Notices) -> String {
    let told = |one: &Notice| {
        let text = block([Some(&one.title), one.detail.as_ref()]);
        block([Some(&text), one.action.as_ref().map(action).as_ref()])
    };
    whole(vec![
        block([Some(&notices.tests), Some(&told(&notices.working))]),
        block([Some(&notices.to_act), Some(&told(&notices.done)), Some(&told(&notices.due))]),
        told(&notices.cut),
        told(&notices.back),
    ])
}

fn group_block(block: &GroupBlock) -> String {
    let count = block.count.as_ref().map(|count| format!(": {count}")).unwrap_or_default();
    let groups = block.groups.iter().map(|group: &SiteGroup| {
        let mark = match group.state {
            Switched::On => "[x]",
            Switched::Partly => "[-]",
            Switched::Off => "[ ]",
        };
        format!("{mark} {}: {}\n    {}", group.title, group.count, group.detail)
    });
    let head = [Some(format!("{}{count}", block.heading)), block.lead.clone()];
    head.into_iter().flatten().chain(groups).collect::<Vec<_>>().join("\n")
}

fn switches(sites: &[SiteSwitch]) -> String {
    let told = sites.iter().map(|site| {
        let detail = site.detail.as_ref().map(|detail| format!("\n    {detail}"));
        let mark = if site.is_on { "[x]" } else { "[ ]" };
        format!("{mark} {}{}", site.title, detail.unwrap_or_default())
    });
    told.collect::<Vec<_>>().join("\n")
}

fn wrong(wrong: &WrongLines) -> String {
    block([Some(&wrong.heading), Some(&rows(&wrong.rows)), wrong.more.as_ref()])
}

fn setting(row: &SettingRow) -> String {
    let choices =
        row.choices.iter().map(|one| format!("\n    {}", choice(one).replace('\n', "\n    ")));
    format!("- {}: {}{}", row.title, row.value, choices.collect::<String>())
}

fn checked(row: &Row) -> String {
    let detail = row.detail.as_ref().map(|detail| format!("\n    {detail}"));
    let mark = if check(&row.mark) { "[x]" } else { "[ ]" };
    format!("{mark} {}{}", row.title, detail.unwrap_or_default())
}

fn steps(steps: &StartSteps) -> String {
    let told = steps
        .steps
        .iter()
        .map(|step| format!("{}. {}", step.count.as_deref().unwrap_or_default(), step.title));
    let told = told.collect::<Vec<_>>().join("\n");
    let head = block([Some(&steps.heading), steps.phones.as_ref()]);
    whole(vec![block([Some(&head), Some(&told), Some(&steps.foot)]), action(&steps.open)])
}

fn confirm(confirm: &Confirm) -> String {
    let told = confirm.sentences.join("\n");
    let buttons = actions([&confirm.yes, &confirm.no]);
    block([Some(&confirm.heading), Some(&told), Some(&buttons)])
}

fn actions<'a>(all: impl IntoIterator<Item = &'a Action>) -> String {
    all.into_iter().map(action).collect::<Vec<_>>().join("\n")
}
