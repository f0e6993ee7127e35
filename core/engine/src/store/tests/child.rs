//! Other processes: this test program itself, asked for one of the tests marked `ignore`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use arna_model::RunId;

use super::super::whose::APPLICATION;
use super::samples::{entry, plan, run};
use super::vaults::{KEY, Pocket};
use super::{Place, Store, open_file, open_with, threads};
use crate::run::{Ledger, LedgerError};

/// Steps of the run that gets killed.
pub(super) const STEPS: u32 = 2_000;

#[test]
#[ignore = "the process that is killed"]
fn keeps_and_says_so() {
    let Some(path) = database() else { return };
    let store = open_file(&path);
    threads().block_on(async {
        store.open_run(&run("r"), &plan("r", STEPS)).await.expect("opens");
        for number in 0..STEPS {
            store.keep(entry("r", number)).await.expect("keeps");
            say("kept");
        }
        std::future::pending::<()>().await;
    });
}

#[test]
#[ignore = "the process that is killed"]
fn dies_in_a_transaction() {
    let Some(path) = database() else { return };
    let store = open_file(&path);
    threads().block_on(store.set_setting("kept", "1")).expect("writes");
    store.shared.with_writer(|writer| {
        writer.pragma_update(None, "cache_size", 1).expect("a cache that spills into the log");
        let transaction = writer.transaction().expect("begins");
        transaction.execute("INSERT INTO setting VALUES ('lost', '1')", []).expect("writes");
        for id in 0..500 {
            let sql = "INSERT INTO run (id, request, started) VALUES (?, zeroblob(4000), 0)";
            transaction.execute(sql, [id.to_string()]).expect("writes");
        }
        say("open");
        // To be killed; or else until whoever started it is gone.
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).expect("waits");
    });
}

#[test]
#[ignore = "the process that is killed while it makes files"]
fn makes_stores() {
    let Some(path) = database() else { return };
    for number in 0.. {
        let path = path.with_file_name(format!("{number}.db"));
        drop(open_file(&path));
        say("made");
    }
}

#[test]
#[ignore = "the process that is killed while it makes a file"]
fn dies_while_it_makes_the_file() {
    let Some(path) = database() else { return };
    let mut file = super::raw(&path);
    file.pragma_update(None, "application_id", APPLICATION).expect("the mark");
    file.pragma_update(None, "cache_size", 1).expect("a cache that spills into the file");
    let transaction = file.transaction().expect("begins");
    transaction.execute_batch("CREATE TABLE run (id, request)").expect("writes");
    for id in 0..500 {
        let sql = "INSERT INTO run VALUES (?, zeroblob(4000))";
        transaction.execute(sql, [id]).expect("writes");
    }
    say("open");
    // To be killed; or else until whoever started it is gone.
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).expect("waits");
}

#[test]
#[ignore = "a process that may not write"]
fn reads_what_it_cannot_write() {
    let Some(path) = database() else { return };
    is_read_but_not_written(&open_file(&path));
}

#[test]
#[ignore = "a process that may not write and has the key"]
fn reads_what_is_locked_and_cannot_be_written() {
    let Some(path) = database() else { return };
    is_read_but_not_written(&open_with(&Place::File(path), &Pocket::with(KEY)));
}

fn is_read_but_not_written(store: &Store) {
    assert!(store.is_reading_only());
    threads().block_on(async {
        let kept = store.measurements(&RunId::new("r")).await.expect("reads");
        assert_eq!(kept[0].observations, entry("r", 0).observations);
        let refused = store.keep(entry("r", 1)).await;
        assert!(matches!(refused, Err(LedgerError::ReadOnly)), "{refused:?}");
        let refused = store.wipe().await;
        assert!(matches!(refused, Err(LedgerError::ReadOnly)), "{refused:?}");
        store.measurements(&RunId::new("r")).await.expect("nothing was touched");
    });
}

/// Starts one, to be listened to.
pub(super) fn start(test: &str, path: &Path) -> Child {
    let mut command = command(test, path, false);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts")
}

/// One of the ignored tests of this file as a process of its own, of nobody's if need be.
pub(super) fn command(test: &str, path: &Path, as_nobody: bool) -> Command {
    let name = format!("{}::{test}", module_path!().split_once("::").expect("in a crate").1);
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1", &name]);
    command.env(DATABASE, path);
    #[cfg(unix)]
    if as_nobody {
        use std::os::unix::process::CommandExt;
        command.uid(65_534).gid(65_534);
    }
    command
}

/// Has one tried on a file that may not be written, in a folder that may not be, and in both. Root may write
/// anywhere, so it is a process of nobody's.
#[cfg(unix)]
pub(super) fn by_nobody(test: &str, path: &Path) {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = path.parent().expect("in a folder");
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("chmod");
    };
    let is_root = fs::metadata(path).expect("is there").uid() == 0;
    for (of_folder, of_file) in [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)] {
        mode(path, of_file);
        mode(folder, of_folder);
        let read = command(test, path, is_root).output();
        mode(folder, 0o755);
        match read {
            Ok(read) => {
                let said = String::from_utf8_lossy(&read.stdout);
                assert!(said.contains("1 passed"), "{of_folder:o} {of_file:o}: {said}");
            }
            // Nobody may not even run this program here: then root cannot try it.
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied),
        }
    }
}

/// Listens until so many things were said.
pub(super) fn await_lines(child: &mut Child, lines: usize) {
    let mut output = BufReader::with_capacity(1, child.stdout.as_mut().expect("piped"));
    let mut seen = 0;
    while seen < lines {
        let mut line = String::new();
        assert_ne!(output.read_line(&mut line).expect("reads"), 0, "it ended by itself");
        seen += usize::from(line.starts_with(SAYS));
    }
}

/// Listens to the end; how much more was said.
pub(super) fn rest(child: &mut Child) -> usize {
    let output = BufReader::new(child.stdout.as_mut().expect("piped"));
    output.lines().map_while(Result::ok).filter(|line| line.starts_with(SAYS)).count()
}

/// One line in one write, so that it is said or not.
fn say(what: &str) {
    let line = format!("\n{SAYS}{what}\n");
    std::io::stdout().write_all(line.as_bytes()).expect("says");
    std::io::stdout().flush().expect("says");
}

fn database() -> Option<PathBuf> {
    std::env::var_os(DATABASE).map(PathBuf::from)
}

const DATABASE: &str = "ARNA_STORE_TEST_DATABASE";
const SAYS: &str = "> ";
