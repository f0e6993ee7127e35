//! What a verdict stands on: everything that was seen, in the order of time, in plain words.

use arna_model::{Event, Measurement, Observation, Place};

use crate::out::{self, Broken};
use crate::words;

/// Prints a measurement with its evidence. A star marks what the verdict stands on.
pub(crate) fn print(measurement: &Measurement) -> Result<(), Broken> {
    let verdict = &measurement.verdict;
    out::line(format_args!("{}: {}", words::subject(measurement), words::verdict(verdict)))?;
    out::line(format_args!(
        "measurement {}, started {}, {} bytes",
        measurement.id,
        measurement.started,
        measurement.bytes.total()
    ))?;
    if let (Some(nats), Some(bound)) = (verdict.nats, verdict.false_positive_bound) {
        out::line(format_args!(
            "weight of the evidence {nats:.1} nats; chance of this if nobody blocks: at most {bound:.1e}"
        ))?;
    }
    for (name, figure) in measurement.figures.iter().flatten() {
        out::line(format_args!("{name}: {figure:.1}"))?;
    }
    let mut seen: Vec<&Observation> = measurement.observations.iter().collect();
    seen.sort_by_key(|one| (one.t0, one.id.number()));
    for one in seen {
        let mark = if verdict.basis.contains(&one.id) { '*' } else { ' ' };
        let (at, took) = (one.t0.as_secs_f64(), one.duration().as_millis_f64());
        let outcome = one.failure.as_ref().map_or("worked".to_owned(), words::failure);
        let (place, what) = (place(&one.place), what(&one.event));
        out::line(format_args!("{mark} {at:9.3} s  {place:28} {what}: {outcome} ({took:.0} ms)"))?;
    }
    out::line("")
}

fn place(place: &Place) -> String {
    match place {
        Place::WarmUp => "waking the radio".to_owned(),
        Place::Anchor { name, .. } => format!("anchor {name}"),
        Place::Look { attempt } => format!("look {attempt}"),
        Place::Helper => "test helper".to_owned(),
        Place::Block { sitting, block, arm } => {
            format!("block {sitting}.{block}, {}", words::arm(*arm))
        }
    }
}

fn what(event: &Event) -> String {
    match event {
        Event::Dns(lookup) => {
            let found: Vec<String> = lookup.addresses.iter().map(ToString::to_string).collect();
            format!("looked up {} [{}]", lookup.name, found.join(", "))
        }
        Event::TcpConnect(connect) => format!("connected to {}", connect.address),
        Event::TlsHandshake(tls) => {
            let issuer = tls.chain.first().and_then(|leaf| leaf.issuer.common_name.clone());
            let issuer =
                issuer.map_or(String::new(), |issuer| format!(", certificate by {issuer}"));
            format!("said {} to {}{issuer}", tls.server_name, tls.address)
        }
        Event::HttpTransaction(http) => {
            let status = http.status.map_or("no answer".to_owned(), |status| status.to_string());
            format!("asked for {}, {status}", http.url)
        }
        Event::Pings(pings) => {
            let back = pings.pings.iter().filter(|ping| ping.rtt.is_some()).count();
            format!("{back} of {} echoes came back from {}", pings.pings.len(), pings.address)
        }
        Event::HelperExchange(exchange) => format!("asked {}", exchange.helper),
        Event::Radio(_) => "radio".to_owned(),
    }
}
