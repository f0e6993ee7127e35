//! Servers on the loopback: a web site that can be told to fall silent, one that says the same to everybody,
//! and one in the clear that remembers what it was asked.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::system::loopback;

/// A web site at `https://localhost:PORT/`.
pub(crate) struct Site {
    pub(crate) port: u16,
    mood: Arc<Mutex<Mood>>,
    held: Receiver<()>,
}

struct Mood {
    visits: usize,
    /// Visits that are still answered; `None`: all.
    left: Option<usize>,
    /// Those who wait in vain.
    waiting: Vec<TcpStream>,
}

impl Site {
    pub(crate) fn open(config: &Arc<ServerConfig>) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mood = Arc::new(Mutex::new(Mood { visits: 0, left: None, waiting: Vec::new() }));
        let (holds, held) = channel();
        let (config, shared) = (config.clone(), mood.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                visit(stream.unwrap(), &shared, &holds, &config);
            }
        });
        Self { port, mood, held }
    }

    /// A page of it.
    pub(crate) fn page(&self, path: &str) -> String {
        format!("https://localhost:{}/{path}", self.port)
    }

    /// A page of it at a public address, which the loopback is given: of what stands at home no helper hears.
    pub(crate) fn public_page(&self, path: &str) -> String {
        loopback(1, PUBLIC);
        format!("https://{PUBLIC}:{}/{path}", self.port)
    }

    /// How many connections there were.
    pub(crate) fn visits(&self) -> usize {
        self.mood.lock().unwrap().visits
    }

    /// Answers so many visits more; from then on connections are taken and nothing is ever said.
    pub(crate) fn answer_only(&self, visits: usize) {
        self.mood.lock().unwrap().left = Some(visits);
    }

    /// Waits until somebody waits in vain.
    pub(crate) fn await_silence(&self) {
        self.held.recv_timeout(PATIENCE).expect("a visitor to be silent to");
    }

    /// Answers everybody from now on.
    pub(crate) fn answer_all(&self) {
        let mut mood = self.mood.lock().unwrap();
        mood.left = None;
        mood.waiting.clear();
    }
}

fn visit(stream: TcpStream, mood: &Mutex<Mood>, holds: &Sender<()>, config: &Arc<ServerConfig>) {
    let mut mood = mood.lock().unwrap();
    mood.visits += 1;
    match &mut mood.left {
        Some(0) => {
            mood.waiting.push(stream);
            // The test may not care.
            holds.send(()).ok();
            return;
        }
        Some(left) => *left -= 1,
        None => {}
    }
    let connection = ServerConnection::new(config.clone()).unwrap();
    std::thread::spawn(move || serve(StreamOwned::new(connection, stream)));
}

/// A visitor may go away at any point; that is the visitor's business.
fn serve(mut stream: StreamOwned<ServerConnection, TcpStream>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    // A page of that name wants the terminal for itself.
    let title = match head.starts_with(b"GET /escapes ") {
        true => "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}",
        false => "A page",
    };
    let body = format!("<title>{title}</title>{}", "x".repeat(2_000));
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}

/// Listens at `address` and says the same to everybody; where, if the port was 0.
pub(crate) fn parrot(address: &str, says: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind(address).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // Whoever went away does not hear it.
            stream.unwrap().write_all(says).ok();
        }
    });
    address
}

/// Listens in the clear at `address`, and remembers each request. What it answers to a path is `answer`'s.
pub(crate) fn listener(
    address: (Ipv4Addr, u16),
    answer: impl Fn(&str) -> String + Send + 'static,
) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(address).unwrap();
    let (address, heard) = (listener.local_addr().unwrap(), Arc::default());
    let all: Arc<Mutex<Vec<String>>> = Arc::clone(&heard);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            // Whoever goes away in the middle has asked for nothing.
            while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let said = answer(head.split(' ').nth(1).unwrap_or_default());
            all.lock().unwrap().push(head);
            stream.write_all(said.as_bytes()).ok();
        }
    });
    (address, heard)
}

/// A port at which nobody listens.
pub(crate) fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// An address that servers have.
pub(crate) const PUBLIC: Ipv4Addr = Ipv4Addr::new(45, 10, 0, 1);

const PATIENCE: Duration = Duration::from_secs(90);
