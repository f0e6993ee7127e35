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
        "# pages\n{one}\nftp://localhost/file\nexample.com\n\n{two} # the second\nwhat is this\n{one}\n"
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
        "error: list.txt, line 7: \"what is this\" is not a URL",
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
