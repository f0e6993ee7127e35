//! HTTP as servers in the lab speak it: whole answers, over HTTP/1.1 or HTTP/2.

use std::time::Duration;

use bytes::Bytes;
use h2::{Reason, server};
use http::header::COOKIE;
use http::{Method, Request, Response};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Answers requests, each by the host that it names, until the peer has enough, is silent for too long,
/// or sends a body (which no site in the lab expects).
pub(super) async fn talk<S>(
    mut stream: S,
    delay: Duration,
    answer: impl Fn(&Asked) -> Response<Vec<u8>>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut heard = Vec::new();
    while let Ok(Some(asked)) = timeout(IDLE, request(&mut stream, &mut heard)).await {
        sleep(delay).await;
        let writing = async {
            stream.write_all(&written(&answer(&asked), asked.is_head)).await?;
            stream.flush().await
        };
        // A peer that left is no trouble: phones take what they want and go.
        if !matches!(timeout(PATIENCE, writing).await, Ok(Ok(()))) {
            return;
        }
    }
    // The same.
    let _ = timeout(PATIENCE, stream.shutdown()).await;
}

/// How a server does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Shun {
    /// It ends the connection when it has heard the request.
    HangsUp,
    /// It is silent when it is asked for its own name.
    OwnName,
    /// It refuses its own name, in TLS by an alert.
    Refuses,
}

/// Hears a request, and ends the connection.
pub(super) async fn hang_up<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) {
    let _ = timeout(IDLE, request(&mut stream, &mut Vec::new())).await;
    let _ = timeout(PATIENCE, stream.shutdown()).await;
}

/// Answers the first request, unless it is for `name`.
pub(super) async fn talk_to_others<S>(
    mut stream: S,
    name: &str,
    answer: impl Fn(&Asked) -> Response<Vec<u8>>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match timeout(IDLE, request(&mut stream, &mut Vec::new())).await {
        Ok(Some(asked)) if asked.host == name => sleep(IDLE).await,
        Ok(Some(asked)) => {
            let writing = stream.write_all(&written(&answer(&asked), asked.is_head)).await;
            if writing.is_ok() {
                let _ = timeout(PATIENCE, stream.shutdown()).await;
            }
        }
        _ => {}
    }
}

/// How a server ends a conversation over HTTP/2 instead of answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Farewell {
    /// The whole connection, with this reason.
    GoAway(Reason),
    /// Each request's stream.
    Reset(Reason),
}

/// The same over HTTP/2: answers go out as far as the peer's window lets them.
pub(super) async fn talk_two<S>(
    stream: S,
    delay: Duration,
    farewell: Option<Farewell>,
    answer: impl Fn(&Asked) -> Response<Vec<u8>>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Ok(Ok(mut connection)) = timeout(IDLE, server::handshake(stream)).await else { return };
    if let Some(Farewell::GoAway(reason)) = farewell {
        connection.abrupt_shutdown(reason);
    }
    let mut answering = JoinSet::new();
    while let Ok(Some(Ok((request, mut respond)))) = timeout(IDLE, connection.accept()).await {
        if let Some(Farewell::Reset(reason)) = farewell {
            respond.send_reset(reason);
            continue;
        }
        let asked = Asked::of(&request);
        let (head, body) = answer(&asked).into_parts();
        let is_head = asked.is_head;
        answering.spawn(async move {
            sleep(delay).await;
            // A peer that left is no trouble here either.
            if let Ok(mut stream) = respond.send_response(Response::from_parts(head, ()), is_head)
                && !is_head
            {
                let _ = stream.send_data(Bytes::from(body), true);
            }
        });
    }
}

/// How a page does not come whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Flaw {
    /// The connection ends in it.
    Cut,
    /// It comes drop by drop.
    Drips,
    /// The connection ends after a good part of it.
    CutLate,
    /// After a good part of it the rest comes drop by drop.
    DripsLate,
    /// It comes in parts with pauses between.
    Stutters,
    /// Its head has a code that is none.
    Odd,
    /// `100 Continue` comes without an end instead.
    Floods,
}

/// Answers one request over HTTP/1.1 by the beginning of `answer`.
pub(super) async fn talk_in_part<S>(mut stream: S, flaw: Flaw, answer: Response<Vec<u8>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut heard = Vec::new();
    let Ok(Some(_)) = timeout(IDLE, request(&mut stream, &mut heard)).await else { return };
    if flaw == Flaw::Floods {
        let flooding = async { while stream.write_all(CONTINUE).await.is_ok() {} };
        return timeout(PATIENCE, flooding).await.unwrap_or_default();
    }
    if flaw == Flaw::Odd {
        // The page is whole.
        let odd = [ODD, &written(&answer, false)].concat();
        let _ = timeout(PATIENCE, stream.write_all(&odd)).await;
        return;
    }
    let whole = written(&answer, false);
    let first_part = match flaw {
        Flaw::CutLate | Flaw::DripsLate => GOOD_PART,
        Flaw::Stutters => PART,
        Flaw::Cut | Flaw::Drips | Flaw::Odd | Flaw::Floods => FIRST_PART,
    };
    let (first, rest) = whole.split_at(whole.len() - answer.body().len() + first_part);
    let writing = async {
        stream.write_all(first).await?;
        stream.flush().await?;
        let (drops, pause) = match flaw {
            Flaw::Drips | Flaw::DripsLate => (rest.chunks(DROP), BETWEEN_DROPS),
            Flaw::Stutters => (rest.chunks(PART), BETWEEN_PARTS),
            Flaw::Cut | Flaw::CutLate | Flaw::Odd | Flaw::Floods => {
                ([].chunks(DROP), BETWEEN_DROPS)
            }
        };
        for drop in drops {
            sleep(pause).await;
            stream.write_all(drop).await?;
            stream.flush().await?;
        }
        std::io::Result::Ok(())
    };
    // A peer that left is no trouble here either, and nobody says goodbye.
    let _ = timeout(PATIENCE, writing).await;
}

fn written(answer: &Response<Vec<u8>>, is_head: bool) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {}\r\n", answer.status()).into_bytes();
    for (name, value) in answer.headers() {
        text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    text.extend(b"\r\n");
    if !is_head {
        text.extend(answer.body());
    }
    text
}

/// What a request asks for.
pub(super) struct Asked {
    pub(super) is_head: bool,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) has_cookie: bool,
}

impl Asked {
    /// Of a request over HTTP/2 or HTTP/3, whose URI is whole.
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        Self {
            is_head: request.method() == Method::HEAD,
            host: request.uri().host().unwrap_or_default().to_owned(),
            path: request.uri().path().to_owned(),
            has_cookie: request.headers().contains_key(COOKIE),
        }
    }
}

/// Reads the next request's head.
async fn request<S: AsyncRead + Unpin>(stream: &mut S, heard: &mut Vec<u8>) -> Option<Asked> {
    loop {
        if let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = heard.drain(..end + 4).collect::<Vec<_>>();
            let head = String::from_utf8_lossy(&head);
            let mut words = head.split(' ');
            let is_head = match words.next()? {
                "GET" => false,
                "HEAD" => true,
                _ => return None,
            };
            let path = words.next().unwrap_or_default().to_owned();
            let headers = || head.lines().filter_map(|line| line.split_once(':'));
            let of = |wanted: &str| {
                headers()
                    .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                    .map(|(_, value)| value)
            };
            let host = of("host").unwrap_or_default().trim().to_owned();
            return Some(Asked { is_head, host, path, has_cookie: of("cookie").is_some() });
        }
        let mut part = [0; 2048];
        let read = stream.read(&mut part).await.ok()?;
        if read == 0 || heard.len() > MAX_HEAD {
            return None;
        }
        heard.extend(&part[..read]);
    }
}

/// nginx's keep-alive.
const IDLE: Duration = Duration::from_secs(75);
/// For one answer to be taken.
const PATIENCE: Duration = Duration::from_secs(300);
const ODD: &[u8] = b"HTTP/1.1 099 Low\r\n\r\n";
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
const FIRST_PART: usize = 1024;
const DROP: usize = 10;
const BETWEEN_DROPS: Duration = Duration::from_secs(1);
/// Where a page is cut whose beginning is good.
const GOOD_PART: usize = 12_000;
const PART: usize = 6_000;
const BETWEEN_PARTS: Duration = Duration::from_secs(4);
const MAX_HEAD: usize = 16 * 1024;
