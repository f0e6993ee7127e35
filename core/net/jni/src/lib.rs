//! In the place of jni on Android: hickory-proto has a kind of error for it, which it never makes, and brings all of jni along for
//! that. Should it begin to use more of jni, it does not build any more, and this goes.

/// Errors, as jni names the place.
pub mod errors {
    use std::fmt;

    /// An error that cannot be.
    #[derive(Debug)]
    pub enum Error {}

    impl fmt::Display for Error {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            match *self {}
        }
    }
}
