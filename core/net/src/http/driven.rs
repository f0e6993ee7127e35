//! A connection that has to be driven for what goes over it.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What reads and writes for a connection; none, once the connection has ended.
pub(super) struct Driver<D>(Option<Pin<Box<D>>>);

impl<D: Future> Driver<D> {
    pub(super) fn new(driver: D) -> Self {
        Self(Some(Box::pin(driver)))
    }

    /// Whether the connection goes on, as far as it was heard of.
    pub(super) fn goes_on(&self) -> bool {
        self.0.is_some()
    }

    /// Whether it goes on after all that has come was read: its end is an event that nobody waits for.
    pub(super) async fn still_goes_on(&mut self) -> bool {
        // Once before and once after the system had the word: a runtime hears of sockets only in between.
        for _ in 0..2 {
            poll_fn(|cx| {
                self.drive(cx);
                Poll::Ready(())
            })
            .await;
            tokio::task::yield_now().await;
        }
        poll_fn(|cx| {
            self.drive(cx);
            Poll::Ready(self.goes_on())
        })
        .await
    }

    fn drive(&mut self, cx: &mut Context<'_>) {
        // A driver that is done is dropped: whoever waits for it hears so.
        if let Some(driver) = &mut self.0
            && driver.as_mut().poll(cx).is_ready()
        {
            self.0 = None;
        }
    }
}

/// An exchange, and the driver that it needs.
pub(super) struct Driven<'a, E, D> {
    pub(super) exchange: Pin<&'a mut E>,
    pub(super) driver: &'a mut Driver<D>,
}

impl<E: Future, D: Future> Future for Driven<'_, E, D> {
    type Output = E::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(outcome) = self.exchange.as_mut().poll(cx) {
            return Poll::Ready(outcome);
        }
        self.driver.drive(cx);
        // What the driver just read is the exchange's.
        self.exchange.as_mut().poll(cx)
    }
}
