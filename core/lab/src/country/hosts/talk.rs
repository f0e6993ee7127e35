//! HTTP/1.1 as servers in the lab speak it: whole answers, one after the other.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{sleep, timeout};

/// Answers requests until the peer has enough, is silent for too long, or sends a body (which no site
/// in the lab expects).
pub(super) async fn talk<S>(mut stream: S, delay: Duration, answer: impl Fn(bool) -> Vec<u8>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut heard = Vec::new();
    while let Ok(Some(is_head)) = timeout(IDLE, request(&mut stream, &mut heard)).await {
        sleep(delay).await;
        let writing = async {
            stream.write_all(&answer(is_head)).await?;
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

/// Reads the next request's head, and says whether it is a HEAD.
async fn request<S: AsyncRead + Unpin>(stream: &mut S, heard: &mut Vec<u8>) -> Option<bool> {
    loop {
        if let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = heard.drain(..end + 4).collect::<Vec<_>>();
            return match head.split(|byte| *byte == b' ').next()? {
                b"GET" => Some(false),
                b"HEAD" => Some(true),
                _ => None,
            };
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
const MAX_HEAD: usize = 16 * 1024;
