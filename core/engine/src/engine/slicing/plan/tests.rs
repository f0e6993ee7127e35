use super::*;

fn known(name: &str, hours: Option<u64>, wants: Option<Wants>) -> Known {
    let target = Target {
        input: format!("https://{name}.example/"),
        category: None,
        list: None,
        truth: None,
    };
    let looked = hours.map(|hours| Micros::from_secs(hours * 3600));
    Known {
        target,
        looked,
        wants,
        is_awaited: false,
        is_unsettled: false,
        is_blocked: false,
        opens_otherwise: false,
    }
}

/// Twenty-four kilobytes and a second a look, and a sitting of ninety seconds.
fn cost(piece: &Piece) -> Cost {
    let (n, sitting) = (piece.targets.len() as u64, piece.confirmations > 0);
    let suspects = if sitting { 55_000 + 37_000 * n } else { 0 };
    let time = Micros::from_secs(5 + n + if sitting { 86 } else { 0 });
    Cost { bytes: 5_000 + 24_000 * n + suspects, time }
}

fn planned(known: &[Known], seconds: u64, bytes: u64) -> Result<(Vec<String>, u16), Ended> {
    let piece = next(
        known.to_vec(),
        Left {
            time: Micros::from_secs(seconds),
            bytes,
            for_looks: bytes / LOOKS_PART,
            for_first_looks: bytes / 2,
        },
        cost,
    )?;
    let names = piece.targets.iter().map(|one| one.input.clone());
    let names = names.map(|input| input.replace("https://", "").replace(".example/", ""));
    Ok((names.collect(), piece.confirmations))
}

#[test]
fn what_is_most_worth_it_comes_first() {
    let all = [
        known("fresh", Some(3), None),
        known("old", Some(90), None),
        known("never", None, None),
        known("failed", Some(1), Some(Wants::First)),
        known("due", Some(2), Some(Wants::Second)),
    ];
    let (names, confirmations) = planned(&all, 110, 1_000_000).unwrap();
    assert_eq!((names, confirmations), (vec!["due".to_owned(), "failed".to_owned()], 2));
    // Where there are bytes for one alone, that one.
    let (names, _) = planned(&all, 180, 130_000).unwrap();
    assert_eq!(names, ["due"]);
    // In twenty seconds nobody sits: nothing is begun that would be cut off.
    let (names, confirmations) = planned(&all, 20, 500_000).unwrap();
    assert_eq!((names, confirmations), (vec!["never".to_owned()], 0));
    let (names, confirmations) = planned(&all[..2], 20, 500_000).unwrap();
    assert_eq!((names, confirmations), (vec!["old".to_owned()], 0));
}

#[test]
fn first_looks_go_before_a_sitting_that_fits_behind_them() {
    let all = [
        known("old", Some(90), None),
        known("never", None, None),
        known("due", Some(2), Some(Wants::Second)),
    ];
    assert_eq!(planned(&all, 130, 1_000_000).unwrap(), (vec!["never".to_owned()], 0));
    // Neither without the time for both, nor without the bytes.
    for (seconds, bytes) in [(110, 1_000_000), (130, 140_000)] {
        assert_eq!(planned(&all, seconds, bytes).unwrap(), (vec!["due".to_owned()], 1));
    }
    // What was looked at before can wait.
    let seen = [all[0].clone(), all[2].clone()];
    assert_eq!(planned(&seen, 130, 1_000_000).unwrap(), (vec!["due".to_owned()], 1));
}

#[test]
fn what_only_this_part_of_the_day_can_show_comes_before_what_any_can() {
    let evening = Known { opens_otherwise: true, ..known("evening", Some(24), Some(Wants::First)) };
    let all = [known("always", Some(2), Some(Wants::Second)), evening];
    assert_eq!(planned(&all, 180, 130_000).unwrap(), (vec!["evening".to_owned()], 1));
}

#[test]
fn what_is_new_has_bytes_of_its_own() {
    let all = [known("old", Some(90), None), known("never", None, None)];
    // One look is 29 kB: a third of the bytes is too few, a half is not.
    assert_eq!(planned(&all, 60, 70_000).unwrap().0, ["never"]);
    assert_eq!(planned(&all[..1], 60, 70_000), Err(Ended::NoBytes));
}

#[test]
fn what_failed_and_was_not_settled_is_looked_at_first() {
    let unsettled = Known { is_unsettled: true, ..known("unsettled", Some(24), None) };
    let all = [known("old", Some(90), None), known("never", None, None), unsettled];
    assert_eq!(planned(&all, 60, 70_000).unwrap().0, ["unsettled"]);
    let fresh = Known { is_unsettled: true, ..known("unsettled", Some(3), None) };
    assert_eq!(planned(&[fresh], 60, 70_000), Err(Ended::NothingDue), "not twice an evening");
}

#[test]
fn looks_leave_time_for_what_they_find() {
    let all: Vec<_> = (0..60).map(|n| known(&format!("{n}"), None, None)).collect();
    // Half of the bytes is for looks at what is new.
    let looks = |seconds, bytes| planned(&all, seconds, bytes).map(|(names, _)| names.len());
    assert_eq!(looks(132, u64::MAX), Ok(12), "and a hundred seconds for sittings");
    assert_eq!(looks(180, u64::MAX), Ok(20));
    assert_eq!(looks(20, u64::MAX), Ok(15), "no sitting fits, so the looks have it all");
    assert_eq!(looks(180, 300_000), Ok(6));
}

#[test]
fn looks_leave_the_bytes_of_sittings_that_will_be_due() {
    let awaited = Known { is_awaited: true, ..known("awaited", Some(1), None) };
    let all = [awaited, known("old", Some(90), None), known("older", Some(91), None)];
    let looks = |bytes| planned(&all, 60, bytes).map(|(names, _)| names.len());
    // One sitting is 121 kB, one look 29.
    assert_eq!(looks(145_000), Err(Ended::NoBytes));
    assert_eq!(looks(151_000), Ok(1));
    assert_eq!(looks(400_000), Ok(2));
}

#[test]
fn where_nothing_fits_it_says_why() {
    let all = [known("old", Some(90), None)];
    assert_eq!(planned(&all, 5, 1_000_000), Err(Ended::NoTime));
    assert_eq!(planned(&all, 60, 80_000), Err(Ended::NoBytes));
    let fresh = [known("fresh", Some(3), None)];
    assert_eq!(planned(&fresh, 60, 1_000_000), Err(Ended::NothingDue));
    assert_eq!(planned(&[], 60, 1_000_000), Err(Ended::NothingDue));
    let waiting = [known("due", Some(3), Some(Wants::Second))];
    assert_eq!(planned(&waiting, 60, 1_000_000), Err(Ended::NoTime), "it waits for a longer one");
    let blocked = [Known { is_blocked: true, ..known("blocked", Some(48), None) }];
    assert_eq!(planned(&blocked, 60, 1_000_000), Err(Ended::NothingDue));
}
