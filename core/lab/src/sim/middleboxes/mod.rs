//! Middleboxes that censor nobody, one a file: what they do to a flow is meant well, and breaks it all the same.
//!
//! They are rules over packets like the censors, and stand behind them, nearer to the internet.

mod http_proxy;
mod lost_hellos;
mod mtu_hole;
mod tcp_proxy;

pub use http_proxy::HttpProxy;
pub use lost_hellos::LostHellos;
pub use mtu_hole::MtuHole;
pub use tcp_proxy::TcpProxy;
