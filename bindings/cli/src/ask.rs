//! Whom a run contacts, said before anything is sent, and the question whether that is wanted.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use arna_engine::run::decoys_of;
use arna_engine::store::Store;
use arna_model::{Rates, Request};

use crate::exits::Trouble;
use crate::out;
use crate::words::words;

/// Says whom `request` contacts and asks, unless the answer is known. `false`: the person said no.
pub(crate) async fn may_go_on(
    request: &Request,
    store: &Store,
    database: &Path,
    is_yes: bool,
) -> Result<bool, Trouble> {
    if is_yes || store.setting(ANSWER).await?.as_deref() == Some("yes") {
        return Ok(true);
    }
    out::tell(contacts(request, database));
    if !io::stdin().is_terminal() {
        return Err(Trouble::usage(
            "there is no terminal to ask on; add --yes if these may be contacted",
        ));
    }
    out::ask("May these be contacted? The answer is kept. [y/N] ");
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Trouble::own(format_args!("no answer could be read: {error}")))?;
    let is_yes = matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if is_yes {
        store.set_setting(ANSWER, "yes").await?;
    } else {
        out::tell("Nothing was sent.");
    }
    Ok(is_yes)
}

/// The statement.
fn contacts(request: &Request, database: &Path) -> String {
    let mut lines = vec!["Measuring contacts, from the network that you are on:".to_owned()];
    let urls: Vec<_> = request.targets.iter().map(|target| target.input.as_str()).collect();
    if !urls.is_empty() {
        lines.push(format!("  - the sites themselves, {}: {}", urls.len(), some_of(&urls, 8)));
    }
    match decoys_of(request) {
        0 => {}
        decoys => lines.push(format!(
            "  - {decoys} more, picked at random from {} that nobody blocks (museums, standards \
             bodies): to see whether Arna would accuse wrongly on this network",
            request.decoys.len()
        )),
    }
    let names = if urls.is_empty() { "names of the hosts below" } else { "the sites' names" };
    match request.resolver {
        Some(resolver) => lines
            .push(format!("  - your network's own resolver and {resolver}: both learn {names}")),
        None => lines.push(format!("  - your network's own resolver: it learns {names}")),
    }
    match &request.helpers[..] {
        [] if urls.is_empty() => {}
        [] => lines.push("  - no test helper".to_owned()),
        helpers => lines.push(format!(
            "  - a test helper: {} (one of them for each site, picked at random). It is told the \
             full URL of every site and sees your address, to look at the site from outside",
            helpers.join(", ")
        )),
    }
    if let Some(whose) = match request.rates {
        Rates::Off => None,
        Rates::Suspects => Some("sites that were slow to open"),
        Rates::All => Some("every site that opens"),
    } {
        lines.push(format!(
            "  - a test helper again for {whose}: up to 0.95 MB each come from it under the site's name"
        ));
    }
    if request.tries_quic {
        lines.push(
            "  - sites that offer QUIC (HTTP/3), or whose connections are cut off, once more that way: \
             7 kB each, and up to 160 kB where the name seems to be filtered"
                .to_owned(),
        );
    }
    if request.is_traced && !urls.is_empty() {
        lines.push(
            "  - for each confirmed block the routers on the way, and if an address is silent its \
             neighbour, which is not on your list"
                .to_owned(),
        );
    }
    let anchors: Vec<_> =
        request.anchors.iter().map(|one| format!("{} ({})", one.address, one.name)).collect();
    if !anchors.is_empty() {
        let also = if urls.is_empty() {
            ""
        } else {
            ". If a site fails, its name may also be compared with innocent ones at these and at sites \
             that opened"
        };
        lines.push(format!(
            "  - to see whether there is any Internet: {}{also}",
            anchors.join(", ")
        ));
    }
    let landmarks: Vec<_> = request.landmarks.iter().map(|one| one.name.as_str()).collect();
    if !landmarks.is_empty() {
        lines.push(format!(
            "  - only if nobody abroad answers, to see how far the network reaches: {}",
            landmarks.join(", ")
        ));
    }
    if let Some(probe) = &request.portal_probe {
        lines.push(format!("  - to see whether a portal holds you: {probe}"));
    }
    lines.push(
        "Your operator can see all of this, as when you open these sites in a browser.".to_owned(),
    );
    if let Some(most) = request.budget.max_bytes {
        let most = words().bytes(most);
        lines.push(format!("Once {most} are used, nothing new is begun."));
    }
    lines.push(format!(
        "Results stay on this device, in {}. Nothing is uploaded.",
        database.display()
    ));
    lines.join("\n")
}

fn some_of(names: &[&str], most: usize) -> String {
    let shown = names[..names.len().min(most)].join(" ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The setting that keeps the answer.
const ANSWER: &str = "cli.may_contact";

#[cfg(test)]
mod tests {
    use arna_model::{Anchor, Landmark, Side, Target};

    use super::*;

    #[test]
    fn who_watches_looks_at_no_site_and_is_told_of_none() {
        let resolver = Some(([1, 1, 1, 1], 53).into());
        let text = contacts(&Request { resolver, ..Request::default() }, Path::new("x.db"));
        for part in ["site fails", "helper", "sites' names"] {
            assert!(!text.contains(part), "{part}:\n{text}");
        }
    }

    #[test]
    fn everybody_is_named() {
        let target =
            |n| Target { input: format!("https://{n}.example/"), category: None, truth: None };
        let request = Request {
            targets: (0..20).map(target).collect(),
            decoys: vec![target(21), target(22)],
            helpers: vec!["https://helper.example/".into()],
            rates: Rates::All,
            tries_quic: true,
            resolver: Some(([1, 1, 1, 1], 53).into()),
            anchors: vec![Anchor {
                side: Side::Foreign,
                name: "dns.google".into(),
                address: ([8, 8, 8, 8], 443).into(),
            }],
            landmarks: vec![Landmark { side: Side::Domestic, name: "kolesa.kz".into() }],
            ..Request::default()
        };
        let text = contacts(&request, Path::new("x.db"));
        for part in [
            "https://0.example/",
            "12 more",
            "1 more, picked at random from 2 ",
            "helper.example",
            "1.1.1.1:53",
            "8.8.8.8:443",
            "nobody abroad answers, to see how far the network reaches: kolesa.kz",
            "every site that opens: up to 0.95 MB",
            "QUIC (HTTP/3)",
            "x.db",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
    }
}
