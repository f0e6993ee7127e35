//! Transfers, recorded: how fast bytes come from a helper under a name.
//!
//! The helper's own certificate is asked for, whatever name is sent: nothing is said to anybody else, and
//! what comes is the helper's. How far the transfer got is kept with its times, also when it is given up,
//! so that nothing of the evidence is lost; the judge makes a rate of it.

use std::net::SocketAddr;

use arna_model::{Bytes, Event, Failure, Micros, Transfer, TransferMark};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::connection::Secured;
use crate::long::within;
use crate::{Net, Seen, allowance, classify};

impl Net {
    /// Fetches `wanted` bytes from the helper at `address`, whose own name is `holder`, in a connection that
    /// names `server_name`; gives up after `patience`. Connection and handshake are observations of their
    /// own. A success is a transfer that came to its end.
    pub async fn transfer(
        &self,
        address: SocketAddr,
        (server_name, holder): (&str, &str),
        wanted: u64,
        patience: Micros,
    ) -> Option<Seen<()>> {
        let net = self.for_transfers();
        net.transfer_over(address, (server_name, holder), wanted, (patience, None)).await
    }

    /// The same over connections with this view's window; gives up, too, once nothing came for as long as is said.
    pub(crate) async fn transfer_over(
        &self,
        address: SocketAddr,
        (server_name, holder): (&str, &str),
        wanted: u64,
        (patience, silent): (Micros, Option<Micros>),
    ) -> Option<Seen<()>> {
        let connection = self.connect(address).await.ok()?;
        let secured = self.handshake_with(connection, server_name, holder).await.ok()?;
        let t0 = self.now();
        let (tap, counted) = (secured.stream.get_ref().0.clone(), secured.counted);
        tap.allow(allowance::transfer(wanted));
        let mut marks = Vec::new();
        let reading = self.read(secured, (holder, wanted), silent, &mut marks);
        let outcome = match timeout(patience.into(), reading).await {
            Ok(outcome) => outcome.map_err(|why| tap.blamed(why)),
            Err(_) => Err(Failure::GenericTimeout),
        };
        if outcome.is_err() {
            // What is still on its way is not paid for.
            tap.give_up();
        }
        let transfer = Transfer { address, server_name: server_name.to_owned(), wanted, marks };
        let bytes: Bytes = tap.meter() - counted;
        let id = self.record(t0, Event::Transfer(transfer), outcome.as_ref().err().cloned(), bytes);
        Some(Seen { id, outcome })
    }

    async fn read(
        &self,
        mut secured: Secured,
        (holder, wanted): (&str, u64),
        silent: Option<Micros>,
        marks: &mut Vec<TransferMark>,
    ) -> Result<(), Failure> {
        let failure = |error: std::io::Error| classify::io_failure(&error);
        let request = format!("GET /bytes/{wanted} HTTP/1.1\r\nHost: {holder}\r\n\r\n");
        let stream = &mut secured.stream;
        stream.write_all(request.as_bytes()).await.map_err(failure)?;
        stream.flush().await.map_err(failure)?;
        let (mut bytes, mut part) = (0, vec![0; PART]);
        while bytes < wanted {
            let read = within(silent, stream.read(&mut part)).await?.map_err(failure)?;
            if read == 0 {
                return Err(Failure::Eof);
            }
            if bytes == 0 && !part[..read].starts_with(YES) {
                return Err(Failure::Unknown("the helper would not answer".to_owned()));
            }
            bytes += read as u64;
            let t = self.now();
            match marks.last_mut() {
                // What came at one time is one mark.
                Some(last) if last.t == t => last.bytes = bytes,
                _ => marks.push(TransferMark { t, bytes }),
            }
        }
        Ok(())
    }
}

/// How the answer of a helper that has the bytes begins.
const YES: &[u8] = b"HTTP/1.1 200";

/// Two records of a helper's, so that there are some sixteen marks at most.
const PART: usize = 8 * 1024;
