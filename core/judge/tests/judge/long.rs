//! Stories of long flows: a page that begins to come and freezes, beside an innocent one of the same length.

use crate::support::*;
use arna_judge::{LONG_BYTES, LongLook, has_long_flow, judge, long_look, long_page};
use arna_model::*;

/// How a long flow goes.
#[derive(Clone, Copy, PartialEq)]
enum Goes {
    /// All of it comes, in so many milliseconds.
    Whole(u64),
    /// So many bytes come, and then nothing for so many seconds.
    Stops(u64, u64),
    /// The server ends it after so many bytes.
    Ends(u64),
    /// It is not made.
    Absent,
}
use Goes::{Absent, Ends, Stops, Whole};

const FREEZES: Goes = Stops(14_300, 10);
const PASSES: Goes = Whole(900);

/// One block: the page, an innocent site's, and the helper's bytes under both names.
#[derive(Clone, Copy)]
struct Block {
    target: Goes,
    control: Goes,
    innocent: Goes,
    name: Goes,
    /// Seconds from its start at which the canary falls silent for four.
    gap: Option<u64>,
}

const BY_NAME: Block =
    Block { target: FREEZES, control: PASSES, innocent: PASSES, name: FREEZES, gap: None };
const BY_ADDRESS: Block = Block { name: PASSES, ..BY_NAME };
const AT_SITE: Block = Block { innocent: Absent, name: Absent, ..BY_NAME };
const FINE: Block = Block { target: PASSES, name: Absent, ..BY_NAME };

struct Told {
    dossier: Dossier,
    clock: u64,
    blocks: u16,
}

impl Told {
    /// A site that opened, whose page has so many bytes for the helper.
    fn opened(bytes: u64) -> Self {
        let mut outside = opens();
        outside.http.as_mut().unwrap().body_length = Some(bytes);
        let story = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
        let mut dossier = story.page(200, "").helper(outside).dossier;
        for one in &mut dossier.observations {
            if let Event::HttpTransaction(http) = &mut one.event {
                (http.is_truncated, http.body_bytes) = (true, 4_096);
            }
        }
        Self { dossier, clock: 20_000, blocks: 0 }
    }

    /// The same, and its first long flow.
    fn first(goes: Goes) -> Self {
        let mut this = Self::opened(60_000);
        let start = this.clock;
        this.clock = this.flow((0, Arm::Target), (start, SITE), goes);
        this
    }

    /// Notes a connection and its flow; gives its end.
    fn flow(&mut self, (block, arm): (u16, Arm), (start, to): (u64, &str), goes: Goes) -> u64 {
        let (bytes, until, end, failure) = match goes {
            Whole(took) => (LONG_BYTES + 900, start + took, start + took, None),
            Stops(bytes, seconds) => {
                let last = start + 500;
                (bytes, last, last + seconds * 1_000, Some(Failure::GenericTimeout))
            }
            Ends(bytes) => (bytes, start + 500, start + 500, Some(Failure::Eof)),
            Absent => return start,
        };
        let mark = |millis, bytes| TransferMark { t: Micros::from_millis(millis), bytes };
        let transfer = Event::Transfer(Transfer {
            address: at(to),
            server_name: "forbidden.example".into(),
            wanted: LONG_BYTES,
            marks: vec![mark(start + 200, bytes / 2), mark(until, bytes)],
        });
        let connect = Event::TcpConnect(TcpConnect { address: at(to), info: None });
        self.note((block, arm), (start, start + 60), connect, None);
        self.note((block, arm), (start + 100, end), transfer, failure);
        end
    }

    fn note(
        &mut self,
        (block, arm): (u16, Arm),
        (t0, t): (u64, u64),
        event: Event,
        failure: Option<Failure>,
    ) {
        let number = self.dossier.observations.len() as u64;
        self.dossier.observations.push(Observation {
            id: ObservationId::of(&RunId::new("r"), 500 + number),
            t0: Micros::from_millis(t0),
            t: Micros::from_millis(t),
            place: Place::Long { sitting: 1, block, arm },
            event,
            failure,
            bytes: Bytes::default(),
        });
    }

    fn block(mut self, block: Block) -> Self {
        self.blocks += 1;
        let (number, start) = (self.blocks, self.clock);
        let target = self.flow((number, Arm::Target), (start, SITE), block.target);
        let control = self.flow((number, Arm::Control), (start, INNOCENT), block.control);
        let innocent =
            self.flow((number, Arm::InnocentAtHelper), (control, HELPER), block.innocent);
        let name = self.flow((number, Arm::NameAtHelper), (innocent, HELPER), block.name);
        let end = target.max(name);
        let silent = block.gap.map(|at| start + at * 1_000..start + (at + 4) * 1_000);
        let is_silent = |t: u64| silent.as_ref().is_some_and(|silent| silent.contains(&t));
        let pings = (start..end).step_by(250).map(|t| Ping {
            t: Micros::from_millis(t),
            rtt: (!is_silent(t)).then_some(Micros::from_millis(60)),
        });
        let (address, transport) = (at(HELPER), Transport::UdpEcho);
        let pings = Event::Pings(Pings { address, transport, pings: pings.collect() });
        self.note((number, Arm::Canary), (start, end), pings, None);
        self.clock = end + 6_000;
        self
    }

    fn blocks(mut self, times: usize, block: Block) -> Self {
        for _ in 0..times {
            self = self.block(block);
        }
        self
    }

    /// The helper looks again, and gets so much.
    fn asked_again(mut self, bytes: u64) -> Self {
        let mut again = Self::opened(bytes).dossier.observations;
        let mut exchange = again.pop().unwrap();
        exchange.id = ObservationId::of(&RunId::new("r"), 9_999);
        (exchange.t0, exchange.t) =
            (Micros::from_millis(self.clock), Micros::from_millis(self.clock + 400));
        self.dossier.observations.push(exchange);
        self
    }

    fn verdict(&self) -> Verdict {
        judge(&self.dossier).verdict
    }

    fn word(&self) -> (Code, Option<Cause>, Option<How>, Option<Reason>) {
        let Verdict { code, cause, how, reason, .. } = self.verdict();
        (code, cause, how, reason)
    }
}

const OPENS: (Code, Option<Cause>, Option<How>, Option<Reason>) =
    (Code::Accessible, None, None, None);
const ABSTAINS: (Code, Option<Cause>, Option<How>, Option<Reason>) =
    (Code::Inconclusive, None, None, Some(Reason::FreezeUndecided));

#[test]
fn a_page_is_long_if_the_helper_got_so_much_of_it() {
    let long = Told::opened(LONG_BYTES);
    let page = long_page(&long.dossier).unwrap();
    assert_eq!((page.address, page.url.as_str()), (at(SITE), "https://forbidden.example/"));
    assert_eq!(long_look(&long.dossier), LongLook::Look);
    let short = Told::opened(LONG_BYTES - 1);
    assert_eq!((long_page(&short.dossier), long_look(&short.dossier)), (None, LongLook::Over));
    let changed = |change: fn(&mut Dossier)| {
        let mut dossier = Told::opened(60_000).dossier;
        change(&mut dossier);
        long_page(&dossier)
    };
    let of_page = |change: fn(&mut HttpTransaction)| {
        let mut dossier = Told::opened(60_000).dossier;
        for one in &mut dossier.observations {
            if let Event::HttpTransaction(http) = &mut one.event {
                change(http);
            }
        }
        long_page(&dossier)
    };
    assert!(of_page(|_| {}).is_some());
    assert_eq!(of_page(|http| http.is_truncated = false), None, "it was read to its end");
    assert_eq!(of_page(|http| http.status = Some(403)), None, "it refuses");
    assert_eq!(of_page(|http| http.url = "https://192.168.1.1/".into()), None, "it is at home");
    let says = |line: (&str, &str)| {
        let line = (line.0.to_owned(), line.1.to_owned());
        let mut dossier = Told::opened(60_000).dossier;
        for one in &mut dossier.observations {
            if let Event::HttpTransaction(http) = &mut one.event {
                http.headers.push(line.clone());
            }
        }
        long_page(&dossier).is_some()
    };
    assert!(!says(("Content-Length", "9000")) && says(("Content-Length", "60000")));
    assert_eq!(changed(|dossier| drop(dossier.observations.pop())), None, "nobody outside");
}

#[test]
fn whoever_gets_it_all_opens_and_is_a_control_for_others() {
    let whole = Told::first(PASSES);
    assert_eq!((whole.word(), long_look(&whole.dossier)), (OPENS, LongLook::Over));
    assert!(has_long_flow(&whole.dossier) && judge(&whole.dossier).figures.is_none());
}

#[test]
fn what_ends_drips_or_never_began_is_no_freeze() {
    // Ended by the server; still coming; nothing but a head; more than was wanted.
    for goes in [Ends(12_000), Stops(12_000, 9), Stops(900, 10), Stops(LONG_BYTES, 10)] {
        let told = Told::first(goes);
        assert_eq!((told.word(), long_look(&told.dossier)), (OPENS, LongLook::Over));
        assert!(!has_long_flow(&told.dossier));
    }
}

#[test]
fn one_flow_that_stops_is_a_suspicion_and_no_more() {
    let once = Told::first(FREEZES);
    assert_eq!(long_look(&once.dossier), LongLook::Block);
    assert_eq!(once.word(), ABSTAINS);
    let mut confirming = once.dossier.clone();
    confirming.stop = Some(Stop::StillConfirming);
    assert_eq!(judge(&confirming).verdict.reason, Some(Reason::StillConfirming));
}

#[test]
fn a_name_that_freezes_on_the_way_to_the_helper_too_is_likely_blocked() {
    for many in 1..5 {
        let few = Told::first(FREEZES).blocks(many, BY_NAME).asked_again(60_000);
        assert_eq!((few.word(), long_look(&few.dossier)), (ABSTAINS, LongLook::Block), "{many}");
    }
    let five = Told::first(FREEZES).blocks(5, BY_NAME);
    assert_eq!(long_look(&five.dossier), LongLook::Over);
    let word = (Code::LikelyBlocked, Some(Cause::TlsSni), Some(How::PageFreezes), None);
    assert_eq!(five.word(), word);
    let verdict = five.verdict();
    assert!(verdict.nats.unwrap() > 9.16);
    assert!(verdict.false_positive_bound.unwrap() <= 1.1e-4);
    // The page, the first flow; of each block the page's flow, both innocents', the name's; the helper.
    assert_eq!(verdict.basis.len(), 2 + 5 * 4 + 1);
    let figures = judge(&five.dossier).figures.unwrap();
    assert_eq!((figures["long_frozen"], figures["long_names_frozen"]), (5.0, 5.0));
}

#[test]
fn a_page_that_freezes_alone_cannot_be_reached_and_nobody_is_accused() {
    let told = Told::first(FREEZES).blocks(5, BY_ADDRESS);
    assert_eq!(long_look(&told.dossier), LongLook::Over);
    assert_eq!(told.word(), ABSTAINS, "the helper was not asked again");
    let by_address = (Code::Unreachable, Some(Cause::Ip), Some(How::PageFreezes), None);
    assert_eq!(told.asked_again(60_000).word(), by_address);
    let short = Told::first(FREEZES).blocks(5, BY_ADDRESS).asked_again(9_000);
    assert_eq!(short.word(), ABSTAINS, "from outside it does not come whole either");
}

#[test]
fn where_the_name_was_not_tried_nobody_says_that_it_is_the_address() {
    let told = Told::first(FREEZES).blocks(5, AT_SITE).asked_again(60_000);
    assert_eq!(told.word(), (Code::Unreachable, None, Some(How::PageFreezes), None));
    // Nor where the helper itself is one whose flows freeze.
    let frozen = Block { innocent: FREEZES, name: Absent, ..BY_NAME };
    let told = Told::first(FREEZES).blocks(5, frozen).asked_again(60_000);
    assert_eq!(told.word(), (Code::Unreachable, None, Some(How::PageFreezes), None));
}

#[test]
fn the_helper_alone_is_control_enough() {
    let alone = |name| Block { control: Absent, name, ..BY_NAME };
    let told = Told::first(FREEZES).blocks(5, alone(FREEZES));
    assert_eq!(told.verdict().code, Code::LikelyBlocked);
    let told = Told::first(FREEZES).blocks(5, alone(PASSES)).asked_again(60_000);
    assert_eq!((told.verdict().code, told.verdict().cause), (Code::Unreachable, Some(Cause::Ip)));
    let nobody = Block { innocent: Absent, ..alone(Absent) };
    let told = Told::first(FREEZES).blocks(6, nobody).asked_again(60_000);
    assert_eq!((told.word(), long_look(&told.dossier)), (ABSTAINS, LongLook::Over));
}

#[test]
fn whoever_comes_through_again_opens() {
    for passes in [FINE, Block { target: Ends(12_000), ..FINE }] {
        let told = Told::first(FREEZES).blocks(2, passes);
        assert_eq!((told.word(), long_look(&told.dossier)), (OPENS, LongLook::Over));
    }
    // A radio's freezes among them decide nothing.
    let told = Told::first(FREEZES).block(BY_ADDRESS).blocks(3, FINE);
    assert_eq!((told.word(), long_look(&told.dossier)), (OPENS, LongLook::Over));
}

#[test]
fn blocks_in_which_the_network_was_at_fault_are_void() {
    let silent = Block { gap: Some(4), ..BY_NAME };
    let slow = Block { control: Whole(10_000), ..BY_NAME };
    let stopped = Block { control: FREEZES, innocent: Absent, name: Absent, ..BY_NAME };
    let dripped = Block { target: Stops(14_000, 9), ..BY_NAME };
    for block in [silent, slow, stopped, dripped] {
        let told = Told::first(FREEZES).blocks(5, block);
        assert_eq!((told.word(), long_look(&told.dossier)), (ABSTAINS, LongLook::Block));
        let told = told.block(block).asked_again(60_000);
        assert_eq!((told.word(), long_look(&told.dossier)), (ABSTAINS, LongLook::Over));
        let figures = judge(&told.dossier).figures.unwrap();
        assert_eq!((figures["long_blocks_void"], figures["long_frozen"]), (6.0, 0.0));
    }
}

#[test]
fn a_network_whose_controls_fail_accuses_nobody() {
    let mut told = Told::first(FREEZES).blocks(10, BY_NAME).asked_again(60_000);
    told.dossier.tally = Tally { trials: 100, failures: 30 };
    assert_eq!((told.word(), long_look(&told.dossier)), (ABSTAINS, LongLook::Over));
    // Few controls take more blocks: those of the blocks count as well.
    let mut few = Told::first(FREEZES).blocks(5, BY_NAME);
    few.dossier.tally = Tally { trials: 2, failures: 0 };
    assert_eq!(long_look(&few.dossier), LongLook::Block);
    let mut more = few.blocks(2, BY_NAME);
    more.dossier.tally = Tally { trials: 2, failures: 0 };
    assert_eq!(more.verdict().code, Code::LikelyBlocked);
}

#[test]
fn behind_a_proxy_for_everything_nobody_says_whose_flow_froze() {
    let mut told = Told::first(FREEZES).blocks(5, BY_ADDRESS).asked_again(60_000);
    let proxy = Story::https().calls_nobody(None).dossier.anchors;
    told.dossier.anchors = proxy;
    assert_eq!(told.word().3, Some(Reason::TcpProxy));
}

/// A page that began to come in two looks, so many bytes of it, and whose head could never be read.
fn begun(bytes: u64) -> Told {
    let mut told = Told::opened(60_000);
    let exchange = told.dossier.observations.pop().unwrap();
    for one in &mut told.dossier.observations {
        if let Event::HttpTransaction(http) = &mut one.event {
            (http.status, http.body_bytes) = (None, 0);
            one.failure = Some(Failure::GenericTimeout);
            one.bytes.received = bytes;
        }
    }
    let first = told.dossier.observations.clone();
    let again = first.into_iter().enumerate().map(|(number, mut one)| {
        one.place = Place::Look { attempt: 2 };
        one.id = ObservationId::of(&RunId::new("again"), number as u64);
        one
    });
    told.dossier.observations.extend(again.chain([exchange]));
    told
}

#[test]
fn a_page_whose_first_record_freezes_is_read_for_long_too() {
    let looked = begun(13_000);
    let undecided = (Code::Inconclusive, None, None, Some(Reason::Undecided));
    assert_eq!((looked.word(), long_look(&looked.dossier)), (undecided, LongLook::Look));
    assert_eq!(long_look(&begun(900).dossier), LongLook::Over, "nothing of it came");
    let mut once = begun(13_000);
    once.dossier.observations.retain(|one| one.place != Place::Look { attempt: 2 });
    assert_eq!(long_look(&once.dossier), LongLook::Over, "a second look is due");
    let flow = |goes| {
        let mut told = begun(13_000);
        let start = told.clock;
        told.clock = told.flow((0, Arm::Target), (start, SITE), goes);
        told
    };
    assert_eq!(flow(PASSES).word(), undecided, "that it came once does not open it");
    assert_eq!(flow(FREEZES).word(), undecided, "the looks' own reason stays");
    assert_eq!(flow(FREEZES).blocks(2, FINE).word(), undecided);
    let by_name = flow(FREEZES).blocks(5, BY_NAME);
    let word = (Code::LikelyBlocked, Some(Cause::TlsSni), Some(How::PageFreezes), None);
    assert_eq!(by_name.word(), word);
    let by_address = flow(FREEZES).blocks(5, BY_ADDRESS).asked_again(60_000);
    let word = (Code::Unreachable, Some(Cause::Ip), Some(How::PageFreezes), None);
    assert_eq!(by_address.word(), word);
}
