//! A demo whose phone has two networks: both are compared, or it goes over one of them.

use std::io;
use std::sync::Arc;

use arna_engine::{Config, Uplinks};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Request, RunId, Uplink, UplinkChoice};
use arna_net::Wire;
use arna_words::Line;
use async_trait::async_trait;

use super::{database, follow_to_end, no_lab, request};
use crate::args::Demo;
use crate::comparing::{self, Wanted};
use crate::exits::{Done, Trouble};
use crate::follow::Stop;
use crate::words::line;
use crate::{places, scenario};

/// A simulated phone's networks.
struct Networks(Vec<(Uplink, Arc<dyn Wire>)>);

#[async_trait]
impl Uplinks for Networks {
    async fn list(&self) -> Vec<Uplink> {
        self.0.iter().map(|(uplink, _)| uplink.clone()).collect()
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let mut found = self.0.iter().filter(|(one, _)| one.id == uplink.id);
        found.next().map(|(_, wire)| wire.clone()).ok_or(io::ErrorKind::NotFound.into())
    }
}

/// Measures.
pub(super) async fn measure(
    scenario: &Scenario,
    demo: &Demo,
    options: &Options,
    stop: &Stop,
) -> Done {
    let open = |(uplink, scenario): (Uplink, Scenario)| {
        Ok((uplink, Lab::open(&scenario, options).map_err(no_lab)?))
    };
    // Declared before the engine, so that they outlive it.
    let labs = scenario.networks().into_iter().map(open).collect::<Result<Vec<_>, Trouble>>()?;
    let (folder, place) = database(demo)?;
    let preferred = labs.iter().find(|(uplink, _)| uplink.is_default);
    let (_, preferred) = preferred.unwrap_or(&labs[0]);
    let known = labs.iter().map(|(uplink, lab)| (uplink.clone(), lab.wire())).collect();
    let engine = places::opened(Config {
        store: place,
        vault: None,
        wire: preferred.wire(),
        uplinks: Some(Arc::new(Networks(known))),
        roots: preferred.roots(),
        vantage: preferred.vantage(),
        platform: preferred.platform(),
    })?;
    scenario::tell(scenario);
    let done = match demo.over {
        Some(kind) => {
            let found = labs.iter().find(|(uplink, _)| uplink.kind == Some(kind));
            let Some((uplink, lab)) = found else {
                let kinds = labs.iter().filter_map(|(uplink, _)| uplink.kind);
                let kinds: Vec<_> = kinds.map(|kind| kind.as_str()).collect();
                let values: &[(&str, &dyn std::fmt::Display)] =
                    &[("kind", &kind.as_str()), ("kinds", &kinds.join(", "))];
                return Err(Trouble::usage(line(Line::NoSuchLink, values)));
            };
            let uplink = UplinkChoice::Named(uplink.id.clone());
            let asked = Request { uplink, ..request(lab, demo) };
            follow_to_end(&engine, asked, lab, demo, stop).await
        }
        None if demo.pcap.is_some() => Err(Trouble::usage(line(Line::CaptureWantsOver, &[]))),
        None => {
            let names = [labs[1].0.id.as_str(), labs[0].0.id.as_str()];
            let over = names.map(|id| UplinkChoice::Named(id.to_owned()));
            let mut comparing = engine.compare(request(&labs[0].1, demo), over).await?;
            let runs = comparing.ids().map(RunId::clone);
            let wanted = Wanted { names, is_json: demo.json, all: demo.all, again: None };
            let ended = comparing::follow(&mut comparing, &wanted, stop).await?;
            comparing::tell(&engine, &runs, ended, &wanted).await
        }
    };
    drop((engine, folder));
    done
}
