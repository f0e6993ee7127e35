//! Several censors on one path, as a phone without an opinion finds them.

use std::io;
use std::time::Duration;

use arna_lab::Lab;
use tokio::time::{sleep, timeout};

use super::phone::*;

/// Whether a connection to the address of `name` opens.
async fn is_connected(lab: &Lab, name: &str) -> bool {
    let dial = dial(lab, name, 443);
    matches!(timeout(Duration::from_secs(5), dial).await, Ok(Ok(_)))
}

#[test]
fn each_of_two_filters_has_its_own_names_place_and_residue() {
    within("two-filters", async |lab| {
        let listed = ["azattyq.org", "meduza.io", "kloop.kg", "holanews.kz"];
        for name in listed {
            let stream = dial(lab, name, 443).await.expect("TCP opens");
            let error = shake(lab, stream, name).await.err().expect("nothing comes back");
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{name}");
            assert!(!is_connected(lab, name).await, "{name}");
        }
        // The border's filter reads nothing of what stays in the country.
        let stream = dial(lab, "kolesa.kz", 443).await.expect("TCP opens");
        let error = shake(lab, stream, "meduza.io").await.err().expect("another's name");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
        let stream = dial(lab, "kolesa.kz", 443).await.expect("TCP opens");
        let error = shake(lab, stream, "azattyq.org").await.err().expect("nothing comes back");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        // A name that nobody answers is said again for a while, and is heard each time.
        sleep(Duration::from_secs(130)).await;
        for (name, is_open) in listed.into_iter().zip([true, false, true, true]) {
            assert_eq!(is_connected(lab, name).await, is_open, "{name}");
        }
        sleep(Duration::from_secs(300)).await;
        assert!(is_connected(lab, "meduza.io").await);
    });
}
