//! A handshake that is only begun.

use super::HTTP;
use crate::connection::Connection;
use crate::{Net, Seen};

impl Net {
    /// The same as [`Net::handshake_unverified`], but it goes no further than until somebody begins a handshake: that is
    /// a success, although it is not complete. Whatever else comes, or does not, fails as it would there. The connection
    /// is given up afterwards; one of [`Net::for_beginnings`] has little on its way by then.
    pub async fn handshake_begun(&self, connection: Connection, server_name: &str) -> Seen<()> {
        let tap = connection.tap.clone();
        tap.read_beginning();
        let seen = self.shake(connection, (server_name, None), HTTP).await;
        tap.give_up();
        let outcome = match tap.has_enough() {
            true => Ok(()),
            false => seen.outcome.map(drop),
        };
        Seen { id: seen.id, outcome }
    }
}
