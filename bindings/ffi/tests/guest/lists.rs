//! Lists, as apps keep and measure them.

use std::fmt::Write as _;

use arna::{ArnaError, Ending, ListSource, ListSwitch, RunRequest};

use super::{ending, open};

fn text(text: &str) -> ListSource {
    ListSource::Text { text: text.to_owned() }
}

fn file(content: impl Into<Vec<u8>>) -> ListSource {
    ListSource::File { content: content.into() }
}

#[tokio::test]
async fn a_list_is_kept_with_its_mistakes_told_and_run_alone() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let table = "url,category_code\nhttps://a.example/,NEWS\nme@b.example,NEWS\nhttps://c.example/,GMB\n\
                 https://a.example/,NEWS\n";
    let read = engine.read_list(text(table)).await.unwrap();
    assert_eq!((read.pages, read.doubles, read.mistakes.len()), (2, 1, 1));
    assert!(read.first[1].is_risky && !read.first[1].is_on, "{:?}", read.first);
    assert_eq!(engine.lists().await.unwrap().len(), 1, "reading keeps nothing");
    let kept = engine.add_list(Some(" Mine ".into()), text(table)).await.unwrap();
    let list = kept.list.unwrap();
    assert_eq!((list.name.as_str(), list.pages, list.pages_on), ("Mine", 2, 1));
    let mistake = &kept.read.mistakes[0];
    assert_eq!((mistake.line, mistake.meant.as_deref()), (Some(3), Some("https://b.example/")));
    assert!(mistake.sentence.starts_with("Line 3: "), "{}", mistake.sentence);
    let groups = engine.list_groups(list.id.clone()).await.unwrap();
    assert_eq!(groups.iter().map(|one| one.is_risky).collect::<Vec<_>>(), [false, true]);
    assert_eq!(groups[1].about.as_deref(), Some("Gambling"));

    let request = RunRequest {
        nettests: vec!["nothing".to_owned()],
        list: Some(list.id.clone()),
        ..RunRequest::default()
    };
    let run = engine.start(request.clone()).await.unwrap();
    assert!(matches!(ending(&run).await, Ending::Whole { .. }));
    let seen = async |run: String| {
        let all = engine.measurements(run, 0, 99).await.unwrap();
        let inputs = all.into_iter().filter(|one| !one.is_decoy).filter_map(|one| one.input);
        inputs.collect::<Vec<_>>()
    };
    assert_eq!(seen(run.id()).await, ["https://a.example/"]);
    let gambling = ListSwitch::Category { code: Some("gmb".into()) };
    engine.switch_list(list.id.clone(), gambling, true).await.unwrap();
    engine.switch_list(list.id.clone(), ListSwitch::Whole, false).await.unwrap();
    let run = engine.start(request.clone()).await.unwrap();
    ending(&run).await;
    assert_eq!(seen(run.id()).await.len(), 2, "a list that is named is run, on or off");
    let both = RunRequest { targets: vec!["https://d.example/".into()], ..request };
    assert!(matches!(engine.start(both).await, Err(ArnaError::Refused { .. })));
}

#[tokio::test]
async fn lists_are_edited_ordered_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let shared = "Look at https://news.example/x, it is blocked!";
    let source = ListSource::Shared { text: shared.to_owned() };
    let one = engine.add_list(Some("One".into()), source).await.unwrap().list.unwrap();
    let two = engine.add_list(Some("Two".into()), text("https://two.example/")).await.unwrap();
    let two = two.list.unwrap();
    let page = engine.list_pages(one.id.clone(), 0, 9).await.unwrap();
    assert_eq!(page[0].url, "https://news.example/x");
    let edited =
        format!("{}https://more.example/\n", engine.list_text(two.id.clone()).await.unwrap());
    let edited = engine.replace_list(two.id.clone(), text(&edited)).await.unwrap();
    assert_eq!(edited.list.unwrap().pages, 2);
    let nothing = engine.replace_list(two.id.clone(), text("what is this")).await.unwrap();
    assert!(nothing.list.is_none() && nothing.read.mistakes.len() == 1);
    assert_eq!(engine.list_pages(two.id.clone(), 0, 9).await.unwrap().len(), 2, "it stays");
    engine.rename_list(one.id.clone(), "Uno".into()).await.unwrap();
    engine.order_lists(vec![two.id.clone(), two.id.clone(), one.id.clone()]).await.unwrap();
    let names = async || {
        let lists = engine.lists().await.unwrap();
        lists.into_iter().map(|list| list.name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Two", "Uno", "built-in list"]);
    engine.remove_list(one.id.clone()).await.unwrap();
    assert_eq!(names().await, ["Two", "built-in list"]);

    let refusals = [
        engine.remove_list(one.id).await,
        engine.remove_list("built-in".into()).await,
        engine.remove_list("\u{0}".into()).await,
        engine.rename_list(two.id.clone(), " ".into()).await,
        engine.switch_list(two.id.clone(), ListSwitch::Page { url: "x".into() }, true).await,
        engine.order_lists(vec!["99".into()]).await,
        engine.add_list(Some("Two".into()), text("https://x.example/")).await.map(|_| ()),
        engine.add_list(None, text("https://x.example/")).await.map(|_| ()),
        engine.list_pages(two.id, 0, 0).await.map(|_| ()),
    ];
    for refused in refusals {
        let Err(ArnaError::Refused { reason }) = refused else { panic!("{refused:?}") };
        assert!(reason.len() > 10, "{reason}");
    }
}

#[tokio::test]
async fn long_and_strange_lists_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let mut many = String::new();
    for number in 0..5_000 {
        writeln!(many, "https://site{number}.example/").unwrap();
    }
    let kept = engine.add_list(Some("Many".into()), file(many.clone())).await.unwrap();
    let id = kept.list.unwrap().id;
    let last = engine.list_pages(id.clone(), 4_999, 5).await.unwrap();
    assert_eq!(last[0].url, "https://site4999.example/");
    let plan = RunRequest { list: Some(id.clone()), ..RunRequest::default() };
    assert!(engine.plan(plan).await.unwrap().steps >= 5_000);

    // Ten megabytes are read and are too many pages; they are told, and the list stays.
    let mut huge = String::with_capacity(11_000_000);
    for number in 0.. {
        writeln!(huge, "https://site{number}.example/a-long-path-to-fill-it").unwrap();
        if huge.len() > 10_000_000 {
            break;
        }
    }
    let refused = engine.replace_list(id.clone(), file(huge)).await;
    assert!(
        matches!(&refused, Err(ArnaError::Refused { reason }) if reason.contains("50000")),
        "{refused:?}"
    );
    assert_eq!(engine.list_pages(id, 0, 5_000).await.unwrap().len(), 5_000);

    let line = format!("https://long.example/{}", "x".repeat(1_000_000));
    let read = engine.read_list(file(format!("{line}\nhttps://a.example/\n"))).await.unwrap();
    assert_eq!((read.pages, read.mistakes[0].line), (1, Some(1)));
    let more = engine.read_list(text(&"what is this\n".repeat(2_500))).await.unwrap();
    assert_eq!(more.mistakes.len(), 1_000);
    assert!(more.more_mistakes.unwrap().starts_with("1,500 more lines"));

    let utf16: Vec<u8> =
        "\u{feff}https://пример.example/\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = b"https://\xef\xf0\xe8\xec\xe5\xf0.example/\n";
    for content in [utf16, windows.to_vec()] {
        let read = engine.read_list(file(content)).await.unwrap();
        assert_eq!(read.first[0].url, "https://xn--e1afmkfd.example/", "{read:?}");
    }
    let empty = engine.read_list(file(Vec::new())).await.unwrap();
    assert_eq!((empty.pages, empty.mistakes.len()), (0, 1));
}
