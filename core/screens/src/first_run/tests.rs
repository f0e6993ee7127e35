use super::*;

fn chose(id: &str) -> FirstInput {
    FirstInput::Chose { id: id.to_owned() }
}

fn after(inputs: &[FirstInput]) -> FirstState {
    inputs.iter().fold(FirstState::default(), |state, input| state.after(input, false))
}

#[test]
fn the_right_answers_lead_to_a_test() {
    let ready =
        [chose("ru"), FirstInput::Next, chose("operator"), FirstInput::Next, FirstInput::Next];
    let state = after(&ready);
    assert_eq!(state.step, FirstStep::Ready);
    assert_eq!(state.language, Some(Tongue::Ru));
    assert_eq!(state.after(&FirstInput::Next, false).ended, Some(FirstEnd::Tests));
    assert_eq!(state.after(&FirstInput::Next, true).ended, Some(FirstEnd::Looks));
    assert_eq!(state.after(&FirstInput::Leave, false).ended, Some(FirstEnd::Later));
}

#[test]
fn there_is_no_way_past_the_question_but_its_right_answer() {
    let question = after(&[chose("en"), FirstInput::Next]);
    assert_eq!(question.after(&FirstInput::Next, false), question, "no answer, no step");
    for wrong in ["nobody", "makers"] {
        let back = question.after(&chose(wrong), false).after(&FirstInput::Next, false);
        assert_eq!((back.step, back.answer), (FirstStep::What, None));
    }
    assert_eq!(question.after(&chose("somebody"), false), question, "there is no such answer");
    // Whatever is done in six moves, nobody comes further without it.
    let moves = [
        FirstInput::Next,
        FirstInput::Back,
        FirstInput::Leave,
        chose("kk"),
        chose("nobody"),
        chose("makers"),
        chose("here"),
    ];
    let mut states = vec![FirstState::default()];
    for _ in 0..6 {
        states = states
            .iter()
            .flat_map(|state| moves.iter().map(|input| state.after(input, false)))
            .collect();
        assert!(states.iter().all(|state| state.step < FirstStep::Results));
        assert!(states.iter().all(|state| state.ended != Some(FirstEnd::Tests)));
        states.dedup();
    }
}

#[test]
fn who_leaves_is_forgotten() {
    let left = after(&[chose("kk"), FirstInput::Next, chose("operator"), FirstInput::Leave]);
    assert_eq!(left, FirstState { ended: Some(FirstEnd::Left), ..FirstState::default() });
    assert_eq!(left.after(&chose("ru"), false), left, "and nothing more is done");
}

#[test]
fn back_goes_one_step_back_and_keeps_what_was_chosen() {
    let ready = after(&[
        chose("en"),
        FirstInput::Next,
        chose("operator"),
        FirstInput::Next,
        FirstInput::Next,
    ]);
    let mut state = ready;
    for step in [FirstStep::Results, FirstStep::Question, FirstStep::What, FirstStep::Language] {
        state = state.after(&FirstInput::Back, false);
        assert_eq!(state.step, step);
    }
    assert_eq!(state.language, Some(Tongue::En));
    assert_eq!(
        state.after(&FirstInput::Back, false),
        state,
        "the system's back leaves the app there"
    );
}

#[test]
fn a_state_survives_being_kept() {
    let state = after(&[chose("kk"), FirstInput::Next, chose("nobody")]);
    let text = serde_json::to_string(&state).expect("plain data");
    assert_eq!(serde_json::from_str::<FirstState>(&text).expect("the same"), state);
}

#[test]
fn a_state_from_before_with_a_choice_of_where_results_go_is_read_without_it() {
    let before = r#"{"step":"results","language":"kk","answer":"operator","keeps":"published","ended":null}"#;
    let state = serde_json::from_str::<FirstState>(before).expect("it is read");
    assert_eq!(state, after(&[chose("kk"), FirstInput::Next, chose("operator"), FirstInput::Next]));
    assert_eq!(state.after(&chose("published"), false), state, "nothing is to be chosen there");
}
