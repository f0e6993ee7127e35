//! OONI Run: links that carry a list, and descriptors as files.
//!
//! The first version's links hold it (`ooni://nettest?tn=web_connectivity&ta={"urls":[..]}`, or the same under
//! `https://run.ooni.io/nettest`). The second version's links are numbers of descriptors on a server, which are JSON
//! (github.com/ooni/spec, `backends/bk-005-ooni-run-v2.md`). Only what looks at pages is taken.

use std::borrow::Cow;

use arna_model::Flaw;
use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use crate::taker::Taker;

/// A link of OONI Run.
#[derive(Debug)]
pub(crate) enum Link {
    /// With its list in it.
    Nettest(Url),
    /// To a descriptor on a server.
    Descriptor,
}

/// The link that a text is, if it is one.
pub(crate) fn link(text: &str) -> Option<Link> {
    let is_likely = text.starts_with("ooni:") || text.contains("run.ooni.") || text.contains(TEST);
    let url = is_likely.then(|| Url::parse(text).ok()).flatten()?;
    let is_site = url.host_str().is_some_and(|host| SITES.contains(&host) || host == TEST);
    let first = url.path_segments().and_then(|mut all| all.next().map(str::to_owned));
    match (url.scheme(), url.host_str(), first.as_deref()) {
        ("ooni", Some("nettest"), _) => Some(Link::Nettest(url)),
        ("ooni", Some("runv2"), _) => Some(Link::Descriptor),
        ("http" | "https", _, Some("nettest")) if is_site => Some(Link::Nettest(url)),
        ("http" | "https", _, Some("v2")) if is_site => Some(Link::Descriptor),
        _ => None,
    }
}

/// What a link of the first version has under `ta`.
#[derive(Deserialize)]
struct Arguments<'a> {
    #[serde(borrow, default)]
    urls: Option<Vec<Input<'a>>>,
}

/// A descriptor, as a server gives it or as a file has it.
#[derive(Deserialize)]
struct Descriptor<'a> {
    #[serde(borrow, default)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    nettests: Option<Vec<Nettest<'a>>>,
    /// Where a server wraps it.
    #[serde(borrow, default)]
    descriptor: Option<Box<Descriptor<'a>>>,
}

#[derive(Deserialize)]
struct Nettest<'a> {
    #[serde(borrow, default)]
    test_name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    inputs: Option<Vec<Input<'a>>>,
    /// What is known of each input, in the same order.
    #[serde(borrow, default)]
    inputs_extra: Option<Vec<Option<Extra<'a>>>>,
}

#[derive(Deserialize)]
struct Extra<'a> {
    #[serde(borrow, default)]
    category_code: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Input<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Other(IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum File<'a> {
    #[serde(borrow)]
    Several(Vec<Descriptor<'a>>),
    One(Box<Descriptor<'a>>),
}

impl Taker {
    pub(crate) fn take_link(&mut self, link: &Link, line: Option<u64>) {
        let url = match link {
            Link::Nettest(url) => url,
            Link::Descriptor => return self.wrong(line, Flaw::RunOnServer, ""),
        };
        let of = |wanted: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        if let Some(test) = of("tn").filter(|test| test != WEB) {
            return self.wrong(line, Flaw::OtherTest, &test);
        }
        let arguments = of("ta").unwrap_or_default();
        let urls = serde_json::from_str::<Arguments<'_>>(&arguments).ok().and_then(|it| it.urls);
        match urls {
            Some(urls) if !urls.is_empty() => {
                for input in &urls {
                    self.take_input(input, None, line);
                }
            }
            _ => self.wrong(line, Flaw::RunWithoutList, ""),
        }
    }

    /// Takes one descriptor, or an array of them.
    pub(crate) fn take_descriptors(&mut self, content: &[u8]) {
        let Ok(text) = std::str::from_utf8(content) else {
            return self.wrong(None, Flaw::NoText, "");
        };
        if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
            let line = u64::try_from(error.line()).ok();
            return self.wrong(line, Flaw::BrokenJson, "");
        }
        let descriptors = match serde_json::from_str(text) {
            Ok(File::Several(several)) => several,
            Ok(File::One(one)) => vec![*one],
            Err(_) => return self.wrong(None, Flaw::OtherJson, ""),
        };
        for mut descriptor in descriptors {
            let inner = descriptor.descriptor.take();
            self.take_descriptor(inner.map_or(descriptor, |inner| *inner));
        }
    }

    fn take_descriptor(&mut self, Descriptor { name, nettests, .. }: Descriptor<'_>) {
        let Some(nettests) = nettests else {
            return self.wrong(None, Flaw::OtherJson, "");
        };
        if self.read.name.is_none() {
            let name = name.map(|name| arna_model::shown(name.trim()).into_owned());
            self.read.name = name.filter(|name| !name.is_empty());
        }
        for Nettest { test_name, inputs, inputs_extra } in nettests {
            let test = test_name.unwrap_or_default();
            if test != WEB {
                self.wrong(None, Flaw::OtherTest, &test);
                continue;
            }
            let mut extras = inputs_extra.unwrap_or_default().into_iter();
            for input in inputs.unwrap_or_default() {
                let category = extras.next().flatten().and_then(|extra| extra.category_code);
                self.take_input(&input, category.as_deref(), None);
            }
        }
    }

    fn take_input(&mut self, input: &Input<'_>, category: Option<&str>, line: Option<u64>) {
        match input {
            Input::Text(text) => self.take(text, category, line),
            Input::Other(_) => self.wrong(line, Flaw::NotUrl, ""),
        }
    }
}

/// The nettest that looks at pages, as OONI calls it too.
const WEB: &str = "web_connectivity";
const SITES: &[&str] = &["run.ooni.io", "run.ooni.org"];
/// OONI's own trials of it.
const TEST: &str = "run.test.ooni.org";

#[cfg(test)]
mod tests {
    use arna_model::Flaw;

    use crate::{Read, read};

    fn taken(text: &str) -> (Vec<(String, Option<String>)>, Vec<Flaw>) {
        let Read { entries, mistakes, .. } = read(text.as_bytes());
        let entries = entries.into_iter().map(|one| (one.url, one.category)).collect();
        (entries, mistakes.into_iter().map(|one| one.flaw).collect())
    }

    #[test]
    fn links_that_carry_a_list_are_lists() {
        let list = "%7B%22urls%22%3A%5B%22https%3A%2F%2Fa.example%2F%22%2C%22nonsense%22%5D%7D";
        for link in [
            format!("ooni://nettest?tn=web_connectivity&ta={list}&mv=1.2.0"),
            format!("https://run.ooni.io/nettest?tn=web_connectivity&ta={list}&mv=1.2.0"),
            format!("http://run.ooni.io/nettest?mv=1.2.0&ta={list}"),
        ] {
            let (entries, flaws) = taken(&link);
            assert_eq!(entries, [("https://a.example/".to_owned(), None)], "{link}");
            assert_eq!(flaws, [Flaw::NotUrl], "{link}");
        }
        let plain = r#"ooni://nettest?tn=web_connectivity&ta={"urls":["https://a.example/"]}"#;
        assert_eq!(taken(plain).0.len(), 1, "as chats show it");
    }

    #[test]
    fn links_without_a_list_say_what_is_missing() {
        for (link, flaw) in [
            ("https://run.ooni.org/v2/10025", Flaw::RunOnServer),
            ("ooni://runv2/10025", Flaw::RunOnServer),
            ("ooni://nettest?tn=web_connectivity", Flaw::RunWithoutList),
            ("ooni://nettest?tn=web_connectivity&ta=%7B%7D", Flaw::RunWithoutList),
            ("ooni://nettest?tn=web_connectivity&ta=nonsense", Flaw::RunWithoutList),
            ("ooni://nettest?tn=ndt", Flaw::OtherTest),
        ] {
            assert_eq!(taken(link), (vec![], vec![flaw]), "{link}");
        }
        let (entries, flaws) = taken("https://run.ooni.io/\nhttps://run.ooni.io.a.example/v2/1\n");
        assert_eq!((entries.len(), flaws.len()), (2, 0), "pages like any other");
    }

    #[test]
    fn descriptors_are_read_with_their_names_and_categories() {
        let text = r#"{
            "oonirun_link_id": "10025", "name": " News of \u202eAlmaty ", "author": "somebody",
            "nettests": [
                {"test_name": "web_connectivity", "is_background_run_enabled_default": true,
                 "inputs": ["https://a.example/", "ftp://b.example/", 7, "https://c.example/"],
                 "inputs_extra": [{"category_code": "NEWS"}, {}, null, {"category_code": "HUMR", "provider": "x"}]},
                {"test_name": "telegram", "inputs": null},
                {"test_name": "web_connectivity", "inputs": ["https://d.example/"]}
            ]}"#;
        let found = read(text.as_bytes());
        assert_eq!(found.name.as_deref(), Some("News of \u{fffd}Almaty"));
        let (entries, flaws) = taken(text);
        let of = |url: &str, code: Option<&str>| (url.to_owned(), code.map(str::to_owned));
        assert_eq!(
            entries,
            [
                of("https://a.example/", Some("NEWS")),
                of("https://c.example/", Some("HUMR")),
                of("https://d.example/", None)
            ]
        );
        assert_eq!(flaws, [Flaw::OtherScheme, Flaw::NotUrl, Flaw::OtherTest]);
        let wrapped = format!("\n{{\"v\":1,\"descriptor\":{text}}}");
        assert_eq!(taken(&wrapped).0, entries);
        assert_eq!(taken(&format!("[{text}]")).0, entries);
    }

    #[test]
    fn other_json_is_refused_with_its_reason() {
        let deep = "[".repeat(100_000);
        for (text, flaw) in [
            ("{", Flaw::BrokenJson),
            ("{\"nettests\":[{\"test_name\":\"web_conn", Flaw::BrokenJson),
            (deep.as_str(), Flaw::BrokenJson),
            ("{}", Flaw::OtherJson),
            ("[]", Flaw::Nothing),
            ("[1]", Flaw::OtherJson),
            ("{\"nettests\":7}", Flaw::OtherJson),
            ("{\"nettests\":[]}", Flaw::Nothing),
        ] {
            assert_eq!(taken(text), (vec![], vec![flaw]), "{}", &text[..text.len().min(40)]);
        }
        let line = read(b"{\n\n  \"nettests\": [,]\n}").mistakes[0].line;
        assert_eq!(line, Some(3));
    }
}
