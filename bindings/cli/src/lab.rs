//! `arna lab`: the simulated countries.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};

use arna_lab::{Scenario, Sites, scenarios};
use arna_words::Line;

use crate::args::LabCommand;
use crate::exits::{Done, Ending, Trouble};
use crate::words::{line, words};
use crate::{grid, json, layout, out, scenario};

/// Does what is asked about them.
pub(crate) fn lab(command: LabCommand) -> Done {
    match command {
        LabCommand::List { json } => list(json),
        LabCommand::Show { scenario } => show(&scenario),
        LabCommand::New { name } => new(&name),
        LabCommand::Score(asked) => crate::score::score(&asked),
        LabCommand::Replay(asked) => crate::replay::replay(&asked),
        #[cfg(target_os = "linux")]
        LabCommand::Exec(exec) => crate::exec::exec(&exec),
        #[cfg(not(target_os = "linux"))]
        LabCommand::Exec(_) => Err(Trouble::usage(
            "`arna lab exec` stands on Linux's namespaces; `arna demo` runs everywhere",
        )),
    }
}

fn list(is_json: bool) -> Done {
    let mut table = grid::with_heads(["Scenario", "Profile", "What happens"]);
    for scenario in scenarios() {
        let (name, profile, story) = (&scenario.name, &scenario.profile, scenario.story.trim());
        if is_json {
            json::scenario(name, profile, story)?;
        } else {
            table.add_row([name, profile, story]);
        }
    }
    if !is_json {
        out::drawn(&grid::text(table, out::width()))?;
    }
    Ok(Ending::Done)
}

fn show(asked: &str) -> Done {
    let scenario = scenario::find(asked)?;
    out::line(in_words(&scenario, asked, out::width()))?;
    Ok(Ending::Done)
}

fn in_words(scenario: &Scenario, asked: &str, width: u16) -> String {
    let words = scenario.describe();
    let mut text = vec![scenario.name.clone(), layout::wrapped(&scenario.story, width)];
    let mut part = |head: &str, items: Vec<String>| {
        let items: Vec<_> = items.iter().map(|item| format!("- {item}")).collect();
        text.push(format!("\n{head}\n{}", layout::hanging(&items.join("\n"), width)));
    };
    part("The network", words.network);
    let nobody = || vec!["none: whatever fails here, nobody blocks it".to_owned()];
    part("Censors", if words.censors.is_empty() { nobody() } else { words.censors });
    if !words.middleboxes.is_empty() {
        part("Middleboxes, which block nobody", words.middleboxes);
    }
    let targets: usize = words.sites.iter().map(|sites| sites.names.len()).sum();
    part(&format!("Sites, {targets} in all"), words.sites.iter().map(sites_in_words).collect());
    text.push(format!("\n{}", layout::wrapped(&format!("Run it: arna demo {asked}"), width)));
    text.join("\n")
}

fn sites_in_words(sites: &Sites) -> String {
    let Sites { character, names, page_bytes, ipv6, place, www, leads_to, behind, censors, truth } =
        sites;
    let shown = &names[..names.len().min(MOST_NAMES)];
    let more = match names.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (count, shown, truth) = (names.len(), shown.join(", "), words().whole_truth(truth));
    let led = leads_to.as_ref().map(|name| format!("visitors are sent to {name}"));
    let long = page_bytes.map(|bytes| format!("{bytes} bytes long"));
    let behind = behind.map(|work| format!("behind the {work}"));
    let met = (!censors.is_empty()).then(|| format!("censored by {}", censors.join(" and ")));
    let more_of: String = [*ipv6, *place, *www]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .chain(long)
        .chain(led)
        .chain(behind)
        .chain(met)
        .map(|words| format!(", {words}"))
        .collect();
    format!("{count} × {character}{more_of} ({shown}{more}): {truth}")
}

fn new(name: &str) -> Done {
    let text = Scenario::template(name)
        .ok_or_else(|| Trouble::usage(line(Line::NoScenarioName, &[("name", &name)])))?;
    if scenarios().iter().any(|scenario| scenario.name == name) {
        return Err(Trouble::usage(line(Line::ComesWithArna, &[("name", &name)])));
    }
    let path = format!("{name}.toml");
    let written = |mut file: File| {
        let done = file.write_all(text.as_bytes());
        // Half of one would be in the way of the next try. It is ours: nobody else made it.
        done.inspect_err(|_| drop(fs::remove_file(&path)))
    };
    let made = OpenOptions::new().write(true).create_new(true).open(&path);
    made.and_then(written).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Trouble::usage(line(Line::IsThere, &[("path", &path)])),
        _ => {
            let why = words().system(&error);
            Trouble::own(line(Line::CannotWrite, &[("path", &path), ("why", &why)]))
        }
    })?;
    out::tell(line(Line::ScenarioMade, &[("path", &path)]));
    Ok(Ending::Done)
}

/// So many names tell what a group is like.
const MOST_NAMES: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fit_every_terminal_from_40_columns_on() {
        for scenario in scenarios() {
            for width in [40, 60, 80, 100] {
                let text = in_words(scenario, &scenario.name, width);
                for line in text.lines() {
                    assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
                }
            }
        }
    }
}
