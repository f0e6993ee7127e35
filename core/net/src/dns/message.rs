//! DNS messages: questions as they are sent, answers as far as they are of use.

use std::net::IpAddr;

use arna_model::{DnsAnswer, Micros};
use hickory_proto::op::{Message, MessageType, OpCode, Query};
use hickory_proto::rr::{Name, RData, RecordType};
use hickory_proto::serialize::binary::{BinDecodable as _, BinDecoder};

use super::Family;

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) id: u16,
    rcode: u16,
    is_truncated: bool,
    addresses: Vec<IpAddr>,
    questions: Vec<Query>,
    /// Whether it was the whole message, and nothing came after it.
    is_all: bool,
}

/// What is wrong with what came in place of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReplyError {
    /// It is no answer, or one to another question.
    Nonsense,
    /// It has another id.
    WrongId,
}

/// A query; `None` if the name is no DNS name.
pub(crate) fn query(id: u16, name: &str, family: Family) -> Option<Vec<u8>> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(question(name, family)?);
    message.to_vec().ok()
}

fn question(name: &str, family: Family) -> Option<Query> {
    let mut name = Name::from_ascii(name).ok()?;
    name.set_fqdn(true);
    let kind = match family {
        Family::V4 => RecordType::A,
        Family::V6 => RecordType::AAAA,
    };
    Some(Query::query(name, kind))
}

/// Reads a response. Of one that says that it is cut short, the head is enough.
pub(crate) fn reply(message: &[u8]) -> Option<Reply> {
    let mut decoder = BinDecoder::new(message);
    let Ok(message) = Message::read(&mut decoder) else { return cut_short(message) };
    if message.metadata.message_type != MessageType::Response {
        return None;
    }
    let addresses = message.answers.iter().filter_map(|record| match &record.data {
        RData::A(a) => Some(IpAddr::V4(a.0)),
        RData::AAAA(aaaa) => Some(IpAddr::V6(aaaa.0)),
        _ => None,
    });
    Some(Reply {
        id: message.metadata.id,
        rcode: u16::from(message.metadata.response_code),
        is_truncated: message.metadata.truncation,
        addresses: addresses.collect(),
        questions: message.queries,
        is_all: decoder.is_empty(),
    })
}

/// RFC 1035, section 4.1.1: id, then the bits QR (response) and TC (cut short), and the response code.
fn cut_short(message: &[u8]) -> Option<Reply> {
    let head = message.first_chunk::<12>()?;
    (head[2] & 0x82 == 0x82).then(|| Reply {
        id: u16::from_be_bytes([head[0], head[1]]),
        rcode: u16::from(head[3] & 0x0f),
        is_truncated: true,
        addresses: Vec::new(),
        questions: Vec::new(),
        is_all: false,
    })
}

impl Reply {
    /// Checks that it is a whole message that answers this question. A response code that tells of
    /// trouble may come without.
    pub(super) fn to(self, id: u16, name: &str, family: Family) -> Result<Self, ReplyError> {
        if self.id != id {
            return Err(ReplyError::WrongId);
        }
        let is_asked = match self.questions.as_slice() {
            [] => self.rcode != 0,
            [one] => question(name, family).is_some_and(|asked| asked == *one),
            _ => false,
        };
        if is_asked && self.is_all { Ok(self) } else { Err(ReplyError::Nonsense) }
    }

    /// Whether it may be heard as the answer to this question: it has its id, and speaks of no other
    /// question. A forger may leave the question out.
    pub(super) fn may_answer(&self, id: u16, name: &str, family: Family) -> bool {
        let asked = question(name, family);
        self.id == id && self.questions.iter().all(|one| asked.as_ref() == Some(one))
    }

    /// As it is kept.
    pub(super) fn into_answer(self, t: Micros) -> DnsAnswer {
        let Self { rcode, is_truncated, addresses, .. } = self;
        DnsAnswer { t, rcode, is_truncated, addresses }
    }
}

#[cfg(test)]
mod tests {
    use hickory_proto::rr::Record;

    use super::*;

    fn answered(name: &str, addresses: &[&str]) -> Vec<u8> {
        let mut message = Message::response(7, OpCode::Query);
        let question = question(name, Family::V4).expect("a name");
        for address in addresses {
            let data = match address.parse().expect("an address") {
                IpAddr::V4(v4) => RData::A(v4.into()),
                IpAddr::V6(v6) => RData::AAAA(v6.into()),
            };
            message.add_answer(Record::from_rdata(question.name().clone(), 60, data));
        }
        message.add_query(question);
        message.to_vec().expect("a message")
    }

    #[test]
    fn questions_are_as_rfc_1035_has_them() {
        let plain = query(0x0102, "a.kz", Family::V6).expect("a name");
        let expected =
            b"\x01\x02\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x02kz\x00\x00\x1c\x00\x01";
        assert_eq!(plain, expected);
        assert_eq!(query(1, "not..a.name", Family::V4), None);
        assert_eq!(query(1, &"a".repeat(64), Family::V4), None);
    }

    #[test]
    fn every_address_of_either_kind_is_kept() {
        let whole = answered("one.example", &["5.9.0.1", "2a00:1450::1", "5.9.0.2"]);
        let reply = reply(&whole).expect("reads").to(7, "ONE.example", Family::V4).expect("ours");
        let kept = reply.into_answer(Micros(3));
        assert_eq!((kept.t, kept.rcode, kept.is_truncated), (Micros(3), 0, false));
        let kept: Vec<_> = kept.addresses.iter().map(ToString::to_string).collect();
        assert_eq!(kept, ["5.9.0.1", "2a00:1450::1", "5.9.0.2"]);
    }

    #[test]
    fn answers_to_other_questions_are_none() {
        let to = |id, name, family| {
            reply(&answered("one.example", &["5.9.0.1"])).expect("reads").to(id, name, family).err()
        };
        assert_eq!(to(7, "one.example", Family::V4), None);
        assert_eq!(to(8, "one.example", Family::V4), Some(ReplyError::WrongId));
        assert_eq!(to(7, "two.example", Family::V4), Some(ReplyError::Nonsense));
        assert_eq!(to(7, "one.example", Family::V6), Some(ReplyError::Nonsense));
        let longer = [answered("one.example", &[]), vec![0]].concat();
        let longer = reply(&longer).expect("reads").to(7, "one.example", Family::V4);
        assert_eq!(longer.err(), Some(ReplyError::Nonsense));
        assert!(reply(&query(7, "one.example", Family::V4).expect("a name")).is_none(), "an echo");
    }

    #[test]
    fn no_piece_of_an_answer_is_one_unless_it_says_so() {
        let mut whole = answered("one.example", &["5.9.0.1", "5.9.0.2"]);
        for length in 0..whole.len() {
            assert!(reply(&whole[..length]).is_none(), "{length} bytes");
        }
        whole[2] |= 0x02;
        for length in 0..whole.len() {
            let cut = reply(&whole[..length]);
            assert_eq!(cut.is_some_and(|cut| cut.is_truncated), length >= 12, "{length} bytes");
        }
    }
}
