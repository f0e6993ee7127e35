//! Middleboxes that censor nobody, one a file: what they do to a flow is meant well, and breaks it all the same.
//!
//! They are rules over packets like the censors, and stand behind them, nearer to the internet.

mod tcp_proxy;

pub use tcp_proxy::TcpProxy;
