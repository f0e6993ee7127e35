//! When a reader is woken: once so many bytes are there, as Linux and Android can be told.

use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// How many bytes a connection's reader waits for.
#[derive(Debug)]
pub(super) struct LowWater {
    least: usize,
    /// When waiting for more than one ends, whatever the system says.
    valve: Option<Pin<Box<Sleep>>>,
}

impl LowWater {
    pub(super) fn new() -> Self {
        Self { least: 1, valve: None }
    }

    /// Has the system wake the reader when `least` bytes are there, no more can come, or its buffer is
    /// full. Where the system cannot, it wakes the reader for every byte.
    pub(super) fn set(&mut self, stream: &TcpStream, least: usize) {
        if least == self.least {
            return;
        }
        if least > 1 {
            // What the system said under the last mark is forgotten; setting the new one has it speak.
            let is_enough = || match waiting(stream)? < least {
                true => Err(io::ErrorKind::WouldBlock.into()),
                false => Ok(()),
            };
            stream.try_io(Interest::READABLE, is_enough).ok();
        }
        if tell(stream, least) {
            self.least = least;
            self.valve = (least > 1).then(|| Box::pin(sleep(PATIENCE)));
        }
    }

    /// Reads what there is once waiting for the mark took too long.
    pub(super) fn poll(
        &mut self,
        stream: &TcpStream,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(valve) = &mut self.valve else { return Poll::Pending };
        if valve.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.set(stream, 1);
        // Systems before Linux 4.18 say nothing when the mark falls: asked without waiting for their word.
        let read = (&*SockRef::from(stream)).read(buffer.initialize_unfilled());
        match read {
            Ok(count) => buffer.advance(count),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Poll::Pending,
            Err(error) => return Poll::Ready(Err(error)),
        }
        Poll::Ready(Ok(()))
    }
}

/// Longer than a round trip on the worst link, shorter than any deadline (**ours**). Before Linux 5.10 a
/// buffer that is full of small segments wakes nobody.
const PATIENCE: Duration = Duration::from_secs(3);

#[cfg(any(target_os = "linux", target_os = "android"))]
fn tell(stream: &TcpStream, least: usize) -> bool {
    use std::os::fd::AsRawFd;

    let least = libc::c_int::try_from(least).unwrap_or(libc::c_int::MAX);
    // SAFETY: the descriptor is open for as long as `stream` is borrowed, and the kernel reads no more
    // than the given size of `least`.
    #[expect(unsafe_code, reason = "no safe wrapper sets SO_RCVLOWAT")]
    let status = unsafe {
        libc::setsockopt(
            stream.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_RCVLOWAT,
            (&raw const least).cast(),
            size_of_val(&least) as libc::socklen_t,
        )
    };
    status == 0
}

/// Bytes that can be read at once.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn waiting(stream: &TcpStream) -> io::Result<usize> {
    use std::os::fd::AsRawFd;

    let mut count: libc::c_int = 0;
    // SAFETY: the descriptor is open for as long as `stream` is borrowed, and FIONREAD writes one int.
    #[expect(unsafe_code, reason = "no safe wrapper asks a socket for FIONREAD")]
    let status = unsafe { libc::ioctl(stream.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    if status == 0 { Ok(count as usize) } else { Err(io::Error::last_os_error()) }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn tell(_stream: &TcpStream, _least: usize) -> bool {
    false
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn waiting(_stream: &TcpStream) -> io::Result<usize> {
    Ok(usize::MAX)
}
