//! Sorting, with its machinery there once. The standard library's is made anew for each type and each key, more than 1 kB
//! of a phone's library each, compressed.

use std::cmp::Ordering;

/// Sorts by what `key` says; of equal ones the first stays first.
pub fn sort_by_key<T, K: Ord>(all: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(all, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by `compare`; of equal ones the first stays first.
pub fn sort_by<T>(all: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut places = places(all.len(), &|one, other| compare(&all[one], &all[other]));
    for at in 0..all.len() {
        // Whoever lies here goes where it belongs, until the right one lies here.
        while places[at] != at {
            let place = places[at];
            all.swap(at, place);
            places.swap(at, place);
        }
    }
}

/// Where each of so many belongs.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    let mut places = vec![0; count];
    for (place, one) in order.into_iter().enumerate() {
        places[one] = place;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in an order that looks like none, each with its place.
    fn mixed(count: u32, most: u32) -> Vec<(u32, u32)> {
        let number = |at: u32| at.wrapping_mul(2_654_435_761) >> 7;
        (0..count).map(|at| (number(at) % most, at)).collect()
    }

    #[test]
    fn it_sorts_as_the_standard_library_does_and_equal_ones_stay() {
        for count in [0, 1, 2, 3, 10, 21, 200, 1000] {
            for most in [1, 2, 7, 1_000_000] {
                let (mut ours, mut theirs) = (mixed(count, most), mixed(count, most));
                sort_by_key(&mut ours, |(number, _)| *number);
                theirs.sort_by_key(|(number, _)| *number);
                assert_eq!(ours, theirs, "{count} of {most}");
                sort_by(&mut ours, |(one, _), (other, _)| other.cmp(one));
                theirs.sort_by(|(one, _), (other, _)| other.cmp(one));
                assert_eq!(ours, theirs, "{count} of {most}, backwards");
            }
        }
    }
}
