//! Dossiers that no run would make: an opinion, never a panic, and the same one twice.
#![no_main]

use libfuzzer_sys::fuzz_target;

use arna_model::Dossier;

fuzz_target!(|text: &[u8]| {
    let Ok(dossier) = serde_json::from_slice::<Dossier>(text) else { return };
    let judgement = arna_judge::judge(&dossier);
    assert_eq!(judgement.verdict, arna_judge::judge(&dossier).verdict);
    arna_judge::suspicion(&dossier);
});
