//! What a run needs of a test helper: a port, implemented by `report`.

use std::net::SocketAddr;

use arna_model::ControlAnswer;
use arna_net::Net;
use async_trait::async_trait;

/// The outside control as nettests and confirmation see it.
#[async_trait]
pub trait Control: Send + Sync + 'static {
    /// Asks about a target. The exchange is recorded through `net` (a `HelperExchange` observation,
    /// with the connection that carries it if one had to be opened); `None`: no helper said anything
    /// usable.
    async fn ask(&self, net: &Net, question: &Question) -> Option<ControlAnswer>;

    /// The helpers' own TLS addresses with their names, for confirmation: resolved through `net` at
    /// the first call and remembered; without those that do not answer questions.
    async fn posts(&self, net: &Net) -> Vec<Post>;
}

/// What a helper is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The target's URL, or that of a hop.
    pub url: String,
    /// Whether it is a hop that a redirect led to.
    pub is_hop: bool,
    /// Endpoints that the phone's resolvers gave.
    pub endpoints: Vec<SocketAddr>,
}

/// A TLS address of a helper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its own name.
    pub name: String,
    /// Where it answers.
    pub address: SocketAddr,
}
