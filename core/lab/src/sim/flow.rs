//! One TCP connection at one host: its socket, who owns it, its bytes on the wire, and its clock.
//!
//! smoltcp knows no time but what it is told, and each connection is told its own. Delayed
//! acknowledgements and TIME-WAIT last as long as smoltcp says, but whenever a connection waits for an
//! acknowledgement its clock is set so that smoltcp's timer expires when Linux's would ([`super::rto`]).
//! Being set forth or back by that harms nothing: of smoltcp's timers only the one that limits
//! challenge acknowledgements to one per second can run beside it, and what smoltcp measures of round
//! trips is never used.

use arna_model::{Bytes, Micros, TcpInfo};
use smoltcp::iface::{SocketHandle, SocketSet};
use smoltcp::socket::tcp::{CongestionControl, Socket, SocketBuffer, State};
use smoltcp::time::{Duration, Instant};

use super::packet::Segment;
use super::rto::{Acknowledgement, Timer};
use super::timestamps::Timestamps;

/// One TCP connection at one host. Times are microseconds.
pub struct Flow {
    /// A set of one: smoltcp polls sets.
    pub sockets: SocketSet<'static>,
    handle: SocketHandle,
    pub owner: Owner,
    /// Bytes at this host's interface, IP headers included.
    pub meter: Bytes,
    /// How many hops its packets go, if that is bounded.
    pub hop_limit: Option<u8>,
    /// Whether the handshake was completed.
    pub has_opened: bool,
    /// When a packet last came in.
    heard_at: u64,
    /// Whether something happened to the socket since its last poll.
    pub is_touched: bool,
    /// When it wants to be polled next, if nothing happens.
    pub due: Option<u64>,
    timer: Timer,
    timestamps: Timestamps,
    /// How far the connection's clock is ahead of the network's.
    ahead: i64,
    /// Whether data came in and nothing was sent since.
    owes_acknowledgement: bool,
}

/// Who holds a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A program that dialled.
    Dialler,
    /// A listener: the handshake runs since this time.
    Backlog(u64),
    /// A program that accepted it, or will.
    Server,
    /// Nobody any more: since this time the stack says goodbye.
    Orphan(u64),
}

/// What smoltcp leaves out of a segment.
#[derive(Clone, Copy, Debug)]
pub struct Completion {
    /// How far the sequence number has to be moved on. After a time-out smoltcp gives segments without
    /// data the number of what it sends again, and the peer ignores them, be it a reset.
    pub ahead: u32,
    /// Value and echo of the timestamp option.
    pub timestamps: (u32, u32),
}

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Stays,
    /// The handshake is completed: a listener gets it.
    Opened,
    /// A reset waits to be sent.
    Reset,
    Gone,
}

impl Flow {
    pub fn new(socket: Socket<'static>, owner: Owner, now: u64) -> Self {
        let mut sockets = SocketSet::new(Vec::with_capacity(1));
        Self {
            handle: sockets.add(socket),
            sockets,
            owner,
            meter: Bytes::default(),
            hop_limit: None,
            has_opened: false,
            heard_at: now,
            is_touched: true,
            due: None,
            timer: Timer::new(),
            timestamps: Timestamps::default(),
            ahead: EPOCH,
            owes_acknowledgement: false,
        }
    }

    pub fn socket(&mut self) -> &mut Socket<'static> {
        self.sockets.get_mut(self.handle)
    }

    /// The time on the connection's clock.
    pub fn clock(&self, now: u64) -> Instant {
        Instant::from_micros(now as i64 + self.ahead)
    }

    /// Notes a segment that leaves; what it lacks.
    pub fn sent(&mut self, segment: &Segment<'_>, now: u64) -> Completion {
        self.owes_acknowledgement = false;
        let mut ahead = 0;
        if segment.end() != segment.seq {
            self.timer.sent(segment.seq, segment.end(), now);
        } else if segment.ack.is_some() {
            ahead = self.timer.end().map_or(0, |end| end.wrapping_sub(segment.seq));
        }
        Completion { ahead, timestamps: self.timestamps.sent(segment.ack, now) }
    }

    /// Notes a segment that comes in; whether the socket may hear it.
    pub fn received(&mut self, segment: &Segment<'_>, bytes: usize, now: u64) -> bool {
        self.meter.received += bytes as u64;
        self.heard_at = now;
        self.is_touched = true;
        self.owes_acknowledgement |= !segment.payload.is_empty();
        let is_heard = !self.is_repetition(segment);
        let round_trip = self.timestamps.received(segment, now);
        if let Some(number) = segment.ack
            && !segment.is_rst
        {
            self.has_opened = true;
            let is_window_closed = segment.window == 0;
            let said = Acknowledgement { number, round_trip, is_window_closed };
            self.timer.acknowledged(said, now);
        }
        is_heard
    }

    /// Whether a segment only repeats the acknowledgement of everything but a FIN. At the third of
    /// them smoltcp means to send the FIN again, does not, and never thinks of it any more.
    fn is_repetition(&mut self, segment: &Segment<'_>) -> bool {
        let is_plain = segment.end() == segment.seq && !segment.is_rst;
        is_plain
            && segment.ack.is_some()
            && segment.ack == self.timer.oldest()
            && self.socket().send_queue() == 0
            && matches!(self.socket().state(), State::FinWait1 | State::Closing | State::LastAck)
    }

    /// Ends a poll: `wanted` is when, by the connection's clock, smoltcp wants the next.
    pub fn rest(&mut self, wanted: Option<Instant>, now: u64) {
        self.is_touched = false;
        let clock = self.clock(now);
        let acknowledges_by = clock + Duration::from_micros(ACK_DELAY_US);
        let own = match wanted {
            None => {
                self.timer.stop();
                None
            }
            // What has just been polled has nothing to do at once: a pause, not a loop.
            Some(at) if at <= clock => Some(now + PAUSE_US),
            Some(at)
                if self.socket().state() == State::TimeWait
                    || (self.owes_acknowledgement && at <= acknowledges_by) =>
            {
                Some(now + (at - clock).total_micros())
            }
            Some(at) => {
                let expires_at = self.timer.expires_at(now).max(now + 1);
                self.ahead = at.total_micros() - expires_at as i64;
                Some(expires_at)
            }
        };
        let deadline = match self.owner {
            Owner::Dialler => None,
            Owner::Backlog(since) => Some(since + LINGER_US),
            Owner::Server => (!self.is_over()).then_some(self.heard_at + PATIENCE_US),
            Owner::Orphan(since) => Some(self.orphan_until(since)),
        };
        self.due = own.into_iter().chain(deadline).min();
    }

    /// Moves the connection on between its owners.
    pub fn settle(&mut self, now: u64) -> Turn {
        let socket = self.socket();
        let (state, is_unread) = (socket.state(), socket.recv_queue() > 0);
        let is_over = self.is_over();
        match self.owner {
            Owner::Backlog(since) => match state {
                State::SynReceived if now < since + LINGER_US => Turn::Stays,
                State::SynReceived | State::Listen | State::Closed => Turn::Gone,
                _ => Turn::Opened,
            },
            Owner::Server if now >= self.heard_at + PATIENCE_US && !is_over => {
                self.heard_at = now;
                self.socket().abort();
                Turn::Reset
            }
            Owner::Dialler | Owner::Server => Turn::Stays,
            Owner::Orphan(since) if is_over || now >= self.orphan_until(since) => Turn::Gone,
            // Data for a program that is gone is answered by a reset, as Linux does.
            Owner::Orphan(_) if is_unread && state != State::Closed => {
                self.socket().abort();
                Turn::Reset
            }
            Owner::Orphan(_) => Turn::Stays,
        }
    }

    /// As the operating system would tell.
    pub fn info(&self) -> TcpInfo {
        TcpInfo {
            rtt: self.timer.round_trip().map(Micros),
            retransmits: self.timer.retransmits(),
            unacked_bytes: self.sockets.get::<Socket<'_>>(self.handle).send_queue() as u32,
        }
    }

    /// Whether the socket is closed and has nothing more to say.
    fn is_over(&mut self) -> bool {
        let socket = self.socket();
        socket.state() == State::Closed && socket.remote_endpoint().is_none()
    }

    /// A goodbye may take its time while the peer still takes what was said before.
    fn orphan_until(&self, since: u64) -> u64 {
        since.max(self.heard_at) + LINGER_US
    }
}

/// A closed socket with a receive buffer of this size.
pub fn socket(window: usize) -> Socket<'static> {
    let buffer = |bytes: usize| SocketBuffer::new(vec![0; bytes]);
    let mut socket = Socket::new(buffer(window.max(1)), buffer(BUFFER));
    socket.set_congestion_control(CongestionControl::Reno);
    socket.set_ack_delay(Some(Duration::from_micros(ACK_DELAY_US)));
    // As browsers and web servers do.
    socket.set_nagle_enabled(false);
    socket
}

/// Buffers of a socket, unless its program asks for others.
pub const BUFFER: usize = 64 * 1024;
/// Where a connection's clock starts: it may be set back, and smoltcp takes zero for "at once".
const EPOCH: i64 = 1_000_000_000_000_000;
const ACK_DELAY_US: u64 = 10_000;
/// How long a goodbye or a half-open handshake may take: Linux's tcp_fin_timeout.
const LINGER_US: u64 = 60_000_000;
/// After how much silence a server gives a connection up.
const PATIENCE_US: u64 = 120_000_000;
const PAUSE_US: u64 = 1_000;
