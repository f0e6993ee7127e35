//! Heads as servers write them: what browsers take is taken, and what nobody can read is an answer all the same.

use crate::support::net;
use arna_model::Failure;
use arna_net::{Answer, Carrier, Channel, Cookies};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

/// What becomes of a page with this status line and these lines in its head.
async fn read(status: &str, lines: &[u8]) -> Result<Answer, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let page = [status.as_bytes(), b"\r\ncontent-length: 4\r\n", lines, b"\r\nHello"].concat();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _request = stream.read(&mut [0; 4096]).await.unwrap();
        drop(stream.write_all(&page).await);
        let _until_it_ends = stream.read(&mut [0; 4096]).await;
    });
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.outcome.unwrap();
    let mut channel = Channel::open(Carrier::Plain(connection), 4096);
    let url = Url::parse("http://localhost/").unwrap();
    net.fetch(&mut channel, &url, &mut Cookies::default(), 4096).await.outcome
}

const OK: &str = "HTTP/1.1 200 OK";

#[tokio::test]
async fn heads_that_browsers_take_are_taken() {
    let many: String = (0..1_500).map(|number| format!("x-{number}: v\r\n")).collect();
    for lines in [
        &b"X-Allow : true\r\n"[..],
        b"X-Allow\t: true\r\n",
        b"PHP Warning: PHP Startup: Unable to load dynamic library 'x.so' in Unknown on line 0\r\n",
        b"this line has no colon\r\n",
        b": no name\r\n",
        b"X-Note: \xed\xee\xe2\xee\xf1\xf2\xe8\r\n",
        b"X-Long: one\r\n two\r\n\tthree\r\n",
        b"X-Ctl: a\x01b\r\n",
        b"X-Empty:\r\n",
        b"X-Bare: line feed\n",
        b"Content-Length: 4\r\n",
        many.as_bytes(),
    ] {
        let answer = read(OK, lines).await;
        let shown = String::from_utf8_lossy(&lines[..lines.len().min(60)]).into_owned();
        let answer = answer.unwrap_or_else(|failure| panic!("{shown}: {failure}"));
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b"Hell"[..]), "{shown}");
    }
    let folded = read(OK, b"X-Long: one\r\n two\r\n").await.unwrap();
    assert_eq!(folded.headers["x-long"], "one two");
}

#[tokio::test]
async fn odd_codes_are_codes() {
    for (line, status) in [
        ("HTTP/1.1 999 Request denied", 999),
        ("HTTP/1.1 600 Odd", 600),
        ("HTTP/1.1 200", 200),
        ("HTTP/1.0 404 \u{41d}\u{435}\u{442}", 404),
        ("HTTP/1.1 511 Network Authentication Required", 511),
    ] {
        assert_eq!(read(line, b"").await.unwrap().status, status, "{line}");
    }
}

#[tokio::test]
async fn what_nobody_can_read_is_not_silence() {
    for (line, lines) in [
        ("HTTP/1.1 099 Low", &b""[..]),
        ("HTTP/1.1 20 Short", b""),
        ("SSH-2.0-OpenSSH_9.6", b""),
        ("<html>", b""),
        (OK, b"Content-Length: 99999\r\n"),
        (OK, b"Content-Length: many\r\n"),
    ] {
        assert_eq!(read(line, lines).await.err(), Some(Failure::HttpMalformed), "{line}");
    }
}
