//! `demo --pcap`: the file is read back.

use std::fs::File;
use std::path::Path;

use pcap_file::DataLink;
use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketOption;
use pcap_file::pcapng::{Block, PcapNgReader};
use tls_parser::{TlsExtension, TlsMessage, TlsMessageHandshake};

use crate::command::Home;

/// A packet: microseconds since 1970, the flags, what it holds.
type Packet = (u128, u32, Vec<u8>);

#[test]
fn what_passed_is_in_the_file() {
    let home = Home::new();
    let said = home.run("demo first-light --json --pcap all.pcapng").exits(0);
    let packets = read(&home.path("all.pcapng"));
    let bytes: usize = packets.iter().map(|one| one.2.len()).sum();
    let (thousands, rest) = (packets.len() / 1_000, packets.len() % 1_000);
    let count = format!("{thousands},{rest:03} packets (");
    let said = said.tells(&[&count, "are in all.pcapng."]);
    let run = said.json().run;
    let told = |way: &str| run["bytes"][way].as_u64().unwrap() as usize;
    assert!(bytes >= told("sent") + told("received"), "{bytes}, and the run: {run}");
    assert!(packets.is_sorted_by_key(|one| one.0));
    // 2024-05-01T08:00:00Z, when every story begins unless it says otherwise.
    assert_eq!(packets[0].0 / 1_000_000, 1_714_550_400);
    for (_, flags, packet) in &packets {
        assert_eq!(packet[0] >> 4, 4, "bare IPv4");
        assert_eq!(usize::from(u16::from_be_bytes([packet[2], packet[3]])), packet.len());
        let phone = if *flags == 2 { 12..16 } else { 16..20 };
        assert_eq!(packet[phone], [2, 72, 41, 7], "the phone sends what is outbound");
    }
    let asked: Vec<_> = packets.iter().filter_map(|one| server_name(&one.2)).collect();
    let known = said.json().measurements;
    let is_target =
        |name: &String| known.iter().any(|one| one["input"] == format!("https://{name}/"));
    assert!(asked.iter().any(is_target), "{asked:?}");
    assert!(asked.len() >= 5, "{asked:?}");
}

#[test]
fn the_same_seed_gives_the_same_file_and_an_older_one_is_replaced() {
    let home = Home::new();
    for (seed, file) in [(1, "a"), (2, "b"), (1, "b")] {
        home.run(&format!("demo first-light --seed {seed} --pcap {file}")).exits(0);
    }
    let read = |file| std::fs::read(home.path(file)).unwrap();
    assert!(read("a") == read("b"));
    assert_eq!(read("a")[..4], [0x0a, 0x0d, 0x0d, 0x0a]);
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_the_run() {
    let home = Home::new();
    home.write("letter.txt", "precious");
    std::fs::create_dir(home.path("folder")).unwrap();
    for (file, code, part) in [
        ("none/a.pcapng", 1, "the capture none/a.pcapng cannot be written: "),
        ("folder", 2, "folder is a folder"),
        ("letter.txt", 2, "is no capture; nothing is overwritten"),
        ("/dev/full", 1, "the capture /dev/full cannot be written: "),
    ] {
        let said = home.run(&format!("demo first-light --pcap {file}")).exits(code).tells(&[part]);
        assert!(said.out.is_empty() && !said.err.contains("1/6"), "{said}");
    }
    assert_eq!(std::fs::read(home.path("letter.txt")).unwrap(), b"precious");
    home.run("demo first-light --db kept.db").exits(0);
    let again = home.run("demo first-light --db kept.db --pcap a.pcapng").exits(2);
    again.tells(&["in the database already", "another --seed"]);
    assert!(!home.path("a.pcapng").exists());
    let said = home.run("demo first-light --seed 2 --db kept.db --pcap kept.db").exits(2);
    said.tells(&["is no capture"]);
}

fn read(path: &Path) -> Vec<Packet> {
    let mut reader = PcapNgReader::new(File::open(path).unwrap()).unwrap();
    let mut packets = Vec::new();
    while let Some(block) = reader.next_block() {
        match block.unwrap().0 {
            Block::InterfaceDescription(interface) => {
                assert_eq!(interface.linktype, DataLink::RAW);
            }
            Block::EnhancedPacket(packet) => {
                let [EnhancedPacketOption::Flags(flags)] = packet.options[..] else {
                    panic!("{:?}", packet.options)
                };
                packets.push((packet.timestamp.as_micros(), flags, packet.data.into_owned()));
            }
            other => panic!("{other:?}"),
        }
    }
    packets
}

/// The name in a ClientHello, if that is what a packet holds.
fn server_name(packet: &[u8]) -> Option<String> {
    const TCP: u8 = 6;
    let tcp = packet.get(20..).filter(|_| packet[9] == TCP)?;
    let payload = tcp.get(usize::from(tcp[12] >> 4) * 4..)?;
    let (_, record) = tls_parser::parse_tls_plaintext(payload).ok()?;
    let Some(TlsMessage::Handshake(TlsMessageHandshake::ClientHello(hello))) = record.msg.first()
    else {
        return None;
    };
    let (_, extensions) = tls_parser::parse_tls_extensions(hello.ext?).ok()?;
    extensions.iter().find_map(|extension| match extension {
        TlsExtension::SNI(names) => Some(String::from_utf8(names.first()?.1.to_vec()).unwrap()),
        _ => None,
    })
}
