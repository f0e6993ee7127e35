//! Long flows, recorded: does what begins to come go on coming?
//!
//! So much of a page is fetched that whoever lets only its beginning pass shows. What has come is looked up at the
//! socket, not where TLS has undone it: a record that stops in its middle is never seen whole. A flow ends when it
//! has all that is wanted, when its peer ends it, when nothing more has come for its patience, or when it took too
//! long in all; how far it got is kept with its times, and the judge makes of it what it may.

use std::net::SocketAddr;

use arna_model::{Event, Failure, Micros, Transfer, TransferMark};
use http::StatusCode;
use http::header::{ACCEPT_ENCODING, HeaderValue};
use tokio::time::{sleep, timeout};
use url::Url;

use crate::connection::Tap;
use crate::http::browser_request;
use crate::{Answer, Carrier, Channel, Net, Seen};

/// How long a long flow is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// After the last that came.
    pub silent: Micros,
    /// In all.
    pub longest: Micros,
}

impl Net {
    /// A view whose receive windows are as large as what is wanted.
    pub(crate) fn for_long(&self, wanted: u64) -> Self {
        self.with_window(u32::try_from(wanted).unwrap_or(u32::MAX))
    }

    /// Fetches the beginning of the page at `url`, `wanted` bytes of its body, from `address` over a connection of
    /// its own and verified TLS; without compression, so that bytes are bytes of the page. Connection and handshake
    /// are observations of their own. `None`: it did not come to the request. A success is a flow that brought all
    /// that is wanted; one that its peer ended before is [`Failure::Eof`].
    pub async fn long_page(
        &self,
        address: SocketAddr,
        url: &Url,
        wanted: u64,
        patience: Patience,
    ) -> Option<Seen<()>> {
        let net = self.for_long(wanted);
        let name = url.host_str()?;
        let connection = net.connect(address).await.ok()?;
        let secured = net.handshake(connection, name).await.ok()?;
        let t0 = self.now();
        let tap = secured.stream.get_ref().0.clone();
        let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), net.window());
        let progress = Progress::new(self, &tap);
        let mut request = browser_request(url, None)?;
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let within = self.patient_for(patience.longest);
        let mut marks = Vec::new();
        let outcome = tokio::select! {
            biased;
            outcome = channel.exchange(&within, request, wanted as usize) => outcome,
            () = progress.watch(&mut marks, patience.silent) => Err(Failure::GenericTimeout),
        };
        progress.mark(&mut marks);
        let outcome = outcome.and_then(|answer| whole(&answer, wanted));
        if outcome.as_ref().is_err_and(Failure::is_timeout) {
            // What is still on its way is not paid for.
            tap.give_up();
        }
        let transfer = Transfer { address, server_name: name.to_owned(), wanted, marks };
        let failure = outcome.as_ref().err().cloned();
        let id = self.record(t0, Event::Transfer(transfer), failure, channel.take_bytes());
        Some(Seen { id, outcome })
    }

    /// The same of `wanted` bytes from the helper at `address`, whose own name is `holder`, in a connection that names
    /// `server_name`.
    pub async fn long_transfer(
        &self,
        address: SocketAddr,
        names: (&str, &str),
        wanted: u64,
        patience: Patience,
    ) -> Option<Seen<()>> {
        let net = self.for_long(wanted);
        net.transfer_over(address, names, wanted, (patience.longest, Some(patience.silent))).await
    }
}

/// Whether an answer is the page, and brought all that is wanted of it.
fn whole(answer: &Answer, wanted: u64) -> Result<(), Failure> {
    if let Some(failure) = &answer.broken {
        return Err(failure.clone());
    }
    if answer.status != StatusCode::OK.as_u16() {
        return Err(Failure::Unknown("another answer than the page".to_owned()));
    }
    let is_all = answer.is_truncated || answer.body.len() as u64 >= wanted;
    is_all.then_some(()).ok_or(Failure::Eof)
}

/// How far a flow got, by what its socket has received since it began.
struct Progress<'a> {
    net: &'a Net,
    tap: &'a Tap,
    before: u64,
}

impl<'a> Progress<'a> {
    fn new(net: &'a Net, tap: &'a Tap) -> Self {
        Self { net, tap, before: tap.meter().received }
    }

    /// Notes how far it got, if that is farther than before.
    fn mark(&self, marks: &mut Vec<TransferMark>) {
        let bytes = self.tap.meter().received.saturating_sub(self.before);
        if bytes > marks.last().map_or(0, |mark| mark.bytes) {
            marks.push(TransferMark { t: self.net.now(), bytes });
        }
    }

    /// Notes how far it gets, until nothing more has come for so long.
    async fn watch(&self, marks: &mut Vec<TransferMark>, silent: Micros) {
        let start = self.net.now();
        loop {
            sleep(BETWEEN_GLANCES.into()).await;
            self.mark(marks);
            thin_out(marks);
            let last = marks.last().map_or(start, |mark| mark.t);
            if self.net.now().since(last) >= silent {
                return;
            }
        }
    }
}

/// Leaves out every other mark, but for the first and the last, once there are too many.
fn thin_out(marks: &mut Vec<TransferMark>) {
    if marks.len() > MOST_MARKS {
        let last = marks.len() - 1;
        let mut at = 0..;
        marks.retain(|_| at.next().is_some_and(|at| at % 2 == 0 || at == last));
    }
}

/// What comes of `future` within `patience`, if there is a limit.
pub(crate) async fn within<T>(
    patience: Option<Micros>,
    future: impl Future<Output = T>,
) -> Result<T, Failure> {
    match patience {
        None => Ok(future.await),
        Some(patience) => {
            timeout(patience.into(), future).await.map_err(|_| Failure::GenericTimeout)
        }
    }
}

/// How often it is looked up what has come: a silence of ten seconds is known to a fortieth.
const BETWEEN_GLANCES: Micros = Micros::from_millis(250);
const MOST_MARKS: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_few_and_keep_their_ends() {
        let mut marks = Vec::new();
        for n in 1..=500 {
            marks.push(TransferMark { t: Micros(n), bytes: n });
            thin_out(&mut marks);
            assert!(marks.len() <= MOST_MARKS);
            assert_eq!(marks.last().map(|mark| mark.bytes), Some(n));
            assert_eq!(marks.first().map(|mark| mark.bytes), Some(1));
        }
        assert!(marks.is_sorted_by_key(|mark| mark.bytes));
    }
}
