//! What Linux and Android know of a connection: `TCP_INFO`, read by offset, since libc's struct ends
//! before the byte counters.

use arna_model::{Bytes, TcpInfo};
use tokio::net::TcpStream;

pub(super) struct Kernel {
    pub(super) info: TcpInfo,
    /// Absent on kernels before 4.19, which do not count bytes sent.
    pub(super) meter: Option<Bytes>,
}

#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn of(stream: &TcpStream, is_v6: bool) -> Option<Kernel> {
    use std::os::fd::AsRawFd;

    let mut raw = [0u8; 232];
    let mut length = raw.len() as libc::socklen_t;
    // SAFETY: the descriptor is open for as long as `stream` is borrowed, and the kernel writes at most
    // `length` bytes into `raw`, whose size that is.
    #[expect(unsafe_code, reason = "no safe wrapper reads TCP_INFO to its end")]
    let status = unsafe {
        libc::getsockopt(
            stream.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            raw.as_mut_ptr().cast(),
            &raw mut length,
        )
    };
    if status != 0 {
        return None;
    }
    Some(read(&raw[..(length as usize).min(raw.len())], is_v6))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn of(_stream: &TcpStream, _is_v6: bool) -> Option<Kernel> {
    None
}

/// Offsets of `struct tcp_info` in Linux's `include/uapi/linux/tcp.h`; fields are only ever appended.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn read(raw: &[u8], is_v6: bool) -> Kernel {
    let u32_at = |offset: usize| {
        raw.get(offset..offset + 4).map(|b| u32::from_ne_bytes(b.try_into().expect("four bytes")))
    };
    let u64_at = |offset: usize| {
        raw.get(offset..offset + 8).map(|b| u64::from_ne_bytes(b.try_into().expect("eight bytes")))
    };
    let rtt = u32_at(68).filter(|rtt| *rtt > 0).map(|rtt| arna_model::Micros(u64::from(rtt)));
    let bytes_sent = u64_at(200);
    let unacked = u64_at(200).zip(u64_at(208)).zip(u64_at(120)).map(|((sent, again), acked)| {
        // The SYN and the FIN are acknowledged too.
        (sent.saturating_sub(again)).saturating_sub(acked)
    });
    // Each segment has a time stamp, where both ends speak of it (`tcpi_options`), and the first of each way all that
    // can be agreed on: 20 bytes, or what the peer takes of it.
    let has_stamps = raw.get(5).is_none_or(|options| options & 1 != 0);
    let stamp = if has_stamps { 12 } else { 0 };
    let headers = stamp + if is_v6 { 60 } else { 40 };
    let (syn, syn_ack) = (20 - stamp, if has_stamps { 8 } else { 12 });
    let meter = bytes_sent.zip(u64_at(128)).zip(u32_at(136).zip(u32_at(140))).map(
        |((sent, received), (packets_out, packets_in))| Bytes {
            sent: sent + headers * u64::from(packets_out) + syn,
            received: received + headers * u64::from(packets_in) + syn_ack,
        },
    );
    Kernel {
        info: TcpInfo {
            rtt,
            retransmits: u32_at(100).unwrap_or(0),
            // Older kernels count segments alone: of the size that they send.
            unacked_bytes: unacked.unwrap_or_else(|| {
                u64::from(u32_at(24).unwrap_or(0)) * u64::from(u32_at(16).unwrap_or(1))
            }) as u32,
        },
        meter,
    }
}
