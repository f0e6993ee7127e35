//! Names and the resolvers that know them.
//!
//! Zones and recursion are not simulated: both resolvers know every name. They differ in what they see
//! of a name with servers in two countries.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hickory_proto::op::{Message, MessageType, Metadata, OpCode, ResponseCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{DNS, accept_all};
use crate::sim::Host;

/// All names with their addresses.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Zone {
    names: BTreeMap<String, Vec<Answer>>,
    /// Names of which [`AT_A_TIME`] addresses are given in turn.
    rotating: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug)]
struct Answer {
    address: Ipv4Addr,
    is_domestic: bool,
}

/// A resolver.
pub(in super::super) struct Resolver {
    zone: Arc<Zone>,
    is_domestic: bool,
    /// How many answers about rotating names it has given.
    turn: AtomicUsize,
}

impl Zone {
    /// Adds a name with its server abroad and the one in the country, if it has one. Addresses of
    /// version 6 are not given: the lab's phones have none.
    pub(in super::super) fn add(&mut self, name: &str, abroad: IpAddr, domestic: Option<IpAddr>) {
        let both = [(Some(abroad), false), (domestic, true)];
        let answers = both.into_iter().filter_map(|(address, is_domestic)| match address {
            Some(IpAddr::V4(address)) => Some(Answer { address, is_domestic }),
            _ => None,
        });
        self.names.insert(name.to_ascii_lowercase(), answers.collect());
    }

    /// Gives a name one more address abroad, before the others.
    pub(in super::super) fn add_first(&mut self, name: &str, address: Ipv4Addr) {
        let answer = Answer { address, is_domestic: false };
        self.names.entry(name.to_ascii_lowercase()).or_default().insert(0, answer);
    }

    /// Gives a name one more address abroad, behind the others.
    pub(in super::super) fn add_more(&mut self, name: &str, address: IpAddr) {
        if let IpAddr::V4(address) = address {
            let answer = Answer { address, is_domestic: false };
            self.names.entry(name.to_ascii_lowercase()).or_default().push(answer);
        }
    }

    /// Has two of a name's addresses given at a time, in turn.
    pub(in super::super) fn rotate(&mut self, name: &str) {
        self.rotating.insert(name.to_ascii_lowercase());
    }

    /// The answers for a name; the one with `www.` has those of the one without.
    fn find(&self, name: &str) -> Option<&Vec<Answer>> {
        self.names.get(name).or_else(|| self.names.get(name.strip_prefix("www.")?))
    }
}

impl Resolver {
    /// One in the country, or abroad.
    pub(in super::super) fn new(zone: Arc<Zone>, is_domestic: bool) -> Self {
        Self { zone, is_domestic, turn: AtomicUsize::new(0) }
    }

    /// Answers on port 53 of `host`, over UDP and TCP.
    pub(in super::super) fn put_up(self: Arc<Self>, host: &Host, tasks: &mut JoinSet<()>) {
        let this = Arc::clone(&self);
        tasks.spawn(accept_all(host.listen(DNS), move |stream, _peer| {
            let this = Arc::clone(&this);
            async move { this.talk(stream).await }
        }));
        let socket = host.datagrams(DNS);
        tasks.spawn(async move {
            loop {
                let (question, asker) = socket.receive().await;
                if let Some(answer) = self.answer(&question) {
                    socket.send(&answer, asker).await;
                }
            }
        });
    }

    /// Answers questions on a stream, each after its length, until the peer has enough or is silent for
    /// too long.
    pub(super) async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&self, mut stream: S) {
        while let Ok(Ok(question)) = timeout(IDLE, with_length(&mut stream)).await {
            let Some(answer) = self.answer(&question) else { return };
            let length = (answer.len() as u16).to_be_bytes();
            let writing = async {
                stream.write_all(&[&length[..], &answer].concat()).await?;
                stream.flush().await
            };
            // A peer that left is no trouble.
            if !matches!(timeout(IDLE, writing).await, Ok(Ok(()))) {
                return;
            }
        }
        // The same.
        let _ = timeout(IDLE, stream.shutdown()).await;
    }

    /// The answer to a message, if it is a question that can be read.
    pub(super) fn answer(&self, question: &[u8]) -> Option<Vec<u8>> {
        let question = Message::from_vec(question).ok()?;
        let metadata = question.metadata;
        if metadata.message_type != MessageType::Query {
            return None;
        }
        let mut answer = Message::response(metadata.id, metadata.op_code);
        answer.metadata = Metadata::response_from_request(&metadata);
        answer.metadata.recursion_available = true;
        match question.queries.as_slice() {
            [query] if metadata.op_code == OpCode::Query => {
                answer.add_query(query.clone());
                match self.addresses(query.name()) {
                    None => answer.metadata.response_code = ResponseCode::NXDomain,
                    Some(found) if query.query_type() == RecordType::A => {
                        let record = |address: Ipv4Addr| {
                            Record::from_rdata(query.name().clone(), TTL, RData::A(address.into()))
                        };
                        answer.add_answers(found.into_iter().map(record));
                    }
                    Some(_) => {}
                }
            }
            _ => answer.metadata.response_code = ResponseCode::NotImp,
        }
        answer.to_vec().ok()
    }

    /// What this resolver sees of a name: the servers on its side of the border if there are any.
    fn addresses(&self, name: &Name) -> Option<Vec<Ipv4Addr>> {
        let name = name.to_ascii().trim_end_matches('.').to_ascii_lowercase();
        let answers = self.zone.find(&name)?;
        let near = |answer: &&Answer| answer.is_domestic == self.is_domestic;
        let mut near: Vec<_> = answers.iter().filter(near).map(|answer| answer.address).collect();
        if near.is_empty() {
            near = answers.iter().map(|answer| answer.address).collect();
        }
        if self.zone.rotating.contains(&name) {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let places = near.len();
            near.rotate_left(turn % places);
            near.truncate(AT_A_TIME);
        }
        Some(near)
    }
}

async fn with_length<S: AsyncRead + Unpin>(stream: &mut S) -> std::io::Result<Vec<u8>> {
    let mut question = vec![0; stream.read_u16().await?.into()];
    stream.read_exact(&mut question).await?;
    Ok(question)
}

const TTL: u32 = 300;
const AT_A_TIME: usize = 2;
/// Unbound's for connections.
const IDLE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use hickory_proto::op::Query;

    use super::*;

    fn ask(is_domestic: bool, name: &str, kind: RecordType) -> (ResponseCode, Vec<String>) {
        let mut zone = Zone::default();
        let address = |text: &str| text.parse().expect("an address");
        zone.add("one.example", address("5.9.0.1"), None);
        zone.add("two.example", address("5.9.0.2"), Some(address("2.74.0.2")));
        let mut question = Message::query();
        question.metadata.id = 77;
        question.add_query(Query::query(Name::from_ascii(name).expect("a name"), kind));
        let resolver = Resolver::new(Arc::new(zone), is_domestic);
        let answer = resolver.answer(&question.to_vec().expect("a question")).expect("answers");
        let answer = Message::from_vec(&answer).expect("an answer");
        assert_eq!((answer.metadata.id, &answer.queries), (77, &question.queries));
        let found = answer.answers.iter().map(|record| record.data.to_string()).collect();
        (answer.metadata.response_code, found)
    }

    #[test]
    fn it_knows_what_there_is() {
        let found = |address: &str| (ResponseCode::NoError, vec![address.to_owned()]);
        assert_eq!(ask(true, "ONE.example.", RecordType::A), found("5.9.0.1"));
        assert_eq!(ask(true, "one.example.", RecordType::AAAA), (ResponseCode::NoError, vec![]));
        assert_eq!(ask(true, "www.one.example.", RecordType::A), found("5.9.0.1"));
        assert_eq!(ask(true, "none.example.", RecordType::A), (ResponseCode::NXDomain, vec![]));
    }

    #[test]
    fn it_gives_the_nearer_server() {
        assert_eq!(ask(true, "two.example.", RecordType::A).1, ["2.74.0.2"]);
        assert_eq!(ask(false, "two.example.", RecordType::A).1, ["5.9.0.2"]);
    }
}
