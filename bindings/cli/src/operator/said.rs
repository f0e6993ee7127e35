//! What a system's program says, if it says it soon.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// What a program prints; `None`: there is no such program, or it takes too long. A program that fails prints nothing
/// here.
pub(super) async fn said(program: &str, words: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(words).env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).spawn().ok()?;
    let out = child.stdout.take()?;
    let read = spawn_blocking(move || {
        let mut text = Vec::new();
        out.take(MOST).read_to_end(&mut text).ok()?;
        Some(text)
    });
    let text = timeout(PATIENCE, read).await;
    // One that has ended does not mind; of one that has not the pipe closes, and whoever reads it is done.
    child.kill().ok();
    child.wait().ok();
    let text = text.ok()?.ok()??;
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// It asks a service of this machine, which answers from memory.
const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes that are read: what a modem is said to be takes 4 kB.
const MOST: u64 = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_heard_and_one_that_is_not_there_says_nothing() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            assert_eq!(said("arna-no-such-program", &[]).await, None);
            assert_eq!(said("echo", &["one", "two"]).await.as_deref(), Some("one two\n"));
        });
    }
}
