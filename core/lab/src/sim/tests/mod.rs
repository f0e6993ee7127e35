//! The network as a whole, through the seam: what a prober would see.

mod censors;
mod link;
mod links;
mod names;
mod recovery;
mod routes;
mod sockets;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use arna_model::WallTime;
use arna_net::{Dial, Stream, Wire};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

const WALL: WallTime = WallTime(1_714_521_600_000_000);

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn at(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

fn world(seed: u64, profile: &str) -> (World, Arc<dyn Wire>) {
    linked(seed, Profile::named(profile).expect("a profile"))
}

fn linked(seed: u64, profile: &Profile) -> (World, Arc<dyn Wire>) {
    let world = World::new(seed, profile, WALL);
    let phone = world.phone(PhoneSettings {
        addresses: vec![ip("10.0.0.1")],
        resolvers: vec![at("10.1.0.53:53")],
        clock_ahead_s: 0,
    });
    (world, phone)
}

fn host(world: &World, address: &str) -> Host {
    world.host(&[ip(address)], HostOptions::default())
}

/// Sends back what it hears, on every connection.
fn echo(host: &Host, port: u16) {
    serve(host.listen(port), |mut stream| async move {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            if stream.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    });
}

/// Answers four bytes by that many bytes, and closes.
fn pages(host: &Host, port: u16) {
    serve(host.listen(port), |mut stream| async move {
        if let Ok(bytes) = stream.read_u32().await {
            // A phone that went away in the middle is no failure of the server.
            let _ = stream.write_all(&vec![7; bytes as usize]).await;
            let _ = stream.shutdown().await;
        }
        while stream.read_u8().await.is_ok() {}
    });
}

fn serve<F, Fut>(listener: Listener, answer: F)
where
    F: Fn(Box<dyn Stream>) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await;
            tokio::spawn(answer(stream));
        }
    });
}

async fn dial(wire: &Arc<dyn Wire>, to: &str) -> std::io::Result<Box<dyn Stream>> {
    wire.connect(Dial { address: at(to), receive_buffer: None }).await
}

/// Fetches a page of `bytes` bytes.
async fn fetch(wire: &Arc<dyn Wire>, to: &str, bytes: u32) -> std::io::Result<usize> {
    let mut stream = dial(wire, to).await?;
    stream.write_u32(bytes).await?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await?;
    Ok(page.len())
}

/// Says something and waits 20 s for the echo.
async fn is_echoed(stream: &mut Box<dyn Stream>, said: &[u8]) -> std::io::Result<bool> {
    stream.write_all(said).await?;
    let mut heard = vec![0; said.len()];
    match tokio::time::timeout(Duration::from_secs(20), stream.read_exact(&mut heard)).await {
        Ok(read) => read.map(|_| heard == said),
        Err(_) => Ok(false),
    }
}
