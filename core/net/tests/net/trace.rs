//! Traces over real kernels: a phone, two routers and a server, each in a network namespace of its own.
//!
//! The test program starts itself again as root of a user namespace. Where the system does not allow that, the
//! test says so and is left out.

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use arna_net::{Dial, Fate, OsWire, Wire as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{sleep, timeout};

#[test]
fn routers_are_named_and_what_may_not_go_far_does_not_arrive() {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let output = Command::new("unshare")
        .args(["-rnm", "--kill-child", "--"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "trace::routers_are_named_and_what_may_not_go_far_does_not_arrive"])
        .arg("--nocapture")
        .env(INSIDE, "yes")
        .output();
    let left_out = |why: &str| {
        // Past the test program's own hands, which keep what a test prints if it passes.
        writeln!(std::io::stderr(), "LEFT OUT: a real trace needs network namespaces ({why})")
            .unwrap();
    };
    let output = match output {
        Ok(output) => output,
        Err(error) => return left_out(&error.to_string()),
    };
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    if err.starts_with("unshare:") || out.contains(NO_NETWORK) {
        return left_out(err.lines().next().unwrap_or("no veth"));
    }
    assert!(out.contains("1 passed") && output.status.success(), "inside:\n{out}{err}");
}

fn inside() {
    let Some(_chain) = Chain::lay() else {
        println!("{NO_NETWORK}");
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for family in [V4, V6] {
            measure(family).await;
        }
    });
}

async fn measure(family: Family) {
    let wire = OsWire::new();
    let server: SocketAddr = family.server.parse().unwrap();
    let closed = SocketAddr::new(server.ip(), 9);
    wait_for(&wire, server).await;
    let probe = async |to, hops| {
        let fate = timeout(Duration::from_secs(10), wire.probe(to, hops)).await;
        fate.expect("somebody answers").unwrap()
    };
    for (hops, router) in [(1, family.routers[0]), (2, family.routers[1])] {
        for port in [server, closed] {
            let by = Some(router.parse().unwrap());
            assert_eq!(probe(port, hops).await, Fate::Expired(by), "{port} {hops}");
        }
    }
    assert_eq!(probe(server, 3).await, Fate::Opened);
    assert_eq!(probe(closed, 3).await, Fate::Refused);
    assert_eq!(probe(family.unrouted.parse().unwrap(), 9).await, {
        Fate::Unreachable(Some(family.routers[1].parse().unwrap()))
    });

    // What may go two hops is not heard at the third, nor is it when the kernel sends it again.
    for (hops, arrives) in [(2, false), (3, true)] {
        let dial = Dial { address: server, receive_buffer: None };
        let mut stream = wire.connect(dial).await.unwrap();
        stream.set_hop_limit(hops).unwrap();
        stream.write_all(b"a name").await.unwrap();
        let mut echo = [0; 6];
        let heard = timeout(Duration::from_secs(2), stream.read_exact(&mut echo)).await;
        assert_eq!(heard.is_ok_and(|read| read.is_ok()), arrives, "{server} {hops}");
        stream.give_up();
    }
}

/// Waits until addresses of IPv6 are free to use and the server listens.
async fn wait_for(wire: &OsWire, server: SocketAddr) {
    for _ in 0..100 {
        let dial = Dial { address: server, receive_buffer: None };
        if let Ok(Ok(_)) = timeout(Duration::from_secs(1), wire.connect(dial)).await {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("nobody listens at {server}");
}

#[derive(Clone, Copy)]
struct Family {
    server: &'static str,
    routers: [&'static str; 2],
    /// Where the second router knows no way to.
    unrouted: &'static str,
}

const V4: Family =
    Family { server: "10.1.3.2:7000", routers: ["10.1.1.1", "10.1.2.1"], unrouted: "10.9.9.9:443" };
const V6: Family = Family {
    server: "[fd01:3::2]:7000",
    routers: ["fd01:1::1", "fd01:2::1"],
    unrouted: "[fd09::9]:443",
};

/// The namespaces beside the test's own, and the server; gone with this.
struct Chain(Vec<Child>);

impl Drop for Chain {
    fn drop(&mut self) {
        for child in &mut self.0 {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

impl Chain {
    /// Lays the phone's cable, two routers and a server; `None`: there are no virtual cables here.
    fn lay() -> Option<Self> {
        let mut chain = Self(Vec::new());
        for _ in 0..3 {
            let mut command = Command::new("unshare");
            let child = command.args(["-n", "sh", "-c", "echo ready; exec sleep 120"]);
            let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
            let mut ready = [0; 6];
            std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut ready).unwrap();
            chain.0.push(child);
        }
        let ids: Vec<String> = chain.0.iter().map(|child| child.id().to_string()).collect();
        let laid = Command::new("sh").arg("-c").arg(LAY).arg("lay").args(&ids).status().unwrap();
        if laid.code() == Some(77) {
            return None;
        }
        assert!(laid.success(), "the cables are laid");
        let server = Command::new("nsenter")
            .args(["-t", &ids[2], "-n", "python3", "-c", ECHO])
            .spawn()
            .unwrap();
        chain.0.push(server);
        Some(chain)
    }
}

/// In the namespaces of the processes $1 and $2 (routers) and $3 (the server).
const LAY: &str = r#"
set -e
at() { pid=$1; shift; nsenter -t "$pid" -n "$@"; }
address() { at "$1" ip address add "$3/24" dev "$2"; at "$1" ip address add "$4/64" dev "$2" nodad; at "$1" ip link set "$2" up; }
ip link add far0 type veth peer name near0 netns "$1" || exit 77
nsenter -t "$1" -n ip link add far0 type veth peer name near0 netns "$2"
nsenter -t "$2" -n ip link add far0 type veth peer name near0 netns "$3"
address $$ far0 10.1.1.2 fd01:1::2
address "$1" near0 10.1.1.1 fd01:1::1
address "$1" far0 10.1.2.2 fd01:2::2
address "$2" near0 10.1.2.1 fd01:2::1
address "$2" far0 10.1.3.1 fd01:3::1
address "$3" near0 10.1.3.2 fd01:3::2
for router in "$1" "$2"; do
  at "$router" sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
done
ip route add default via 10.1.1.1; ip -6 route add default via fd01:1::1
at "$1" ip route add default via 10.1.2.1; at "$1" ip -6 route add default via fd01:2::1
at "$2" ip route add 10.1.1.0/24 via 10.1.2.2; at "$2" ip -6 route add fd01:1::/64 via fd01:2::2
at "$3" ip route add default via 10.1.3.1; at "$3" ip -6 route add default via fd01:3::1
"#;

/// A server that sends back what it hears.
const ECHO: &str = "
import socketserver
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(100): self.request.sendall(data)
class Server(socketserver.ThreadingTCPServer):
    address_family = socketserver.socket.AF_INET6
    daemon_threads = True
Server(('::', 7000), Echo).serve_forever()
";

const INSIDE: &str = "ARNA_TEST_ALONE";
const NO_NETWORK: &str = "no virtual cables here";
