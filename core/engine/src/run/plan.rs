//! From a request to a plan: which steps, in which order.
//!
//! Nettests without input are counted first (and made last, alone: see `looking`); the targets are shuffled,
//! so that an observer sees forbidden names in no fixed place, and some innocent ones are among them.

use arna_model::{MeasurementId, Request, Target};
use arna_net::Entropy;

use super::{Step, decoys};
use crate::nettests::{self, InputKind};

/// The steps for `request`; the entropy gives order and ids.
///
/// # Errors
/// The name of the first nettest that there is not.
pub(crate) fn plan(request: &Request, mut entropy: Entropy) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut add =
        |entropy: &mut Entropy, nettest: &str, target: Option<&Target>, is_decoy: bool| {
            steps.push(Step {
                number: steps.len() as u32,
                nettest: nettest.to_owned(),
                target: target.cloned(),
                is_decoy,
                measurement: MeasurementId::new(entropy.id()),
            });
        };
    let mut with_input = Vec::new();
    for name in &request.nettests {
        let nettest = nettests::named(name).ok_or_else(|| name.clone())?;
        match nettest.spec().input {
            InputKind::None => add(&mut entropy, name, None, false),
            InputKind::Url => with_input.push(name),
        }
    }
    let mut targets: Vec<_> = request.targets.iter().map(|target| (target, false)).collect();
    targets.extend(decoys::choose(request, &mut entropy).into_iter().map(|target| (target, true)));
    entropy.shuffle(&mut targets);
    for name in with_input {
        for &(target, is_decoy) in &targets {
            add(&mut entropy, name, Some(target), is_decoy);
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nettests_without_input_are_counted_first_and_targets_are_shuffled() {
        let target = |number| Target {
            input: format!("https://{number}.example/"),
            category: None,
            list: None,
            truth: None,
        };
        let request = Request {
            nettests: vec!["web_connectivity".into(), "latency".into()],
            targets: (0..20).map(target).collect(),
            ..Request::default()
        };
        let steps = plan(&request, Entropy::labelled(1, "plan")).expect("both nettests exist");
        assert_eq!(steps.len(), 21);
        assert_eq!(steps[0].nettest, "latency");
        let order: Vec<_> = steps[1..].iter().map(|step| step.target.clone()).collect();
        assert_ne!(order, request.targets.iter().cloned().map(Some).collect::<Vec<_>>());
        let other = Request { nettests: vec!["ndtt".into()], ..Request::default() };
        assert_eq!(plan(&other, Entropy::labelled(1, "plan")), Err("ndtt".to_owned()));
    }
}
