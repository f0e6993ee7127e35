//! Starting `arna` and listening to it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A person's home: nothing stored in it yet, and gone afterwards.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A place in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file in it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// `arna` with these words, with this home as its folder, nobody at its stdin and no terminal.
    pub(crate) fn arna(&self, line: &str) -> Arna {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arna"));
        command
            .args(line.split_whitespace())
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Arna(command)
    }

    /// What it says and how it ends.
    pub(crate) fn run(&self, line: &str) -> Said {
        self.arna(line).start().end()
    }
}

/// A command to be started.
pub(crate) struct Arna(pub(crate) Command);

impl Arna {
    pub(crate) fn stdin(mut self, stdin: impl Into<Stdio>) -> Self {
        self.0.stdin(stdin);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn start(mut self) -> Running {
        let mut child = self.0.spawn().expect("arna is built");
        let (sender, heard) = channel();
        if let Some(stdout) = child.stdout.take() {
            listen(stdout, sender.clone(), Heard::Out);
        }
        if let Some(stderr) = child.stderr.take() {
            listen(stderr, sender, Heard::Err);
        }
        Running { child, heard, said: Said::default() }
    }
}

/// A command that goes on. It is killed when a test ends before it.
pub(crate) struct Running {
    child: Child,
    heard: Receiver<Heard>,
    said: Said,
}

enum Heard {
    Out(String),
    Err(String),
}

impl Running {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until a line with `part` in it is said, on stdout or stderr.
    pub(crate) fn await_line(&mut self, part: &str) -> String {
        loop {
            let Ok(heard) = self.heard.recv_timeout(PATIENCE) else {
                panic!("{part:?} was never said; what was: {}", self.said)
            };
            let line = self.said.take(heard);
            if line.contains(part) {
                return line;
            }
        }
    }

    /// Kills it without a warning.
    pub(crate) fn kill(mut self) -> Said {
        self.child.kill().unwrap();
        self.end()
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Said {
        loop {
            match self.heard.recv_timeout(PATIENCE) {
                Ok(heard) => drop(self.said.take(heard)),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(_) => panic!("it does not end; what was said: {}", self.said),
            }
        }
        self.said.code = self.child.wait().unwrap().code();
        std::mem::take(&mut self.said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Over already, or in the way.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// What was said, and the exit code (none: killed).
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    fn take(&mut self, heard: Heard) -> String {
        let (text, line) = match heard {
            Heard::Out(line) => (&mut self.out, line),
            Heard::Err(line) => (&mut self.err, line),
        };
        text.push_str(&line);
        text.push('\n');
        line
    }

    /// Asserts how it ended.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        assert!(!self.err.contains("panicked"), "{self}");
        self
    }

    /// Asserts what stderr says.
    #[track_caller]
    pub(crate) fn tells(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "{part:?} is not said: {self}");
        }
        self
    }

    /// Asserts what stdout says.
    #[track_caller]
    pub(crate) fn prints(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part), "{part:?} is not printed: {self}");
        }
        self
    }

    /// The lines of `--json`: measurements, then the run.
    #[track_caller]
    pub(crate) fn json(&self) -> Lines {
        let parse = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|_| panic!("{line} is no JSON: {self}"))
        };
        let mut measurements: Vec<Value> = self.out.lines().map(parse).collect();
        let run = measurements.pop().unwrap_or_else(|| panic!("nothing was printed: {self}"));
        assert_eq!(run["type"], "run", "{self}");
        assert!(measurements.iter().all(|one| one["type"] == "measurement"), "{self}");
        Lines { measurements, run }
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, out, err } = self;
        write!(f, "exit {code:?}\n--- stdout\n{out}--- stderr\n{err}---")
    }
}

/// What `--json` printed.
pub(crate) struct Lines {
    pub(crate) measurements: Vec<Value>,
    pub(crate) run: Value,
}

impl Lines {
    /// The codes of the verdicts by input (or nettest), in the order of names.
    pub(crate) fn codes(&self) -> Vec<(&str, &str)> {
        let code = |one: &'_ Value| one["verdict"]["code"].as_str().unwrap().to_owned();
        let name = |one: &'_ Value| one.get("input").unwrap_or(&one["nettest"]).clone();
        assert!(self.measurements.iter().all(|one| !code(one).is_empty() && name(one).is_string()));
        let mut codes: Vec<_> = self
            .measurements
            .iter()
            .map(|one| {
                let name = one.get("input").unwrap_or(&one["nettest"]);
                (name.as_str().unwrap(), one["verdict"]["code"].as_str().unwrap())
            })
            .collect();
        codes.sort_unstable();
        codes
    }
}

/// For command lines.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a folder for temporary files with a plain name")
}

fn listen(
    stream: impl Read + Send + 'static,
    sender: Sender<Heard>,
    heard: impl Fn(String) -> Heard + Send + 'static,
) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(heard(line)).is_err() {
                break;
            }
        }
    });
}

/// Only a command that hangs is silent for so long.
const PATIENCE: Duration = Duration::from_secs(90);
