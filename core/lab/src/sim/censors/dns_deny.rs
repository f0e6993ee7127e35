//! Questions that get no answer, or hear that there is no such name.

use arna_model::Micros;
use hickory_proto::op::{Message, MessageType, Metadata, ResponseCode};

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body, Packet};

/// Keeps questions (UDP, port 53) for listed names from every resolver.
#[derive(Clone, Debug)]
pub struct DnsDeny {
    /// Names; what lies below them is meant too.
    pub names: Vec<String>,
    /// What the asker hears.
    pub denial: Denial,
}

/// What becomes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// Nothing: it is lost.
    Silence,
    /// A forged "there is no such name".
    NoSuchName,
    /// A forged answer without an address.
    NoAddress,
}

impl Censor for DnsDeny {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let view = packet::read(packet).filter(|_| direction == Direction::Up);
        let question = view.and_then(|view| Some((view, self.listed_question(&view)?)));
        let Some((view, question)) = question else { return hop.forward(packet) };
        let code = match self.denial {
            Denial::Silence => None,
            Denial::NoSuchName => Some(ResponseCode::NXDomain),
            Denial::NoAddress => Some(ResponseCode::NoError),
        };
        if let Some(answer) = code.and_then(|code| nothing(&view, &question, code)) {
            hop.inject(answer, Direction::Down, Micros::default());
        }
    }
}

impl DnsDeny {
    fn listed_question(&self, view: &Packet<'_>) -> Option<Message> {
        let Body::Udp(payload) = view.body else { return None };
        let question = Message::from_vec(payload).ok().filter(|_| view.destination.port() == 53)?;
        let is_listed = is_listed(&question.queries.first()?.name().to_ascii(), &self.names);
        let is_query = question.metadata.message_type == MessageType::Query;
        (is_query && is_listed).then_some(question)
    }
}

/// An answer with nothing in it.
fn nothing(view: &Packet<'_>, question: &Message, code: ResponseCode) -> Option<Vec<u8>> {
    let metadata = question.metadata;
    let mut answer = Message::response(metadata.id, metadata.op_code);
    answer.metadata = Metadata::response_from_request(&metadata);
    answer.metadata.recursion_available = true;
    answer.metadata.response_code = code;
    answer.add_query(question.queries.first()?.clone());
    Some(packet::datagram(view.destination, view.source, &answer.to_vec().ok()?))
}

#[cfg(test)]
mod tests {
    use hickory_proto::op::Query;
    use hickory_proto::rr::{Name, RecordType};

    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;

    fn question(name: &str) -> Vec<u8> {
        let mut question = Message::query();
        question.metadata.id = 77;
        question.add_query(Query::query(Name::from_ascii(name).expect("a name"), RecordType::A));
        let bytes = question.to_vec().expect("a question");
        packet::datagram(at("10.0.0.1:5"), at("192.0.2.53:53"), &bytes)
    }

    #[test]
    fn a_listed_question_is_lost_or_denied_and_others_pass() {
        let listed = question("www.example.org.");
        let other = question("example.net.");
        for (denial, code) in [
            (Denial::Silence, None),
            (Denial::NoSuchName, Some(ResponseCode::NXDomain)),
            (Denial::NoAddress, Some(ResponseCode::NoError)),
        ] {
            let mut censor = DnsDeny { names: names(&["example.org"]), denial };
            assert!(is_untouched(&other, &pass(&mut censor, &other, Direction::Up, 0.0)));
            let hop = pass(&mut censor, &listed, Direction::Up, 0.0);
            assert_eq!(is_gone(&hop), denial == Denial::Silence);
            let Some((forged, Direction::Down, _)) = hop.injected.first() else { continue };
            let view = packet::read(forged).expect("UDP");
            assert_eq!((view.source, view.destination), (at("192.0.2.53:53"), at("10.0.0.1:5")));
            let Body::Udp(payload) = view.body else { panic!("UDP") };
            let answer = Message::from_vec(payload).expect("an answer");
            assert_eq!(Some(answer.metadata.response_code), code);
            assert!(answer.answers.is_empty());
            assert_eq!(answer.metadata.id, 77);
        }
    }
}
