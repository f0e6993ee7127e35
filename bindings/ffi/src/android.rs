//! Android has no standard error: what panics says goes to the system's log.

use std::panic::PanicHookInfo;

/// Where a panic was, and what it says as long as that is a text of the sources: what was put together while it ran may
/// name a site, and reports of bugs carry the log away.
fn said(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(String::new, ToString::to_string);
    match panic.payload().downcast_ref::<&'static str>() {
        Some(text) => format!("panic at {place}: {text}"),
        None => format!("panic at {place}"),
    }
}

/// Sends panics there, from now on; called again it changes nothing.
#[cfg(target_os = "android")]
pub(crate) fn tell_panics() {
    use std::ffi::{CString, c_char, c_int};
    use std::sync::Once;

    #[expect(unsafe_code, reason = "the standard library does not know Android's log")]
    // SAFETY: its signature, by <android/log.h>, since the first Android.
    #[link(name = "log")]
    unsafe extern "C" {
        fn __android_log_write(priority: c_int, tag: *const c_char, text: *const c_char) -> c_int;
    }
    static ONCE: Once = Once::new();
    const ERROR: c_int = 6;
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            // A text with a zero in it is not told.
            let text = CString::new(said(panic)).unwrap_or_default();
            #[expect(unsafe_code, reason = "as above")]
            // SAFETY: both texts end with a zero, and outlive the call, which copies them.
            unsafe {
                __android_log_write(ERROR, c"arna".as_ptr(), text.as_ptr());
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use std::panic;
    use std::sync::{Arc, Mutex, PoisonError};

    use super::said;

    /// What is told of panics of this thread.
    fn told(work: fn()) -> String {
        let heard = Arc::new(Mutex::new(String::new()));
        let (ear, here) = (heard.clone(), std::thread::current().id());
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() == here {
                *ear.lock().unwrap_or_else(PoisonError::into_inner) = said(panic);
            }
        }));
        panic::catch_unwind(work).expect_err("panics");
        panic::set_hook(before);
        heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[test]
    fn a_text_of_the_sources_is_told_and_one_with_a_name_in_it_is_not() {
        let plain = told(|| panic!("a mistake"));
        assert!(plain.contains("android.rs:") && plain.ends_with(": a mistake"), "{plain}");
        let named = told(|| panic!("no answer of {}", std::hint::black_box("example.org")));
        assert!(named.contains("android.rs:") && !named.contains("example"), "{named}");
    }
}
