//! The stub resolver against resolvers of every temper.

use arna_net::ResolveError;
use hickory_proto::op::{Message, OpCode, ResponseCode};
use hickory_proto::rr::rdata::A;
use hickory_proto::rr::{RData, Record, RecordType};

use super::*;

/// Answers every A question by 192.0.2.1, or as its name says.
pub fn resolver(world: &World, address: &str) {
    let socket = host(world, address).datagrams(53);
    tokio::spawn(async move {
        loop {
            let (question, from) = socket.receive().await;
            let question = Message::from_vec(&question).expect("a question");
            let query = question.queries[0].clone();
            let mut answer = Message::response(question.metadata.id, OpCode::Query);
            answer.metadata.response_code = match query.name().to_ascii().as_str() {
                "silent." => continue,
                "nowhere." => ResponseCode::NXDomain,
                "failing." => ResponseCode::ServFail,
                "refused." => ResponseCode::Refused,
                _ => ResponseCode::NoError,
            };
            if query.query_type() == RecordType::A && query.name().to_ascii() != "empty." {
                let data = RData::A(A::new(192, 0, 2, 1));
                answer.add_answer(Record::from_rdata(query.name().clone(), 60, data));
            }
            answer.add_query(query);
            socket.send(&answer.to_vec().expect("an answer"), from).await;
        }
    });
}

#[tokio::test(start_paused = true)]
async fn answers_and_failures_are_told_apart() {
    let (world, phone) = world(1, "wired");
    resolver(&world, "10.1.0.53");
    assert_eq!(phone.resolve("example.org").await, Ok(vec![ip("192.0.2.1")]));
    assert_eq!(phone.resolve("192.0.2.9").await, Ok(vec![ip("192.0.2.9")]));
    for (name, failure) in [
        ("nowhere", ResolveError::NoName),
        ("empty", ResolveError::NoAddress),
        ("failing", ResolveError::Temporary),
        ("refused", ResolveError::Permanent),
    ] {
        assert_eq!(phone.resolve(name).await, Err(failure), "{name}");
    }
    let before = phone.now();
    assert_eq!(phone.resolve("silent").await, Err(ResolveError::Temporary));
    assert_eq!(phone.now().since(before).as_secs_f64(), 10.0);
}

#[tokio::test(start_paused = true)]
async fn a_silent_resolver_is_asked_twice_and_then_the_next() {
    let world = World::new(1, Profile::named("wired").expect("there"), WALL);
    let phone = world.phone(PhoneSettings {
        addresses: vec![ip("10.0.0.1")],
        resolvers: vec![at("10.1.0.1:53"), at("10.1.0.2:53")],
        clock_ahead_s: 0,
    });
    resolver(&world, "10.1.0.2");
    assert_eq!(phone.resolve("example.org").await, Ok(vec![ip("192.0.2.1")]));
    assert!((10.0..10.2).contains(&phone.now().as_secs_f64()));
}

#[tokio::test(start_paused = true)]
async fn a_forger_replaces_the_answer_or_wins_the_race() {
    for is_racing in [false, true] {
        let (world, phone) = world(1, "lte");
        resolver(&world, "10.1.0.53");
        world.censor(Box::new(DnsForge {
            names: vec!["example.org".into()],
            answers: vec![ip("203.0.113.9")],
            is_racing,
        }));
        assert_eq!(phone.resolve("www.example.org").await, Ok(vec![ip("203.0.113.9")]));
        assert_eq!(phone.resolve("example.net").await, Ok(vec![ip("192.0.2.1")]));
    }
}
