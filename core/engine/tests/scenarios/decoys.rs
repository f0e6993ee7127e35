//! A/A: innocent sites among the targets, and what it does to a run if one of them is accused.

use crate::country;
use crate::country::Setting;
use arna_model::{Code, Decoys, How, Measurement, Reason, Request};

const SETTING: Setting<'_> = Setting {
    profile: None,
    seed: 3,
    at_once: None,
    budget: arna_model::Budget { max_bytes: None, max_time: None },
    nettests: &["web_connectivity"],
};

/// Makes the first censored target the only decoy.
fn make_one_a_decoy(request: &mut Request) {
    let is_censored =
        |at: &usize| request.targets[*at].truth.as_ref().is_some_and(|it| it.censored);
    let at = (0..request.targets.len()).find(is_censored).expect("one is censored");
    request.decoys = vec![request.targets.remove(at)];
}

fn accused(measurements: &[Measurement]) -> Vec<&Measurement> {
    measurements.iter().filter(|one| one.verdict.code.is_accusation()).collect()
}

#[test]
fn an_accused_decoy_takes_every_accusation_back() {
    let (_, unalarmed, summary) = country::run_with("sni-reset", SETTING, |_| {});
    assert_eq!(accused(&unalarmed).len(), 3);
    assert_eq!(summary.decoys, Some(Decoys { tested: 1, accused: 0 }));

    let (decoys, targets, summary) = country::run_with("sni-reset", SETTING, make_one_a_decoy);
    assert_eq!(summary.decoys, Some(Decoys { tested: 1, accused: 1 }));
    let says_why = |one: &&Measurement| {
        one.verdict.code == Code::Inconclusive && one.verdict.reason == Some(Reason::DecoyAccused)
    };
    assert!(decoys.iter().all(|one| says_why(&one)), "{decoys:#?}");
    assert_eq!(accused(&targets), Vec::<&Measurement>::new());
    assert_eq!(targets.iter().filter(says_why).count(), 2);
    let opens = targets.iter().filter(|one| one.verdict.code == Code::Accessible).count();
    assert_eq!(opens, 17, "what opens is not taken back");
    assert_eq!(summary.by_code.values().sum::<u64>(), 19, "decoys are counted apart");
}

#[test]
fn a_state_root_is_no_false_alarm() {
    let (decoys, targets, summary) = country::run_with("kz-2019-qaznet", SETTING, make_one_a_decoy);
    assert_eq!(summary.decoys, Some(Decoys { tested: 1, accused: 0 }));
    assert_eq!(accused(&decoys).len(), 1);
    let accused = accused(&targets);
    assert_eq!(accused.len(), 7);
    assert!(accused.iter().all(|one| one.verdict.how == Some(How::StateRoot)));
}

#[test]
fn a_phone_that_trusts_the_interceptor_is_told_so() {
    let (_, targets, _) = country::run_with("interception-trusted", SETTING, |_| {});
    let accused = accused(&targets);
    assert_eq!(accused.len(), 3);
    assert!(accused.iter().all(|one| one.verdict.how == Some(How::TrustedStateRoot)));
}
