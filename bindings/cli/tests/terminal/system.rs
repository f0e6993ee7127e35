//! What the standard library has no words for: signals, terminals, a loopback, a small disk.

#![expect(unsafe_code, reason = "tests need the system's own doors, each behind a safe function")]

use std::ffi::CString;
use std::fs::File;
use std::io::{Error, Read};
use std::net::Ipv4Addr;
use std::os::fd::FromRawFd as _;
use std::path::Path;

/// Sends Ctrl-C.
pub(crate) fn interrupt(process: u32) {
    signal(process, libc::SIGINT);
}

/// Sends a signal.
pub(crate) fn signal(process: u32, number: i32) {
    let process = i32::try_from(process).unwrap();
    // SAFETY: kill takes numbers; the process is a child of ours that has not been waited for.
    assert_eq!(unsafe { libc::kill(process, number) }, 0, "{}", Error::last_os_error());
}

/// A terminal of 80 columns: the side of the person, and the side of the program.
pub(crate) fn terminal() -> (File, File) {
    let (mut person, mut program) = (-1, -1);
    let mut size = libc::winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: the first two are written, the size is read; name and settings are not wanted.
    let opened = unsafe {
        let (none, as_it_is) = (std::ptr::null_mut(), std::ptr::null_mut());
        libc::openpty(&raw mut person, &raw mut program, none, as_it_is, &raw mut size)
    };
    assert_eq!(opened, 0, "{}", Error::last_os_error());
    // SAFETY: openpty gave these to us and to nobody else.
    unsafe { (File::from_raw_fd(person), File::from_raw_fd(program)) }
}

/// Everything that a program wrote to its terminal, once it has let go of it.
pub(crate) fn read_all(mut person: &File) -> String {
    let (mut all, mut some) = (Vec::new(), [0; 4096]);
    // Linux says "input/output error" where a pipe would say that it is over.
    while let Ok(length @ 1..) = person.read(&mut some) {
        all.extend_from_slice(&some[..length]);
    }
    String::from_utf8(all).unwrap()
}

/// Gives the loopback an address (its own, if `alias` is 0) and takes it up.
pub(crate) fn loopback(alias: u8, address: Ipv4Addr) {
    let name = if alias == 0 { "lo".to_owned() } else { format!("lo:{alias}") };
    let request = |fill: &dyn Fn(&mut libc::ifreq)| {
        // SAFETY: plain data, for which zeroes are a value.
        let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
        for (to, from) in request.ifr_name.iter_mut().zip(name.bytes()) {
            *to = from as libc::c_char;
        }
        fill(&mut request);
        request
    };
    let address = request(&|request| {
        // SAFETY: as above; the field is then written as the kind that its family says.
        let mut inet: libc::sockaddr_in = unsafe { std::mem::zeroed() };
        inet.sin_family = libc::AF_INET as libc::sa_family_t;
        inet.sin_addr.s_addr = u32::from_ne_bytes(address.octets());
        // SAFETY: a sockaddr_in is a sockaddr of the same size.
        request.ifr_ifru.ifru_addr = unsafe { *(&raw const inet).cast::<libc::sockaddr>() };
    });
    let up = request(&|request| {
        request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    });
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    for (what, request) in [(libc::SIOCSIFADDR, address), (libc::SIOCSIFFLAGS, up)] {
        let socket = std::os::fd::AsRawFd::as_raw_fd(&socket);
        // SAFETY: the socket is open and the request is whole.
        let done = unsafe { libc::ioctl(socket, what as _, &raw const request) };
        assert_eq!(done, 0, "{name}: {}", Error::last_os_error());
    }
}

/// Puts a disk of so many kilobytes at `folder`; for a test with mounts of its own.
pub(crate) fn small_disk(folder: &Path, kilobytes: u32) {
    mount(folder, 0, &format!("size={kilobytes}k"));
}

/// Makes it one of so many kilobytes.
pub(crate) fn small_disk_grows(folder: &Path, kilobytes: u32) {
    mount(folder, libc::MS_REMOUNT, &format!("size={kilobytes}k"));
}

/// Makes the disk at `folder` one that can only be read, for root too.
pub(crate) fn read_only(folder: &Path) {
    mount(folder, libc::MS_REMOUNT | libc::MS_RDONLY, "");
}

fn mount(folder: &Path, flags: libc::c_ulong, options: &str) {
    let c = |text: &str| CString::new(text).unwrap();
    let (kind, folder) = (c("tmpfs"), c(folder.to_str().unwrap()));
    let options = c(options);
    // SAFETY: four strings that outlive the call.
    let done = unsafe {
        libc::mount(kind.as_ptr(), folder.as_ptr(), kind.as_ptr(), flags, options.as_ptr().cast())
    };
    assert_eq!(done, 0, "{}", Error::last_os_error());
}
