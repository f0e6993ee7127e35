//! Names and the resolvers that know them.
//!
//! Zones and recursion are not simulated: both resolvers know every name. They differ in what they see
//! of a name with servers in two countries.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arna_model::Nat64;
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
    /// Names about which their zone's own servers say nothing.
    lame: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug)]
struct Answer {
    address: IpAddr,
    is_domestic: bool,
}

/// A resolver.
pub(in super::super) struct Resolver {
    zone: Arc<Zone>,
    is_domestic: bool,
    /// Under which prefix it makes addresses of IPv6 up for names that have none (DNS64, RFC 6147).
    dns64: Option<Nat64>,
    /// How many answers about rotating names it has given.
    turn: AtomicUsize,
}

/// What a resolver says to a message.
#[derive(Debug)]
pub(super) enum Reply {
    Answer(Vec<u8>),
    /// Nothing: it waits for the zone's own servers.
    Silence,
    /// That was no question.
    Nonsense,
}

impl Zone {
    /// Adds a name with its server abroad and the one in the country, if it has one.
    pub(in super::super) fn add(&mut self, name: &str, abroad: IpAddr, domestic: Option<IpAddr>) {
        let both = [(Some(abroad), false), (domestic, true)];
        let answers = both.into_iter().filter_map(|(address, is_domestic)| {
            address.map(|address| Answer { address, is_domestic })
        });
        self.names.insert(name.to_ascii_lowercase(), answers.collect());
    }

    /// Gives a name one more address abroad, before the others.
    pub(in super::super) fn add_first(&mut self, name: &str, address: IpAddr) {
        let answer = Answer { address, is_domestic: false };
        self.names.entry(name.to_ascii_lowercase()).or_default().insert(0, answer);
    }

    /// Gives a name one more address abroad, behind the others.
    pub(in super::super) fn add_more(&mut self, name: &str, address: IpAddr) {
        let answer = Answer { address, is_domestic: false };
        self.names.entry(name.to_ascii_lowercase()).or_default().push(answer);
    }

    /// Has two of a name's addresses given at a time, in turn.
    pub(in super::super) fn rotate(&mut self, name: &str) {
        self.rotating.insert(name.to_ascii_lowercase());
    }

    /// Has the servers of a name's zone broken.
    pub(in super::super) fn lame(&mut self, name: &str) {
        self.lame.insert(name.to_ascii_lowercase());
    }

    fn is_lame(&self, name: &str) -> bool {
        self.lame.contains(name.strip_prefix("www.").unwrap_or(name)) || self.lame.contains(name)
    }

    /// The answers for a name; the one with `www.` has those of the one without.
    fn find(&self, name: &str) -> Option<&Vec<Answer>> {
        self.names.get(name).or_else(|| self.names.get(name.strip_prefix("www.")?))
    }
}

impl Resolver {
    /// One in the country, or abroad.
    pub(in super::super) fn new(zone: Arc<Zone>, is_domestic: bool) -> Self {
        Self { zone, is_domestic, dns64: None, turn: AtomicUsize::new(0) }
    }

    /// With a DNS64 of this prefix, if there is one.
    pub(in super::super) fn synthesising(self, dns64: Option<Nat64>) -> Self {
        Self { dns64, ..self }
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
                if let Reply::Answer(answer) = self.answer(&question) {
                    socket.send(&answer, asker).await;
                }
            }
        });
    }

    /// Answers questions on a stream, each after its length, until the peer has enough or is silent for
    /// too long.
    pub(super) async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&self, mut stream: S) {
        while let Ok(Ok(question)) = timeout(IDLE, with_length(&mut stream)).await {
            let answer = match self.answer(&question) {
                Reply::Answer(answer) => answer,
                Reply::Silence => continue,
                Reply::Nonsense => return,
            };
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

    /// What it says to a message.
    pub(super) fn answer(&self, question: &[u8]) -> Reply {
        let Ok(question) = Message::from_vec(question) else { return Reply::Nonsense };
        let metadata = question.metadata;
        if metadata.message_type != MessageType::Query {
            return Reply::Nonsense;
        }
        if question.queries.iter().any(|query| self.zone.is_lame(&plain(query.name()))) {
            return Reply::Silence;
        }
        let mut answer = Message::response(metadata.id, metadata.op_code);
        answer.metadata = Metadata::response_from_request(&metadata);
        answer.metadata.recursion_available = true;
        match question.queries.as_slice() {
            [query] if metadata.op_code == OpCode::Query => {
                answer.add_query(query.clone());
                match self.zone.find(&plain(query.name())) {
                    None => answer.metadata.response_code = ResponseCode::NXDomain,
                    Some(_) => {
                        let record = |data| Record::from_rdata(query.name().clone(), TTL, data);
                        let data = self.data(query.name(), query.query_type());
                        answer.add_answers(data.into_iter().map(record));
                    }
                }
            }
            _ => answer.metadata.response_code = ResponseCode::NotImp,
        }
        answer.to_vec().map_or(Reply::Nonsense, Reply::Answer)
    }

    /// What it has of this kind for a name.
    fn data(&self, name: &Name, kind: RecordType) -> Vec<RData> {
        let synthesised = |nat64: Nat64| {
            let v4 = self.addresses(name, IpAddr::is_ipv4).into_iter();
            v4.filter_map(move |address| match address {
                IpAddr::V4(v4) => Some(nat64.embed(v4).into()),
                IpAddr::V6(_) => None,
            })
        };
        let addresses = match kind {
            RecordType::A => self.addresses(name, IpAddr::is_ipv4),
            RecordType::AAAA => {
                let own = self.addresses(name, IpAddr::is_ipv6);
                let made_up = self.dns64.filter(|_| own.is_empty()).map(synthesised);
                own.into_iter().chain(made_up.into_iter().flatten()).collect()
            }
            _ => Vec::new(),
        };
        let data = |address| match address {
            IpAddr::V4(address) => RData::A(address.into()),
            IpAddr::V6(address) => RData::AAAA(address.into()),
        };
        addresses.into_iter().map(data).collect()
    }

    /// What this resolver sees of a name in one family: the servers on its side of the border if there
    /// are any.
    fn addresses(&self, name: &Name, family: fn(&IpAddr) -> bool) -> Vec<IpAddr> {
        let name = plain(name);
        let answers = self.zone.find(&name).into_iter().flatten();
        let answers: Vec<_> = answers.filter(|answer| family(&answer.address)).collect();
        let near = |answer: &&&Answer| answer.is_domestic == self.is_domestic;
        let mut near: Vec<_> = answers.iter().filter(near).map(|answer| answer.address).collect();
        if near.is_empty() {
            near = answers.iter().map(|answer| answer.address).collect();
        }
        if self.zone.rotating.contains(&name) && !near.is_empty() {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let places = near.len();
            near.rotate_left(turn % places);
            near.truncate(AT_A_TIME);
        }
        near
    }
}

fn plain(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
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
        ask_by(None, is_domestic, name, kind)
    }

    fn ask_by(
        dns64: Option<Nat64>,
        is_domestic: bool,
        name: &str,
        kind: RecordType,
    ) -> (ResponseCode, Vec<String>) {
        let mut zone = Zone::default();
        let address = |text: &str| text.parse().expect("an address");
        zone.add("one.example", address("5.9.0.1"), None);
        zone.add("two.example", address("5.9.0.2"), Some(address("2.74.0.2")));
        zone.add("both.example", address("5.9.0.3"), None);
        zone.add_more("both.example", address("2a01:4f8::3"));
        let mut question = Message::query();
        question.metadata.id = 77;
        question.add_query(Query::query(Name::from_ascii(name).expect("a name"), kind));
        let resolver = Resolver::new(Arc::new(zone), is_domestic).synthesising(dns64);
        let reply = resolver.answer(&question.to_vec().expect("a question"));
        let Reply::Answer(answer) = reply else { panic!("{reply:?}") };
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
    #[test]
    fn addresses_are_made_up_only_where_there_are_none() {
        let ask = |name, kind| ask_by(Some(Nat64::WELL_KNOWN), true, name, kind).1;
        assert_eq!(ask("one.example.", RecordType::AAAA), ["64:ff9b::509:1"]);
        assert_eq!(ask("two.example.", RecordType::AAAA), ["64:ff9b::24a:2"]);
        assert_eq!(ask("both.example.", RecordType::AAAA), ["2a01:4f8::3"]);
        assert_eq!(ask("both.example.", RecordType::A), ["5.9.0.3"]);
        let none = ask_by(Some(Nat64::WELL_KNOWN), true, "none.example.", RecordType::AAAA);
        assert_eq!(none, (ResponseCode::NXDomain, vec![]));
    }
}
