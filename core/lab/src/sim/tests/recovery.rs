//! Connections recover from losses as Linux's do. The losses are scripted, by a censor.

use std::io::ErrorKind;
use std::sync::{Mutex, PoisonError};

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop};
use super::super::packet::{self, Body, Segment};
use super::*;

/// What passed the hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Passes,
    Lost,
    /// Three copies follow it.
    Multiplied,
}

/// When data came to the hop, and from where.
type Times = Arc<Mutex<Vec<(Direction, u64)>>>;

/// A censor that asks `decide` about every TCP segment and remembers when data came.
struct Script<F> {
    decide: F,
    sent: Times,
}

impl<F: FnMut(&Segment<'_>, Direction, u64) -> Fate + Send> Censor for Script<F> {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(Body::Tcp(segment)) = packet::read(packet).map(|read| read.body) else { return };
        if !segment.payload.is_empty() {
            self.sent.lock().unwrap_or_else(PoisonError::into_inner).push((direction, now.0));
        }
        let copies = match (self.decide)(&segment, direction, now.0) {
            Fate::Lost => 0,
            Fate::Passes => 1,
            Fate::Multiplied => 4,
        };
        for _ in 0..copies {
            hop.forward(packet);
        }
    }
}

/// A phone behind a wire of 50 ms to a host at 192.0.2.1, and the times of data at the hop.
fn scripted<F>(decide: F) -> (World, Arc<dyn Wire>, Host, Times)
where
    F: FnMut(&Segment<'_>, Direction, u64) -> Fate + Send + 'static,
{
    let wired = Profile::named("wired").expect("a profile");
    let (world, phone) = linked(1, &Profile { jitter_ms: 0.0, ..wired.clone() });
    let sent = Arc::new(Mutex::new(Vec::new()));
    world.censor(Box::new(Script { decide, sent: Arc::clone(&sent) }));
    let site = host(&world, "192.0.2.1");
    (world, phone, site, sent)
}

/// Milliseconds between the times of one direction; all are forgotten.
fn gaps(sent: &Times, direction: Direction) -> Vec<u64> {
    let all = std::mem::take(&mut *sent.lock().unwrap_or_else(PoisonError::into_inner));
    let times: Vec<u64> =
        all.into_iter().filter(|(way, _)| *way == direction).map(|(_, at)| at).collect();
    times.windows(2).map(|pair| (pair[1] - pair[0]) / 1000).collect()
}

async fn within_seconds<T>(seconds: u64, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(seconds), work).await.expect("in time")
}

#[tokio::test(start_paused = true)]
async fn time_outs_begin_at_200_ms_double_and_end_with_any_progress() {
    let mut lost = 0;
    let (_world, phone, site, sent) = scripted(move |segment, direction, _| {
        // Of each message the first transmissions: four of b"four", one of b"one".
        lost = match (direction, segment.payload) {
            (Direction::Up, b"four") if lost < 4 => lost + 1,
            (Direction::Up, b"one") if lost < 5 => lost + 1,
            _ => return Fate::Passes,
        };
        Fate::Lost
    });
    echo(&site, 7);
    let mut stream = dial(&phone, "192.0.2.1:7").await.expect("opens");
    // 50 ms of round trip, and 200 more.
    assert!(is_echoed(&mut stream, b"four").await.expect("no failure"));
    assert_eq!(gaps(&sent, Direction::Up), [250, 500, 1000, 2000]);
    // Nothing was acknowledged but what had been sent five times: the echo measured it all the same.
    let info = stream.info().expect("known");
    assert_eq!((info.retransmits, info.rtt), (4, Some(Micros(50_000))));
    assert!(is_echoed(&mut stream, b"one").await.expect("no failure"));
    assert_eq!(gaps(&sent, Direction::Up), [250]);
}

#[tokio::test(start_paused = true)]
async fn losses_in_separate_windows_do_not_add_up() {
    // Every third transmission of data is lost, so hardly anything is sent only once.
    let mut count = 0;
    let (_world, phone, site, sent) = scripted(move |segment, _, _| {
        count += u32::from(!segment.payload.is_empty());
        if !segment.payload.is_empty() && count % 3 == 0 { Fate::Lost } else { Fate::Passes }
    });
    pages(&site, 80);
    let before = phone.now();
    assert_eq!(fetch(&phone, "192.0.2.1:80", 60_000).await.expect("arrives"), 60_000);
    // A third of what is sent again is lost, too: a few time-outs follow another, none a third.
    let longest = gaps(&sent, Direction::Down).into_iter().max().expect("some");
    assert!((500..=510).contains(&longest), "{longest}");
    // 42 segments, of which at most half have to wait that long.
    assert!(phone.now().since(before).as_secs_f64() < 21.0 * 0.5, "{:?}", phone.now());
}

#[tokio::test(start_paused = true)]
async fn a_lost_fin_is_sent_again_whatever_is_acknowledged_meanwhile() {
    let mut fins = 0;
    let (_world, phone, site, _) = scripted(move |segment, direction, _| {
        fins += u32::from(direction == Direction::Down && segment.is_fin);
        match direction {
            Direction::Down if segment.is_fin && fins == 1 => Fate::Lost,
            Direction::Up if segment.payload.is_empty() && !segment.is_syn => Fate::Multiplied,
            _ => Fate::Passes,
        }
    });
    serve(site.listen(80), |mut stream| async move {
        stream.write_all(&[7; 1_000]).await.expect("sends");
        // Before the acknowledgement comes.
        tokio::time::sleep(Duration::from_millis(20)).await;
        stream.shutdown().await.expect("says goodbye");
        while stream.read_u8().await.is_ok() {}
    });
    let mut stream = dial(&phone, "192.0.2.1:80").await.expect("opens");
    let mut page = Vec::new();
    within_seconds(1, stream.read_to_end(&mut page)).await.expect("ends");
    assert_eq!(page.len(), 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_reset_after_a_time_out_is_heard() {
    // From 200 ms on the server hears nothing any more, and sends all again.
    let (_world, phone, site, _) = scripted(|_, direction, now| match direction {
        Direction::Up if now > 200_000 => Fate::Lost,
        _ => Fate::Passes,
    });
    serve(site.listen(80), |mut stream| async move {
        tokio::time::sleep(Duration::from_millis(200)).await;
        stream.write_all(&[7; 2_000]).await.expect("sends");
        tokio::time::sleep(Duration::from_secs(2)).await;
        // With the phone's word unread: a reset.
        drop(stream);
    });
    let mut stream = dial(&phone, "192.0.2.1:80").await.expect("opens");
    stream.write_all(b"hello").await.expect("sends");
    let mut page = Vec::new();
    let read = within_seconds(3, stream.read_to_end(&mut page)).await;
    let failure = read.expect_err("reset");
    assert_eq!((failure.kind(), page.len()), (ErrorKind::ConnectionReset, 2_000));
}

#[tokio::test(start_paused = true)]
async fn a_closed_window_is_probed() {
    // The word that the window is open again is lost.
    let mut updates = 0;
    let (_world, phone, site, _) = scripted(move |segment, direction, now| {
        let is_update = direction == Direction::Up && segment.payload.is_empty() && now > 5_000_000;
        updates += u32::from(is_update);
        if is_update && updates == 1 { Fate::Lost } else { Fate::Passes }
    });
    pages(&site, 80);
    let small = Dial { address: at("192.0.2.1:80"), receive_buffer: Some(4_096) };
    let mut stream = phone.connect(small).await.expect("opens");
    stream.write_u32(20_000).await.expect("sends");
    tokio::time::sleep(Duration::from_secs(6)).await;
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await.expect("arrives");
    assert_eq!(page.len(), 20_000);
    // Probes go at 250 ms, 500 ms and so on: the next after five seconds comes within eight more.
    assert!(phone.now().as_secs_f64() < 16.0, "{:?}", phone.now());
}
