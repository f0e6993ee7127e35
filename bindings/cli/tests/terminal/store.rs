//! Databases that cannot be used as they are: newer, damaged, read-only, without room.

use std::fs;
use std::sync::Arc;

use arna_engine::store::{Key, Place, Store, Vault, VaultError};

use crate::certificates::Certificates;
use crate::command::{Home, text};
use crate::network::alone;
use crate::site::Site;
use crate::system;

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let home = Home::new();
    home.run("demo first-light --db kept.db").exits(0);
    let path = home.path("kept.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    database.close().unwrap();
    let before = fs::read(&path).unwrap();
    for line in ["show", "judge", "run --yes --no-helper", "demo first-light"] {
        let said = home.run(&format!("{line} --db kept.db")).exits(1);
        let said = said.tells(&["newer version of Arna", "99", "update Arna"]);
        assert!(said.out.is_empty(), "{said}");
    }
    assert_eq!(fs::read(&path).unwrap(), before, "not a byte was changed");
}

#[test]
fn a_damaged_file_is_set_aside_by_who_measures_and_what_can_be_read_is_carried_over() {
    let home = Home::new();
    let demo = home.run("demo first-light --json --db kept.db").exits(0);
    let sound = fs::read(home.path("kept.db")).unwrap();
    // A page in the middle, as a worn flash chip gives it back.
    let mut damaged = sound.clone();
    let middle = damaged.len() / 8192 * 4096;
    damaged[middle..middle + 4096].fill(0xa5);
    home.write("kept.db", &damaged);
    for line in ["show", "history", "judge", "journal", "show --json"] {
        let said = home.run(&format!("{line} --db kept.db")).exits(1);
        let said = said.tells(&["kept.db is damaged", "stays as it is", "carries over"]);
        assert!(said.out.is_empty(), "{said}");
        assert_eq!(fs::read(home.path("kept.db")).unwrap(), damaged, "not a byte was changed");
    }
    let said = home.run("demo first-light --seed 2 --db kept.db").exits(0);
    said.tells(&[
        "is damaged",
        "kept.db.damaged-1",
        "runs: 1",
        "measurements: ",
        "lost for certain: ",
    ]);
    assert_eq!(fs::read(home.path("kept.db.damaged-1")).unwrap(), damaged, "nothing is deleted");
    let run = demo.json().run["id"].as_str().unwrap().to_owned();
    let said = home.run(&format!("show {run} --db kept.db")).exits(0);
    assert!(!said.err.contains("damaged"), "{said}");
    // Where the tables are named nothing can be read.
    let mut bytes = sound;
    bytes[100..4096].fill(0xa5);
    home.write("kept.db", bytes);
    let said = home.run("demo first-light --db kept.db").exits(0);
    said.tells(&["kept.db.damaged-2", "an empty store took its place"]);
}

#[test]
fn a_photo_is_left_alone() {
    let home = Home::new();
    let photo = [&b"\xff\xd8\xff\xe0"[..], &[7; 9000]].concat();
    home.write("photo.jpg", &photo);
    for line in [
        "show",
        "judge",
        "history",
        "journal",
        "wipe --yes",
        "demo first-light",
        "run --yes --no-helper",
        "watch --yes --for 1h",
    ] {
        let said = home.run(&format!("{line} --db photo.jpg"));
        assert!(matches!(said.code, Some(1 | 2)), "{said}");
        let said = said.tells(&["photo.jpg", "belongs to another program", "stays as it is"]);
        assert!(said.out.is_empty(), "{said}");
    }
    assert_eq!(fs::read(home.path("photo.jpg")).unwrap(), photo);
    let names: Vec<_> =
        fs::read_dir(home.path(".")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["photo.jpg"], "nothing is beside it");
}

#[test]
fn what_is_kept_is_its_owners_alone() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let home = Home::new();
    let mode = |name: &str| fs::metadata(home.path(name)).unwrap().mode() & 0o777;
    home.run("demo first-light --db new/kept.db --pcap all.pcapng").exits(0);
    assert_eq!((mode("new"), mode("new/kept.db"), mode("all.pcapng")), (0o700, 0o600, 0o600));
    // A folder for application data of before.
    let folder = home.path(".local/share/arna");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    home.run("show").exits(2);
    assert_eq!(mode(".local/share/arna"), 0o700);
    assert_ne!(mode("."), 0, "and no other folder");
    fs::set_permissions(home.path("new"), fs::Permissions::from_mode(0o755)).unwrap();
    home.run("show --db new/kept.db").exits(0);
    assert_eq!(mode("new"), 0o755, "a folder that was named is not ours");
}

#[test]
fn a_database_that_a_phone_locked_is_left_alone() {
    struct Phone;
    impl Vault for Phone {
        fn key(&self) -> Result<Option<Key>, VaultError> {
            Ok(Some(Key::new([7; 32])))
        }
        fn keep(&self, _: &Key) -> Result<(), VaultError> {
            Ok(())
        }
        fn forget(&self) -> Result<(), VaultError> {
            Ok(())
        }
    }
    let home = Home::new();
    let path = home.path("kept.db");
    drop(Store::open(&Place::File(path.clone()), Some(Arc::new(Phone))).unwrap());
    let before = fs::read(&path).unwrap();
    for line in ["show", "judge", "run --yes --no-helper", "demo first-light"] {
        let said = home.run(&format!("{line} --db kept.db")).exits(1);
        let said = said.tells(&["locked with the key of the phone", "name another file"]);
        assert!(said.out.is_empty(), "{said}");
    }
    assert_eq!(fs::read(&path).unwrap(), before, "not a byte was changed");
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let home = Home::new();
    let path = home.path("other.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    database.close().unwrap();
    let before = fs::read(&path).unwrap();
    home.run("demo first-light --db other.db").exits(1).tells(&["belongs to another program"]);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_folder_is_no_database() {
    let home = Home::new();
    fs::create_dir(home.path("folder")).unwrap();
    for line in ["run --yes", "demo", "show", "judge"] {
        let said = home.run(&format!("{line} --db folder")).exits(2);
        said.tells(&["folder is a folder; name a file in it"]);
    }
    // A file where a folder should be.
    home.write("file", "");
    home.run("demo first-light --db file/kept.db").exits(1).tells(&["error: "]);
}

#[test]
fn what_is_read_only_is_shown_and_not_measured_into() {
    alone(|| {
        let home = Home::new();
        let disk = home.path("disk");
        fs::create_dir(&disk).unwrap();
        system::small_disk(&disk, 10_000);
        let demo = home.run("demo first-light --json --db disk/kept.db").exits(0);
        system::read_only(&disk);
        assert_eq!(home.run("show --db disk/kept.db --json").exits(0).out, demo.out);
        home.run("show --why --db disk/kept.db").exits(0).prints(&["Double checks"]);
        let line = "run web_connectivity --input https://localhost:1/ --no-helper --yes";
        for database in ["disk/kept.db", "disk/new.db", "disk/new/new.db"] {
            let said = home.run(&format!("{line} --db {database}")).exits(1);
            said.tells(&[&format!("{database}: the database cannot be written here (read-only)")]);
        }
        home.run("judge --db disk/kept.db").exits(1).tells(&["read-only"]);
        home.run("demo open-lte --seed 2 --db disk/kept.db").exits(1).tells(&["read-only"]);
    });
}

#[test]
fn a_full_disk_is_said_nothing_is_lost_and_the_run_goes_on_with_room() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let disk = home.path("disk");
        fs::create_dir(&disk).unwrap();
        system::small_disk(&disk, 1_000);
        let inputs: Vec<_> =
            (0..200).map(|n| format!("--input {}", site.page(&n.to_string()))).collect();
        let (inputs, root) = (inputs.join(" "), text(&certificates.root));
        let line = format!(
            "run web_connectivity {inputs} --ca {root} --no-helper --yes --db disk/kept.db"
        );
        fs::write(disk.join("ballast"), vec![0; 500_000]).unwrap();
        let said = home.run(&line).exits(1);
        let said =
            said.tells(&["no room left on this device", "what is complete is kept", "--resume"]);
        let said = said.prints(&["Opens normally"]);
        let told = said.err.matches("Opens normally").count();
        assert!((1..200).contains(&told), "{said}");
        let kept = home.run("show --db disk/kept.db --json").exits(0).json();
        let opened = |one: &&serde_json::Value| one["verdict"]["code"] == "accessible";
        let opened = kept.measurements.iter().filter(opened).count();
        assert_eq!(opened, told, "what was told is kept");
        let run = kept.run["id"].as_str().unwrap().to_owned();

        fs::remove_file(disk.join("ballast")).unwrap();
        system::small_disk_grows(&disk, 20_000);
        let said = home.run(&format!("{line} --resume")).exits(0);
        said.tells(&[&format!("Going on with run {run}.")]);
        let kept = home.run("show --db disk/kept.db --json").exits(0).json();
        assert_eq!(kept.run["by_code"]["accessible"], 200);
    });
}

#[test]
fn a_disk_without_any_room_is_said() {
    alone(|| {
        let home = Home::new();
        let disk = home.path("disk");
        fs::create_dir(&disk).unwrap();
        system::small_disk(&disk, 16);
        fs::write(disk.join("ballast"), vec![0; 16_384]).unwrap_or_default();
        let line = "run web_connectivity --input https://localhost:1/ --no-helper --yes";
        home.run(&format!("{line} --db disk/kept.db")).exits(1).tells(&["no room left"]);
        home.run("demo first-light --db disk/demo.db").exits(1).tells(&["no room left"]);
    });
}
