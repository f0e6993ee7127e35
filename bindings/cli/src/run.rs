//! `arna run`: a run on the network that this machine is on.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use arna_engine::run::innocent_sites;
use arna_engine::store::Place;
use arna_engine::{
    Config, DEFAULT_NETTESTS, Engine, Error, HELPERS, ListTrouble, Resumed, Uplinks, helper,
    nettests,
};
use arna_lists::plain_input;
use arna_model::{Budget, Leave, Request, Target, UplinkChoice, Vantage};
use arna_net::{OsWire, Wire as _, resolver_name, web_roots};
use arna_words::Line;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::args::{Asked, Lookout, Over, Run};
use crate::exits::{Done, Ending, Trouble};
use crate::follow::{self, Stop};
#[cfg(target_os = "linux")]
use crate::interfaces::Interfaces;
use crate::lists::{self, Inputs};
use crate::words::{line, minutes_ahead};
use crate::{again, ask, ending, link, operator, out, places, runtimes};

/// Measures.
pub(crate) fn run(run: Run) -> Done {
    let request = request_of(&run)?;
    let roots = roots_with(run.asked.ca.as_deref())?;
    let database = places::database(run.asked.db.clone())?;
    runtimes::here()?.block_on(measure(&run, request, roots, &database))
}

/// What is asked for.
pub(crate) fn request_of(run: &Run) -> Result<Request, Trouble> {
    Ok(Request {
        nettests: nettests_of(&run.nettests)?,
        targets: targets_of(&run.asked)?,
        list: list_of(&run.asked),
        decoys: innocent_sites(),
        helpers: helpers_of(&run.asked)?,
        resolver: Some(run.asked.lookout.resolver),
        resolver_name: resolver_name(run.asked.lookout.resolver.ip()).map(str::to_owned),
        anchors: run.asked.lookout.anchors(),
        landmarks: run.asked.lookout.landmarks(),
        portal_probe: Some(run.asked.lookout.portal_probe.clone()),
        budget: Budget { max_bytes: run.asked.max_bytes, max_time: run.asked.max_seconds },
        rates: run.deeper.rates.unwrap_or_default(),
        tries_quic: run.deeper.quic,
        reads_long: run.deeper.long,
        is_traced: run.deeper.trace,
        is_recheck: run.asked.recheck,
        most_confirmations: run.deeper.confirmations,
        uplink: uplink_of(&run.over),
        is_over_vpn: run.over_vpn,
        beside: None,
        at_once: run.deeper.at_once,
        leave: Leave {
            is_agreed: run.asked.beyond_means,
            ahead: minutes_ahead(OsWire::new().wall()),
        },
    })
}

async fn measure(run: &Run, request: Request, roots: RootCertStore, database: &Path) -> Done {
    let may_ask = !run.asked.yes && !run.asked.json;
    let operator = operator::over(&run.over, database, may_ask).await?;
    let engine = places::opened_to_keep(Config {
        store: Place::File(database.to_owned()),
        vault: None,
        wire: Arc::new(OsWire::new()),
        uplinks: uplinks_of(run, operator.name.as_deref())?,
        roots: Arc::new(roots),
        vantage: vantage(&run.asked.lookout, run.over.technology.clone(), operator.name.clone())
            .await,
        platform: crate::device::platform(),
    })?;
    operator.remember(&engine).await?;
    let request = of_lists(&engine, run, request).await?;
    let unfinished = if run.resume { unfinished(&engine, database, &request).await? } else { None };
    if run.resume && unfinished.is_none() && again::is_too_early(&engine, run, &request).await? {
        return Ok(Ending::Done);
    }
    // What goes on is what was asked for when it began.
    let asked = unfinished.as_ref().unwrap_or(&request).clone();
    if !ask::may_go_on(&asked, engine.store(), database, run.asked.yes).await? {
        return Ok(Ending::Done);
    }
    again::tell_most(&asked);
    let stop = Stop::default();
    tokio::spawn(stop.clone().on_interrupt());
    let is_as_typed = asked == request;
    let mut going = if run.resume {
        match engine.resume(request).await? {
            Resumed::Goes(going) => {
                out::tell(line(Line::GoingOn, &[("id", going.id())]));
                if !is_as_typed {
                    out::tell(line(Line::AsBegun, &[]));
                }
                going
            }
            Resumed::Fresh(going) => {
                out::tell(line(Line::NoneUnfinished, &[]));
                going
            }
            Resumed::Whole(id) => {
                let again = ending::with_database("arna show", run.asked.db.as_deref());
                out::tell(line(Line::RunIsWhole, &[("id", &id), ("again", &again)]));
                return Ok(Ending::Done);
            }
        }
    } else {
        engine.start(request).await?
    };
    let again = again::command(run, run.over.operator.as_deref());
    let followed = follow::follow(&mut going, run.asked.json, &stop).await?;
    let as_what = ending::As::asked(run.asked.json, run.asked.all);
    let done = ending::tell(&engine, going.id(), followed.outcome, as_what, Some(&again)).await;
    if matches!(done, Ok(Ending::Done)) && !run.asked.json {
        ending::tell_of_second_sittings(&engine, std::slice::from_ref(going.id()), &again).await?;
    }
    if !run.asked.json && matches!(done, Ok(Ending::Done | Ending::NothingMeasured)) {
        again::tell_of_rest(&engine, going.id(), Some(&again)).await?;
    }
    // Without any Internet, nothing is wrong with the helpers.
    if !matches!(done, Ok(Ending::NothingMeasured)) {
        followed.helpers.complain(&asked.helpers);
    }
    done
}

/// The request for what is on in the lists, or in the one that was named, unless pages were.
pub(crate) async fn of_lists(
    engine: &Engine,
    run: &Run,
    request: Request,
) -> Result<Request, Trouble> {
    if run.asked.names_pages() {
        return Ok(request);
    }
    let only = match &run.asked.list {
        Some(name) => Some(lists::named(engine, name).await?.id),
        None => None,
    };
    match engine.request_of_lists(request.clone(), only).await {
        // What goes on needs no list.
        Err(Error::List(ListTrouble::NothingOn)) if run.resume => Ok(request),
        asked => Ok(asked?),
    }
}

/// From where, as far as the person or the system says.
pub(crate) async fn vantage(
    lookout: &Lookout,
    technology: Option<String>,
    operator: Option<String>,
) -> Vantage {
    let technology = match technology {
        Some(technology) => Some(technology),
        None => link::kind(&OsWire::new()).await.map(|kind| kind.as_str().to_owned()),
    };
    Vantage { country: lookout.country_here(), operator, technology, ..Vantage::default() }
}

/// The network that it is to go over.
#[cfg(target_os = "linux")]
pub(crate) fn uplink_of(over: &Over) -> UplinkChoice {
    over.interface.clone().map_or_else(UplinkChoice::default, UplinkChoice::Named)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn uplink_of(_over: &Over) -> UplinkChoice {
    UplinkChoice::Default
}

/// This machine's networks, where the system tells.
#[cfg(target_os = "linux")]
fn uplinks_of(run: &Run, operator: Option<&str>) -> Result<Option<Arc<dyn Uplinks>>, Trouble> {
    Ok(Some(Arc::new(Interfaces::of(&run.over, operator)?)))
}

#[cfg(not(target_os = "linux"))]
fn uplinks_of(_run: &Run, _operator: Option<&str>) -> Result<Option<Arc<dyn Uplinks>>, Trouble> {
    Ok(None)
}

/// The same for what goes on while this machine moves.
#[cfg(target_os = "linux")]
pub(crate) fn uplinks_while_moving(
    over: &Over,
    database: &Path,
) -> Result<Option<Arc<dyn Uplinks>>, Trouble> {
    Ok(Some(Arc::new(Interfaces::while_moving(over, database)?)))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn uplinks_while_moving(
    _over: &Over,
    _database: &Path,
) -> Result<Option<Arc<dyn Uplinks>>, Trouble> {
    Ok(None)
}

/// What the run that is left was asked for; never a demo's, whose sites are of another world.
async fn unfinished(
    engine: &Engine,
    database: &Path,
    request: &Request,
) -> Result<Option<Request>, Trouble> {
    let Some(record) = engine.resumable(request).await? else { return Ok(None) };
    if record.vantage.lab.is_some() {
        return Err(Trouble::usage(line(Line::RunOfDemo, &[("path", &database.display())])));
    }
    // What is said of this moment is said of what goes on.
    Ok(Some(Request { leave: request.leave, ..record.request }))
}

fn nettests_of(asked: &[String]) -> Result<Vec<String>, Trouble> {
    let known = || nettests::ALL.iter().map(|nettest| nettest.spec().name);
    if asked.is_empty() {
        return Ok(DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect());
    }
    let mut names: Vec<String> = Vec::new();
    for name in asked {
        if nettests::named(name).is_none() {
            if let Some(url) = lists::meant_as_page(name) {
                let command = format!("arna run --input {url}");
                let values: [(&str, &dyn Display); 2] = [("name", name), ("command", &command)];
                return Err(Trouble::usage(line(Line::APageNoNettest, &values)));
            }
            let said = line(Line::NoNettest, &[("name", name)]);
            return Err(Trouble::usage(lists::or_meant(said, name, known())));
        }
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    Ok(names)
}

fn targets_of(asked: &Asked) -> Result<Vec<Target>, Trouble> {
    if !asked.names_pages() {
        // Those of the lists, which the store knows.
        return Ok(Vec::new());
    }
    let mut inputs = Inputs::default();
    inputs.take_urls(&asked.input);
    if let Some(path) = &asked.input_file {
        inputs.take_file(path)?;
    }
    inputs.complaints.iter().for_each(out::error);
    if inputs.targets.is_empty() {
        return Err(Trouble::usage(line(Line::NothingToLookAt, &[])));
    }
    Ok(inputs.targets)
}

/// What a file of targets is called; those of lists know it themselves.
fn list_of(asked: &Asked) -> Option<String> {
    let path = asked.input_file.as_ref()?;
    Some(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into())
}

fn helpers_of(of: &Asked) -> Result<Vec<String>, Trouble> {
    if of.no_helper {
        return Ok(Vec::new());
    }
    // Not clap's, for which the variable would contradict --no-helper.
    let named = std::env::var("ARNA_HELPER").unwrap_or_default();
    let named = named.split(',').filter(|url| !url.is_empty()).map(str::to_owned);
    let asked = if of.helper.is_empty() { named.collect() } else { of.helper.clone() };
    if asked.is_empty() {
        return Ok(HELPERS.iter().map(|&url| url.to_owned()).collect());
    }
    for text in &asked {
        if helper(text).is_err() {
            return Err(Trouble::usage(line(Line::NoHelperUrl, &[("url", &plain_input(text))])));
        }
    }
    Ok(asked.iter().map(|text| plain_input(text)).collect())
}

/// The roots of the web, and those of a file.
pub(crate) fn roots_with(file: Option<&Path>) -> Result<RootCertStore, Trouble> {
    let mut roots = web_roots();
    let Some(path) = file else { return Ok(roots) };
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|_| of_no_use(path, Line::Untrusted))?;
    }
    Ok(roots)
}

/// The certificates of a PEM file: one at least.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Trouble> {
    let content = std::fs::read(path).map_err(|error| lists::cannot_read(path, &error))?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&content)
        .collect::<Result<_, _>>()
        .map_err(|_| of_no_use(path, Line::NoPem))?;
    if found.is_empty() {
        return Err(of_no_use(path, Line::NoCertificate));
    }
    Ok(found)
}

/// A file of certificates that cannot be used.
pub(crate) fn of_no_use(path: &Path, why: Line) -> Trouble {
    let why = line(why, &[]);
    Trouble::usage(line(Line::OfNoUse, &[("path", &path.display()), ("why", &why)]))
}
