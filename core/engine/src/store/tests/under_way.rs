//! What is being written when its writer is let go of.

use std::pin::pin;
use std::sync::mpsc;

use futures_util::poll;

use super::super::{Topic, rows::Tables};
use super::everywhere;

#[test]
fn what_nobody_waits_for_any_more_is_written_before_anybody_goes_on() {
    everywhere(|store| async move {
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let work = move |tables: &Tables<'_>| {
            may_go_on.recv().expect("it is let go on");
            tables.set_setting("late", "yes")
        };
        {
            let mut writing = pin!(store.write(Topic::Settings, work));
            assert!(poll!(writing.as_mut()).is_pending(), "it is under way");
        }
        let mut written = pin!(store.written());
        assert!(poll!(written.as_mut()).is_pending(), "it is not written yet");
        go_on.send(()).expect("it waits for that");
        written.await;
        assert_eq!(store.setting("late").await.expect("reads").as_deref(), Some("yes"));
        store.set_setting("late", "no").await.expect("others write again");
    });
}
