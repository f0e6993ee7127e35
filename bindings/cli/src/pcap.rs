//! `--pcap`: what passes the phone's interface, as a pcapng file.
//!
//! Packets are bare IP (link type RAW); times are the lab's own, to the microsecond, so that the same
//! seed gives the same bytes. A disk that fills up does not stop the run: it is told at the end.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arna_lab::Direction;
use arna_model::WallTime;
use arna_words::Line;
use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::{
    InterfaceDescriptionBlock, InterfaceDescriptionOption, InterfaceTsResolution,
};
use pcap_file::pcapng::blocks::section_header::{SectionHeaderBlock, SectionHeaderOption};
use pcap_file::pcapng::{PcapNgWriteError, PcapNgWriter};
use pcap_file::{DataLink, Endianness};

use crate::exits::Trouble;
use crate::words::{line, words};
use crate::{out, private};

/// A capture that goes on.
pub(crate) struct Capture {
    path: PathBuf,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    writer: PcapNgWriter<BufWriter<File>>,
    failed: Option<PcapNgWriteError>,
    packets: u64,
    bytes: u64,
}

impl Capture {
    /// Begins a file. An older capture is replaced; anything else is left alone.
    pub(crate) fn create(path: &Path) -> Result<Self, Trouble> {
        let cannot = |error: PcapNgWriteError| cannot(path, &error);
        if is_something_else(path) {
            return Err(Trouble::usage(line(Line::NoCapture, &[("path", &path.display())])));
        }
        let file = private::file(path).map_err(|error| cannot(error.into()))?;
        let mut writer =
            PcapNgWriter::with_section_header(BufWriter::new(file), section()).map_err(cannot)?;
        writer.write_pcapng_block(interface()).map_err(cannot)?;
        // A disk without room is found before the run.
        writer.get_mut().flush().map_err(|error| cannot(error.into()))?;
        let shared = Shared { writer, failed: None, packets: 0, bytes: 0 };
        Ok(Self { path: path.to_owned(), shared: Arc::new(Mutex::new(shared)) })
    }

    /// What has to be told every packet.
    pub(crate) fn onlooker(&self) -> impl FnMut(WallTime, Direction, &[u8]) + Send + 'static {
        let shared = Arc::clone(&self.shared);
        move |at, direction, packet| {
            shared.lock().unwrap_or_else(PoisonError::into_inner).take(at, direction, packet);
        }
    }

    /// Ends the file and says what is in it; how many bytes passed.
    pub(crate) fn finish(self) -> Result<u64, Trouble> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let flushed = shared.writer.get_mut().flush().map_err(PcapNgWriteError::from);
        if let Some(error) = shared.failed.take().or(flushed.err()) {
            return Err(cannot(&self.path, &error));
        }
        let (packets, bytes) = (shared.packets, words().bytes(shared.bytes));
        let values: [(&str, &dyn Display); 2] = [("bytes", &bytes), ("path", &self.path.display())];
        out::tell(words().counted_line(Line::Captured, packets, &values));
        Ok(shared.bytes)
    }
}

impl Shared {
    fn take(&mut self, at: WallTime, direction: Direction, packet: &[u8]) {
        self.packets += 1;
        self.bytes += packet.len() as u64;
        if self.failed.is_none() {
            self.failed = self.writer.write_pcapng_block(block(at, direction, packet)).err();
        }
    }
}

/// Whether a file is there that no capture's beginning is in.
fn is_something_else(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let mut begins = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut begins));
    // What cannot be read cannot be told apart.
    read.is_err() || begins != SECTION_BEGINS
}

fn section() -> SectionHeaderBlock<'static> {
    let program = concat!("arna ", env!("CARGO_PKG_VERSION"));
    SectionHeaderBlock {
        // Not the machine's own: the same seed gives the same bytes everywhere.
        endianness: Endianness::Little,
        options: vec![SectionHeaderOption::UserApplication(program.into())],
        ..SectionHeaderBlock::default()
    }
}

fn interface() -> InterfaceDescriptionBlock<'static> {
    let mut interface = InterfaceDescriptionBlock::new(DataLink::RAW, WHOLE);
    interface.options = vec![
        InterfaceDescriptionOption::IfName("phone".into()),
        InterfaceDescriptionOption::IfTsResol(InterfaceTsResolution::MICRO),
    ];
    interface
}

fn block(at: WallTime, direction: Direction, packet: &[u8]) -> EnhancedPacketBlock<'_> {
    let flags = match direction {
        Direction::Down => INBOUND,
        Direction::Up => OUTBOUND,
    };
    EnhancedPacketBlock {
        interface_id: 0,
        timestamp: Duration::from_micros(u64::try_from(at.0).unwrap_or_default()),
        original_len: u32::try_from(packet.len()).unwrap_or(u32::MAX),
        data: packet.into(),
        options: vec![EnhancedPacketOption::Flags(flags)],
    }
}

fn cannot(path: &Path, error: &PcapNgWriteError) -> Trouble {
    let path = path.display();
    let failed = |why: &dyn Display| {
        Trouble::own(line(Line::CaptureFailed, &[("path", &path), ("why", why)]))
    };
    match error {
        PcapNgWriteError::Io(error) if error.kind() == io::ErrorKind::IsADirectory => {
            Trouble::usage(line(Line::IsFolder, &[("path", &path)]))
        }
        PcapNgWriteError::Io(error) => failed(&words().system(error)),
        error => failed(error),
    }
}

/// The type of a section's header, with which every pcapng file begins.
const SECTION_BEGINS: &[u8] = &[0x0a, 0x0d, 0x0d, 0x0a];
/// Every packet is whole.
const WHOLE: u32 = 0;
const INBOUND: u32 = 1;
const OUTBOUND: u32 = 2;
