//! Forged DNS answers, replacing the true one or racing it.

use std::net::IpAddr;

use arna_model::Micros;
use hickory_proto::op::{Message, MessageType, OpCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};

/// Answers questions (UDP, port 53) for listed names itself: with forged addresses of the kind that is asked for.
#[derive(Clone, Debug)]
pub struct DnsForge {
    /// Names; what lies below them is meant too.
    pub names: Vec<String>,
    /// What they are said to be.
    pub answers: Vec<IpAddr>,
    /// Whether the question goes on, so that the true answer comes too, later.
    pub is_racing: bool,
}

impl Censor for DnsForge {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let forged = (direction == Direction::Up).then(|| self.forge(packet)).flatten();
        let is_forged = forged.is_some();
        if let Some(answer) = forged {
            hop.inject(answer, Direction::Down, Micros::default());
        }
        if !is_forged || self.is_racing {
            hop.forward(packet);
        }
    }
}

impl DnsForge {
    /// The answer to a question that is listed.
    fn forge(&self, packet: &[u8]) -> Option<Vec<u8>> {
        let view = packet::read(packet)?;
        let Body::Udp(payload) = view.body else { return None };
        if view.destination.port() != DNS_PORT {
            return None;
        }
        let question = Message::from_vec(payload).ok()?;
        let query = question.queries.first()?;
        if question.metadata.message_type != MessageType::Query
            || !is_listed(&query.name().to_ascii(), &self.names)
        {
            return None;
        }
        let mut answer = Message::response(question.metadata.id, OpCode::Query);
        answer.metadata.recursion_desired = question.metadata.recursion_desired;
        answer.metadata.recursion_available = true;
        answer.add_query(query.clone());
        match query.query_type() {
            kind @ (RecordType::A | RecordType::AAAA) => {
                answer.add_answers(self.records(query.name(), kind));
            }
            _ => return None,
        }
        Some(packet::datagram(view.destination, view.source, &answer.to_vec().ok()?))
    }

    fn records(&self, name: &Name, kind: RecordType) -> Vec<Record> {
        let data = self.answers.iter().map(|address| match address {
            IpAddr::V4(address) => RData::A((*address).into()),
            IpAddr::V6(address) => RData::AAAA((*address).into()),
        });
        let asked = data.filter(|data| data.record_type() == kind);
        asked.map(|data| Record::from_rdata(name.clone(), TTL, data)).collect()
    }
}

const DNS_PORT: u16 = 53;
const TTL: u32 = 300;

#[cfg(test)]
mod tests {
    use hickory_proto::op::Query;
    use hickory_proto::rr::rdata::A;

    use super::super::testing::{at, is_untouched, names, pass};
    use super::*;

    fn question(name: &str, kind: RecordType) -> Vec<u8> {
        let mut question = Message::query();
        question.metadata.id = 77;
        question.add_query(Query::query(Name::from_ascii(name).expect("a name"), kind));
        let bytes = question.to_vec().expect("a question");
        packet::datagram(at("10.0.0.1:5"), at("192.0.2.53:53"), &bytes)
    }

    fn forged(hop: &Hop) -> Message {
        let view = packet::read(&hop.injected[0].0).expect("UDP");
        assert_eq!((view.source, view.destination), (at("192.0.2.53:53"), at("10.0.0.1:5")));
        let Body::Udp(payload) = view.body else { panic!("UDP") };
        Message::from_vec(payload).expect("an answer")
    }

    #[test]
    fn listed_names_get_the_forged_answer_and_others_pass() {
        let answers = vec![at("203.0.113.9:0").ip(), at("[2001:db8::9]:0").ip()];
        let listed = names(&["example.org"]);
        let mut censor = DnsForge { names: listed, answers, is_racing: false };
        let hop =
            pass(&mut censor, &question("www.example.org.", RecordType::A), Direction::Up, 0.0);
        assert!(hop.forwarded.is_empty());
        let answer = forged(&hop);
        assert_eq!(answer.metadata.id, 77);
        assert_eq!(answer.answers[0].data, RData::A(A::new(203, 0, 113, 9)));

        let v6 = pass(&mut censor, &question("example.org.", RecordType::AAAA), Direction::Up, 0.0);
        let answers = forged(&v6).answers;
        assert_eq!((answers.len(), v6.forwarded.len()), (1, 0));
        assert_eq!(answers[0].data.to_string(), "2001:db8::9");

        let other = question("example.net.", RecordType::A);
        assert!(is_untouched(&other, &pass(&mut censor, &other, Direction::Up, 0.0)));

        censor.is_racing = true;
        let racing = question("example.org.", RecordType::A);
        let hop = pass(&mut censor, &racing, Direction::Up, 0.0);
        assert_eq!((hop.forwarded.len(), hop.injected.len()), (1, 1));
    }
}
