//! What a body is, as its `Content-Type` says.

/// The media type of a `Content-Type`, in lower case and without parameters: `text/html` of `Text/HTML; charset=utf-8`.
/// `None`: there is none, or one that browsers do not go by either (`*/*`, a word without a slash).
pub fn media_type(content_type: &str) -> Option<String> {
    let essence = content_type.split(';').next()?.trim().to_ascii_lowercase();
    let (kind, form) = essence.split_once('/')?;
    let is_unknown = kind.is_empty() || form.is_empty() || kind == "unknown" || form == "unknown";
    (!is_unknown && kind != "*").then_some(essence)
}

/// Whether browsers show a body of this media type as a page: HTML, or XML in its forms.
pub fn is_page(media_type: &str) -> bool {
    matches!(media_type, "text/html" | "text/xml" | "application/xml")
        || media_type.ends_with("+xml") && !media_type.starts_with("image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_read_as_servers_write_them() {
        let kind = |text| media_type(text);
        assert_eq!(kind("Text/HTML; charset=utf-8").as_deref(), Some("text/html"));
        assert_eq!(kind(" application/zip ").as_deref(), Some("application/zip"));
        for unknown in ["", "html", "/", "text/", "*/*", "application/unknown", "unknown/unknown"] {
            assert_eq!(kind(unknown), None, "{unknown:?}");
        }
    }

    #[test]
    fn a_download_is_no_page() {
        for page in ["text/html", "application/xhtml+xml", "application/rss+xml", "text/xml"] {
            assert!(is_page(page), "{page}");
        }
        let others =
            ["application/octet-stream", "text/plain", "image/svg+xml", "application/json"];
        for other in others {
            assert!(!is_page(other), "{other}");
        }
    }
}
