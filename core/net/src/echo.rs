//! The datagrams of an echo: a question of eight bytes, and an answer as long.
//!
//! A question begins with `?A`; its answer begins with `!A` and has the question's other bytes. An answer is no
//! question, so nobody makes two echoes answer each other for ever by one datagram with a forged sender. Neither
//! has the bit that every packet of QUIC has (RFC 9000, section 17: the fixed bit), whose port they share.

/// Bytes of a question, and of an answer.
pub const LENGTH: usize = 8;

/// What a question has beside its mark, and its answer too.
pub type Token = [u8; LENGTH - 2];

/// A question.
pub fn question([a, b, c, d, e, f]: Token) -> [u8; LENGTH] {
    let [first, second] = QUESTION;
    [first, second, a, b, c, d, e, f]
}

/// The answer to a datagram; `None`: it is no question.
pub fn answer_to(datagram: &[u8]) -> Option<[u8; LENGTH]> {
    let [first, second, rest @ ..] = <[u8; LENGTH]>::try_from(datagram).ok()?;
    let [a, b, c, d, e, f] = (([first, second] == QUESTION).then_some(rest))?;
    let [first, second] = ANSWER;
    Some([first, second, a, b, c, d, e, f])
}

/// What an answer has of its question. A question that comes back as it was is an answer too: so do helpers of
/// before. Whoever only asks is tied into nothing by it.
pub fn answered(datagram: &[u8]) -> Option<Token> {
    let [first, second, token @ ..] = <[u8; LENGTH]>::try_from(datagram).ok()?;
    [QUESTION, ANSWER].contains(&[first, second]).then_some(token)
}

const QUESTION: [u8; 2] = *b"?A";
const ANSWER: [u8; 2] = *b"!A";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_as_long_as_its_question_and_no_question() {
        let question = question(*b"123456");
        let answer = answer_to(&question).expect("it was asked");
        assert_eq!((&question, &answer), (b"?A123456", b"!A123456"));
        assert_eq!(answer_to(&answer), None);
        assert_eq!((answered(&answer), answered(&question)), (Some(*b"123456"), Some(*b"123456")));
    }

    #[test]
    fn nothing_else_is_answered() {
        for other in [&b""[..], b"?", b"?A", b"?A12345", b"?A1234567", b"?B123456", b"12345678"] {
            assert_eq!((answer_to(other), answered(other)), (None, None), "{other:?}");
        }
        assert_eq!(answer_to(&[0; 1400]), None);
    }

    #[test]
    fn no_packet_of_quic_looks_so() {
        for mark in [QUESTION, ANSWER] {
            assert_eq!(mark[0] & 0x40, 0, "the fixed bit");
        }
    }
}
