//! Lists of pages: what is wrong is said with its line and its reason, and the rest runs.

use crate::certificates::Certificates;
use crate::command::{Home, text};
use crate::network::alone;
use crate::site::Site;

#[test]
fn bad_lines_are_named_and_the_rest_runs() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let (one, two, three) = (site.page("1"), site.page("2"), site.page("3"));
        home.write("list.txt", format!(
        "# pages\n{one}\nftp://localhost/file\nme@example.com\n\n{two} # the second\nwhat is this\n{one}\n"
    ));
        let root = text(&certificates.root);
        let said = home.run(&format!(
            "run web_connectivity --input {three} --input nonsense --input-file list.txt \
         --ca {root} --no-helper --yes --json"
        ));
        let said = said.exits(0).tells(&[
        "error: --input: \"nonsense\" is not a URL",
        "error: list.txt, line 3: \"ftp://localhost/file\" is not a web page",
        "error: list.txt, line 4: \"example.com\" is a name, not a URL; did you mean https://example.com/ ?",
        "error: list.txt, line 7: \"what is this\": there is white space in it",
    ]);
        let lines = said.json();
        let all = [(one.as_str(), "accessible"), (&two, "accessible"), (&three, "accessible")];
        assert_eq!(lines.codes(), all, "{said}");
        assert_eq!(site.visits(), 3, "each once");
    });
}

#[test]
fn a_list_of_nothing_is_an_error() {
    alone(|| {
        let home = Home::new();
        home.write("empty.txt", "");
        home.write("comments.txt", "# nothing\n\n   # at all\n");
        home.write("bad.txt", "gopher://old.example/\n");
        for list in ["empty.txt", "comments.txt", "bad.txt"] {
            let said = home.run(&format!("run --input-file {list} --yes --db kept.db")).exits(2);
            let said = said.tells(&["there is no URL to look at"]);
            assert!(said.out.is_empty(), "{said}");
        }
        home.run("run --input-file bad.txt --yes").tells(&["bad.txt, line 1"]);
        let missing = home.run("run --input-file missing.txt --yes --db kept.db").exits(2);
        missing.tells(&["cannot read missing.txt"]);
        assert!(!home.path("kept.db").exists(), "nothing was begun");
    });
}

#[test]
fn a_test_list_is_read_by_its_header_from_a_file_or_standard_input() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let (one, two, root) = (site.page("1"), site.page("2"), text(&certificates.root));
        let header = "url,category_code,category_description,date_added,source,notes";
        let list = format!(
            "{header}\r\n{one},NEWS,News Media,2024-04-15,somebody,\"a note, and more\"\r\n{two},HUMR,Human Rights Issues,2024-04-15,somebody,\r\n"
        );
        let list = home.write("list.csv", list);
        let line = format!("run web_connectivity --ca {root} --no-helper --yes --json");
        for (file, stdin) in [("list.csv", None), ("-", Some(&list))] {
            let mut arna = home.arna(&format!("{line} --input-file {file}"));
            if let Some(list) = stdin {
                arna = arna.stdin(std::fs::File::open(list).unwrap());
            }
            let said = arna.start().end().exits(0);
            let all = [(one.as_str(), "accessible"), (&two, "accessible")];
            assert_eq!(said.json().codes(), all, "{said}");
            assert!(!said.err.contains("error"), "{said}");
        }
        // A category is kept with its page.
        let kept = rusqlite::Connection::open(home.path(".local/share/arna/arna.db")).unwrap();
        let of = "SELECT count(*) FROM step WHERE instr(target, ?)";
        for category in ["NEWS", "HUMR"] {
            let rows: i64 = kept.query_row(of, [category], |row| row.get(0)).unwrap();
            assert_eq!(rows, 2, "{category}");
        }
    });
}
