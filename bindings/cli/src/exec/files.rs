//! What the command sees of the file system: all of it, but for names, processes and roots of the lab.

use std::fs;
use std::path::{Path, PathBuf};

use arna_lab::Lab;
use nix::mount::{MsFlags, mount};

use super::parent::trouble;
use crate::exits::Trouble;

/// Files of the lab, inside only.
pub(super) struct Files {
    /// Whom the web trusts, PEM.
    pub(super) roots: PathBuf,
    /// The scenario's targets, one URL a line.
    pub(super) targets: PathBuf,
}

/// Puts them up in this mount namespace.
pub(super) fn put_up(lab: &Lab, beside: Option<&Lab>) -> Result<Files, Trouble> {
    let nothing = None::<&str>;
    mount(nothing, "/", nothing, MsFlags::MS_REC | MsFlags::MS_PRIVATE, nothing)
        .map_err(trouble("the mounts cannot be made private"))?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("proc"), "/proc", Some("proc"), flags, nothing)
        .map_err(trouble("/proc cannot be mounted anew"))?;
    let folder = folder();
    cover(folder)?;
    let write = |name: &str, text: &str| -> Result<PathBuf, Trouble> {
        let path = folder.join(name);
        fs::write(&path, text).map_err(trouble("the lab's files cannot be written"))?;
        Ok(path)
    };
    let resolver = format!("nameserver {}\n", lab.operators_resolver());
    for (name, text) in [
        ("resolv.conf", resolver.as_str()),
        ("hosts", "127.0.0.1 localhost\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
    ] {
        let (path, over) = (write(name, text)?, Path::new("/etc").join(name));
        if over.exists() {
            mount(Some(&path), &over, nothing, MsFlags::MS_BIND, nothing)
                .map_err(trouble("the names of the lab cannot be put up"))?;
        }
    }
    // A daemon outside would answer with the names of the world.
    let daemon = Path::new("/run/nscd");
    if daemon.is_dir() {
        cover(daemon)?;
    }
    let targets: String = lab.targets().iter().map(|one| format!("{}\n", one.input)).collect();
    let roots = [Some(lab), beside].into_iter().flatten().map(Lab::roots_pem);
    Ok(Files {
        roots: write("roots.pem", &roots.collect::<String>())?,
        targets: write("targets.txt", &targets)?,
    })
}

fn cover(folder: &Path) -> Result<(), Trouble> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("tmpfs"), folder, Some("tmpfs"), flags, Some("mode=0755"))
        .map_err(trouble("there is no room for the lab's files"))
}

/// An empty folder, in which nothing is missed; shared memory is none of the command's business else.
fn folder() -> &'static Path {
    let is_empty = |path: &&str| fs::read_dir(path).is_ok_and(|mut found| found.next().is_none());
    Path::new(["/mnt", "/media", "/srv"].iter().find(|path| is_empty(path)).unwrap_or(&"/dev/shm"))
}
