//! What a reader sees of a page: its words, and where its frames come from.
//!
//! Pages speak of blockpages, and carry their words where nobody reads them: in comments, scripts, attributes. What is
//! quoted, or hidden, is not said.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// What is seen of a page.
#[derive(Default)]
pub(crate) struct Reading {
    /// Its words, in lower case, with single spaces.
    pub(crate) text: String,
    /// The sources of its frames, in lower case.
    pub(crate) frames: Vec<String>,
}

impl Reading {
    /// Of the markup of a page.
    pub(crate) fn of(markup: &str) -> Self {
        let mut emitter = DefaultEmitter::<()>::default();
        // What stands in scripts and styles is no element.
        emitter.naively_switch_states(true);
        let mut reader = Reader::default();
        for Ok(token) in Tokenizer::new_with_emitter(markup, emitter) {
            match token {
                Token::StartTag(tag) => reader.opens(&tag),
                Token::EndTag(tag) => reader.closes(&tag.name),
                Token::String(words) => reader.meets(&words),
                _ => {}
            }
        }
        Self { text: normal(&String::from_utf8_lossy(&reader.text)), frames: reader.frames }
    }

    /// Whether the page itself says `piece`, and does not merely quote it.
    pub(crate) fn says(&self, piece: &str) -> bool {
        says(&self.text, piece)
    }

    /// Whether it shows a frame from an address that begins so.
    pub(crate) fn frames(&self, piece: &str) -> bool {
        self.frames.iter().any(|source| source.starts_with(piece))
    }
}

/// Who goes through the markup.
#[derive(Default)]
struct Reader {
    text: Vec<u8>,
    frames: Vec<String>,
    /// The element whose content is not read as the page's own words, and how many of its name are open.
    unseen: Option<(Vec<u8>, usize)>,
}

impl Reader {
    fn opens(&mut self, tag: &StartTag<()>) {
        let name = tag.name.as_slice();
        if let Some((outer, depth)) = &mut self.unseen {
            *depth += usize::from(name == outer.as_slice());
            return;
        }
        // Browsers mind no slash at its end.
        self.unseen = UNSEEN.contains(&name).then(|| (name.to_vec(), 1));
        self.text.push(b' ');
        let source = tag.attributes.get(&b"src"[..]).filter(|_| name == b"iframe");
        self.frames.extend(source.map(|it| normal(&String::from_utf8_lossy(&it.value))));
    }

    fn closes(&mut self, name: &[u8]) {
        self.text.push(b' ');
        if let Some((_, depth)) = self.unseen.as_mut().filter(|(outer, _)| outer == name) {
            *depth -= 1;
        }
        self.unseen.take_if(|(_, depth)| *depth == 0);
    }

    fn meets(&mut self, words: &[u8]) {
        if self.unseen.is_none() {
            self.text.extend_from_slice(words);
        }
    }
}

/// Whether `text` has `piece` outside quotation marks.
pub(crate) fn says(text: &str, piece: &str) -> bool {
    text.match_indices(piece).any(|(at, _)| !is_quoted(&text[..at]))
}

/// Whether what comes after `before` stands within quotation marks that were opened there.
fn is_quoted(before: &str) -> bool {
    let mut open = 0_u32;
    for c in before.chars() {
        match c {
            '«' | '„' => open += 1,
            '»' | '”' => open = open.saturating_sub(1),
            // It closes what „ opened, and opens where nothing is open.
            '“' if open == 0 => open += 1,
            '“' => open -= 1,
            _ => {}
        }
    }
    open > 0 || !before.matches('"').count().is_multiple_of(2)
}

/// Lower case, with single spaces.
pub(crate) fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Elements with what no browser shows as words of the page, and those that quote.
const UNSEEN: [&[u8]; 14] = [
    b"script",
    b"style",
    b"title",
    b"template",
    b"noscript",
    b"textarea",
    b"iframe",
    b"noembed",
    b"noframes",
    b"xmp",
    b"code",
    b"samp",
    b"q",
    b"blockquote",
];

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "no entry by order 17";

    #[test]
    fn words_are_read_as_a_browser_shows_them() {
        for page in [
            "<p>No entry by order 17.</p>",
            "<p>No entry&nbsp;by <b>order</b>\n 17",
            "N&#111; entry by order 17",
            "<title>Sorry</title><h1>Dear reader of «The News»!</h1>No entry<br>by order 17",
            "<p>\"The News\": no entry by order 17",
            "<template><template></template></template>No entry by order 17",
            "<script src=/a.js></script>No entry by order 17",
        ] {
            assert!(Reading::of(page).says(WORDS), "{page}");
        }
    }

    #[test]
    fn what_is_hidden_or_quoted_is_not_said() {
        for page in [
            "<!-- no entry by order 17 -->",
            "<script>let a = 'no entry by order 17'</script>",
            "<style>/* no entry by order 17 */</style>",
            "<img alt='no entry by order 17'>",
            "<meta name=description content='no entry by order 17'>",
            "<title>no entry by order 17</title>",
            "<noscript>no entry by order 17</noscript>",
            "<template><template></template>no entry by order 17</template>",
            "<textarea>no entry by order 17</textarea>",
            "<blockquote/>No entry by order 17",
            "<p>It said: <q>no entry by order 17</q></p>",
            "<p>It said: «Dear reader! No entry by order 17»</p>",
            "<p>It said: “no entry by order 17”</p>",
            "<p>It said: „no entry by order 17“</p>",
            "<p>It said: &quot;no entry by order 17&quot;</p>",
        ] {
            assert!(!Reading::of(page).says(WORDS), "{page}");
        }
        assert!(Reading::of("<q>no entry by order 17</q><p>No entry by order 17").says(WORDS));
    }

    #[test]
    fn frames_are_those_that_a_browser_opens() {
        let page = "<IFRAME width=9 SRC=' HTTP://10.10.34.34?type=x'></IFRAME>";
        assert!(Reading::of(page).frames("http://10.10.34.3"));
        for hidden in [
            format!("<!-- {page} -->"),
            format!("<script>s = \"{page}\"</script>"),
            format!("<textarea>{page}</textarea>"),
            page.replace('<', "&lt;"),
            "<a href='http://10.10.34.34'>".to_owned(),
            "<iframe src='http://site.example/?to=http://10.10.34.34'>".to_owned(),
        ] {
            assert!(!Reading::of(&hidden).frames("http://10.10.34.3"), "{hidden}");
        }
    }
}
