//! The system's resolver: a stub as on a phone, which is half of what goes wrong on a bad link.
//!
//! It asks for both kinds of address at once, over UDP, each from a fresh port; on silence it asks
//! again after 5 s, and after two attempts it goes to the next resolver.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use arna_net::{ResolveError, Wire};
use hickory_proto::op::{Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RData, RecordType};

/// Asks `resolvers`, the first first, for the addresses of `name`, of both kinds.
pub async fn resolve(
    wire: &dyn Wire,
    resolvers: &[SocketAddr],
    name: &str,
    fresh_id: &(dyn Fn() -> u16 + Sync),
) -> Result<Vec<IpAddr>, ResolveError> {
    if let Ok(address) = name.parse() {
        return Ok(vec![address]);
    }
    let mut full = Name::from_ascii(name).map_err(|_| ResolveError::NoName)?;
    full.set_fqdn(true);
    let (v4, v6) = tokio::join!(
        biased;
        lookup(wire, resolvers, &full, RecordType::A, fresh_id),
        lookup(wire, resolvers, &full, RecordType::AAAA, fresh_id),
    );
    let failure = match (&v4, &v6) {
        (Ok(_), Ok(_)) => ResolveError::NoAddress,
        (Err(ResolveError::NoName) | Ok(_), Err(ResolveError::NoName) | Ok(_)) => {
            ResolveError::NoName
        }
        (Err(failure), Err(ResolveError::NoName) | Ok(_)) | (_, Err(failure)) => *failure,
    };
    let addresses: Vec<_> = v4.into_iter().chain(v6).flatten().collect();
    if addresses.is_empty() { Err(failure) } else { Ok(addresses) }
}

async fn lookup(
    wire: &dyn Wire,
    resolvers: &[SocketAddr],
    name: &Name,
    kind: RecordType,
    fresh_id: &(dyn Fn() -> u16 + Sync),
) -> Result<Vec<IpAddr>, ResolveError> {
    let mut failure = ResolveError::Temporary;
    for &resolver in resolvers {
        for _ in 0..ATTEMPTS {
            let Some(answer) = ask(wire, resolver, name, kind, fresh_id()).await else { continue };
            match answer.metadata.response_code {
                ResponseCode::NoError => return Ok(addresses(&answer)),
                ResponseCode::NXDomain => return Err(ResolveError::NoName),
                ResponseCode::Refused => failure = ResolveError::Permanent,
                _ => failure = ResolveError::Temporary,
            }
            // It answered, and will say the same again: on to the next resolver.
            break;
        }
    }
    Err(failure)
}

/// One question; `None` if there is no answer to it in time.
async fn ask(
    wire: &dyn Wire,
    resolver: SocketAddr,
    name: &Name,
    kind: RecordType,
    id: u16,
) -> Option<Message> {
    let mut question = Message::query();
    question.metadata.id = id;
    question.metadata.recursion_desired = true;
    question.add_query(Query::query(name.clone(), kind));
    let bytes = question.to_vec().ok()?;
    let exchange = async {
        let socket = wire.datagrams(resolver).await.ok()?;
        socket.send(&bytes).await.ok()?;
        loop {
            let answer = Message::from_vec(&socket.receive().await.ok()?);
            if let Ok(answer) = answer
                && answer.metadata.id == id
                && answer.queries == question.queries
            {
                return Some(answer);
            }
        }
    };
    tokio::time::timeout(PATIENCE, exchange).await.ok().flatten()
}

fn addresses(answer: &Message) -> Vec<IpAddr> {
    let address = |data: &RData| match data {
        RData::A(address) => Some(IpAddr::V4(address.0)),
        RData::AAAA(address) => Some(IpAddr::V6(address.0)),
        _ => None,
    };
    answer.answers.iter().filter_map(|record| address(&record.data)).collect()
}

const ATTEMPTS: u32 = 2;
const PATIENCE: Duration = Duration::from_secs(5);
