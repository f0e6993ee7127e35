//! SYNs that die on the way, and who says so.
//!
//! While a connection is being opened, Linux hands what routers say of its SYN to the socket's error queue
//! (`IP_RECVERR`; for TCP since 5.8, "allow traceroute -Mtcp for unpriv users"), with the router's address. Once
//! a connection is open it does not: what routers say then never reaches a socket. Older kernels end the
//! connect without saying who spoke. Apple's systems have no such queue.

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::wire::Fate;

/// Bounds how far what a socket sends goes.
pub(super) fn set_hop_limit(socket: &Socket, is_v6: bool, hop_limit: u8) -> io::Result<()> {
    if is_v6 {
        socket.set_unicast_hops_v6(hop_limit.into())
    } else {
        socket.set_ttl_v4(hop_limit.into())
    }
}

/// A socket whose SYN goes no further than `hop_limit` hops.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn socket(_address: SocketAddr, _hop_limit: u8) -> io::Result<Socket> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Sends that SYN; what becomes of it.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) async fn probe(_socket: Socket, _address: SocketAddr) -> io::Result<Fate> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) use linux::{probe, socket};

#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
    use std::os::fd::AsRawFd;
    use std::time::Duration;

    use socket2::{Domain, Protocol, Type};
    use tokio::io::Interest;
    use tokio::net::TcpStream;

    use super::*;

    /// A socket whose SYN goes no further than `hop_limit` hops.
    pub(in super::super) fn socket(address: SocketAddr, hop_limit: u8) -> io::Result<Socket> {
        let is_v6 = address.is_ipv6();
        let kind = Type::STREAM.nonblocking().cloexec();
        let socket = Socket::new(Domain::for_address(address), kind, Some(Protocol::TCP))?;
        set_hop_limit(&socket, is_v6, hop_limit)?;
        ask_for_errors(&socket, is_v6)?;
        // Whoever answers gets a reset, not a farewell.
        socket.set_linger(Some(Duration::ZERO))?;
        Ok(socket)
    }

    /// Sends that SYN; what becomes of it.
    pub(in super::super) async fn probe(socket: Socket, address: SocketAddr) -> io::Result<Fate> {
        match socket.connect(&address.into()) {
            Ok(()) => return Ok(Fate::Opened),
            Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => {}
            Err(error) => return Err(error),
        }
        let stream = TcpStream::from_std(socket.into())?;
        loop {
            stream.writable().await?;
            if let Some(fate) = queued(&stream) {
                return Ok(fate);
            }
            match stream.take_error()? {
                Some(error) => return fate_of(error),
                None if stream.peer_addr().is_ok() => return Ok(Fate::Opened),
                None => {
                    let not_yet = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
                    // What the system said is forgotten: it will say so again.
                    stream.try_io(Interest::WRITABLE, not_yet).ok();
                }
            }
        }
    }

    /// What a failed connect means where nobody is named: old kernels end it so when the hops are used up.
    fn fate_of(error: io::Error) -> io::Result<Fate> {
        match error.raw_os_error() {
            Some(libc::ECONNREFUSED) => Ok(Fate::Refused),
            Some(libc::EHOSTUNREACH) => Ok(Fate::Expired(None)),
            _ => Err(error),
        }
    }

    fn ask_for_errors(socket: &Socket, is_v6: bool) -> io::Result<()> {
        let (level, option) = match is_v6 {
            true => (libc::IPPROTO_IPV6, libc::IPV6_RECVERR),
            false => (libc::IPPROTO_IP, libc::IP_RECVERR),
        };
        let on: libc::c_int = 1;
        // SAFETY: the descriptor is open for as long as `socket` is borrowed, and the kernel reads no more than
        // the given size of `on`.
        #[expect(unsafe_code, reason = "no safe wrapper sets IP_RECVERR")]
        let status = unsafe {
            libc::setsockopt(
                socket.as_raw_fd(),
                level,
                option,
                (&raw const on).cast(),
                size_of_val(&on) as libc::socklen_t,
            )
        };
        if status == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// What a router said, if that is what waits in the error queue.
    fn queued(stream: &TcpStream) -> Option<Fate> {
        // Aligned for control messages, and larger than an error with an address of IPv6.
        let mut control = [0u64; 64];
        // SAFETY: all zero is a valid msghdr without buffers.
        #[expect(unsafe_code, reason = "libc has private padding in it on some targets")]
        let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
        message.msg_control = control.as_mut_ptr().cast();
        message.msg_controllen = size_of_val(&control) as _;
        // SAFETY: the descriptor is open for as long as `stream` is borrowed, and the kernel writes no more than
        // `msg_controllen` bytes into `control`; there is no other buffer.
        #[expect(unsafe_code, reason = "no safe wrapper reads the error queue")]
        let status =
            unsafe { libc::recvmsg(stream.as_raw_fd(), &raw mut message, libc::MSG_ERRQUEUE) };
        if status < 0 {
            return None;
        }
        let words = control.iter().flat_map(|word| word.to_ne_bytes());
        let bytes: Vec<u8> = words.take(message.msg_controllen as usize).collect();
        said(&bytes)
    }

    /// Reads control messages for a router's error: each is its length (a word of the machine's), level and type,
    /// and data; of an error `struct sock_extended_err`, 16 bytes, and the address of who said it.
    fn said(mut control: &[u8]) -> Option<Fate> {
        const WORD: usize = size_of::<usize>();
        // The kernel's lengths are words of the machine, whatever a C library calls them.
        while control.len() >= WORD + 8 {
            let length = usize::from_ne_bytes(control[..WORD].try_into().ok()?);
            let level = i32::from_ne_bytes(control[WORD..WORD + 4].try_into().ok()?);
            let kind = i32::from_ne_bytes(control[WORD + 4..WORD + 8].try_into().ok()?);
            let data = control.get((WORD + 8).next_multiple_of(WORD)..length)?;
            let is_error = matches!(
                (level, kind),
                (libc::IPPROTO_IP, libc::IP_RECVERR) | (libc::IPPROTO_IPV6, libc::IPV6_RECVERR)
            );
            if is_error {
                return fate(data);
            }
            control = control.get(length.next_multiple_of(WORD)..)?;
        }
        None
    }

    fn fate(error: &[u8]) -> Option<Fate> {
        let by = error.get(EXTENDED_ERROR..).and_then(router);
        match (*error.get(4)?, *error.get(5)?) {
            (libc::SO_EE_ORIGIN_ICMP, ICMP_TIME_EXCEEDED)
            | (libc::SO_EE_ORIGIN_ICMP6, ICMPV6_TIME_EXCEEDED) => Some(Fate::Expired(by)),
            (libc::SO_EE_ORIGIN_ICMP, ICMP_UNREACHABLE)
            | (libc::SO_EE_ORIGIN_ICMP6, ICMPV6_UNREACHABLE) => Some(Fate::Unreachable(by)),
            _ => None,
        }
    }

    /// The address in a socket address.
    fn router(name: &[u8]) -> Option<IpAddr> {
        match i32::from(u16::from_ne_bytes(name.get(..2)?.try_into().ok()?)) {
            libc::AF_INET => {
                Some(Ipv4Addr::from(<[u8; 4]>::try_from(name.get(4..8)?).ok()?).into())
            }
            libc::AF_INET6 => {
                let v6 = Ipv6Addr::from(<[u8; 16]>::try_from(name.get(8..24)?).ok()?);
                Some(v6.to_canonical())
            }
            _ => None,
        }
    }

    /// Bytes of `struct sock_extended_err`.
    const EXTENDED_ERROR: usize = 16;
    const ICMP_UNREACHABLE: u8 = 3;
    const ICMP_TIME_EXCEEDED: u8 = 11;
    const ICMPV6_UNREACHABLE: u8 = 1;
    const ICMPV6_TIME_EXCEEDED: u8 = 3;
}
