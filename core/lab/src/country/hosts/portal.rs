//! The operator's portal, and the server abroad that tells whether there is one.
//!
//! A phone asks the probe over cleartext and expects 204 and nothing else; where the operator holds
//! everybody until they log in or pay, the portal answers in its place.

use std::time::Duration;

use http::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use tokio::task::JoinSet;

use super::talk::{Asked, talk};
use super::{HTTP, accept_all};
use crate::sim::{Host, Listener};

/// What the portal wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Portal {
    /// That one logs in.
    Login,
    /// That one pays.
    TopUp,
}

impl Portal {
    /// Answers what is diverted to it by sending everybody to its page.
    pub(in super::super) fn divert(self, listener: Listener, tasks: &mut JoinSet<()>) {
        tasks.spawn(accept_all(listener, move |stream, _| {
            talk(stream, Duration::ZERO, move |_| self.redirect())
        }));
    }

    /// Shows its page on `host`.
    pub(in super::super) fn put_up(self, host: &Host, tasks: &mut JoinSet<()>) {
        tasks.spawn(accept_all(host.listen(HTTP), move |stream, _| {
            talk(stream, Duration::ZERO, move |_| self.page())
        }));
    }

    fn redirect(self) -> Response<Vec<u8>> {
        let path = match self {
            Self::Login => "login",
            Self::TopUp => "balance/zero",
        };
        Response::builder()
            .status(302)
            .header(LOCATION, format!("http://{}/{path}", super::super::atlas::PORTAL.0))
            .header(CONTENT_LENGTH, 0)
            .body(Vec::new())
            .expect("the lab's own headers")
    }

    fn page(self) -> Response<Vec<u8>> {
        let title = match self {
            Self::Login => "Вход в сеть",
            Self::TopUp => "Недостаточно средств на балансе",
        };
        let body = format!("<html><head><title>{title}</title></head><body></body></html>\n");
        Response::builder()
            .status(200)
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            .header(CONTENT_LENGTH, body.len())
            .body(body.into_bytes())
            .expect("the lab's own headers")
    }
}

/// Answers every cleartext request on `host` with 204.
pub(in super::super) fn put_up_probe(host: &Host, tasks: &mut JoinSet<()>) {
    let nothing =
        |_: &Asked| Response::builder().status(204).body(Vec::new()).expect("a status alone");
    tasks.spawn(accept_all(host.listen(HTTP), move |stream, _| {
        talk(stream, Duration::ZERO, nothing)
    }));
}
