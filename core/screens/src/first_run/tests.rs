use super::*;

fn chose(id: &str) -> Input {
    Input::Chose(id.to_owned())
}

fn after(inputs: &[Input]) -> State {
    inputs.iter().fold(State::default(), |state, input| state.after(input, false))
}

#[test]
fn the_right_answers_lead_to_a_test() {
    let ready =
        [chose("ru"), Input::Next, chose("operator"), Input::Next, chose("published"), Input::Next];
    let state = after(&ready);
    assert_eq!(state.step, FirstStep::Ready);
    assert_eq!((state.language, state.keeps), (Some(Tongue::Ru), Keeps::Published));
    assert_eq!(state.after(&Input::Next, false).ended, Some(FirstEnd::Tests));
    assert_eq!(state.after(&Input::Next, true).ended, Some(FirstEnd::Looks));
    assert_eq!(state.after(&Input::Leave, false).ended, Some(FirstEnd::Later));
}

#[test]
fn there_is_no_way_past_the_question_but_its_right_answer() {
    let question = after(&[chose("en"), Input::Next]);
    assert_eq!(question.after(&Input::Next, false), question, "no answer, no step");
    for wrong in ["nobody", "makers"] {
        let back = question.after(&chose(wrong), false).after(&Input::Next, false);
        assert_eq!((back.step, back.answer), (FirstStep::What, None));
    }
    assert_eq!(question.after(&chose("somebody"), false), question, "there is no such answer");
    // Whatever is done in six moves, nobody comes further without it.
    let moves = [
        Input::Next,
        Input::Back,
        Input::Leave,
        chose("kk"),
        chose("nobody"),
        chose("makers"),
        chose("here"),
    ];
    let mut states = vec![State::default()];
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
    let left = after(&[chose("kk"), Input::Next, chose("operator"), Input::Leave]);
    assert_eq!(left, State { ended: Some(FirstEnd::Left), ..State::default() });
    assert_eq!(left.after(&chose("ru"), false), left, "and nothing more is done");
}

#[test]
fn back_goes_one_step_back_and_keeps_what_was_chosen() {
    let ready = after(&[chose("en"), Input::Next, chose("operator"), Input::Next, Input::Next]);
    let mut state = ready;
    for step in [FirstStep::Results, FirstStep::Question, FirstStep::What, FirstStep::Language] {
        state = state.after(&Input::Back, false);
        assert_eq!(state.step, step);
    }
    assert_eq!(state.language, Some(Tongue::En));
    assert_eq!(state.after(&Input::Back, false), state, "the system's back leaves the app there");
}

#[test]
fn a_state_survives_being_kept() {
    let state = after(&[chose("kk"), Input::Next, chose("nobody")]);
    let text = serde_json::to_string(&state).expect("plain data");
    assert_eq!(serde_json::from_str::<State>(&text).expect("the same"), state);
}
