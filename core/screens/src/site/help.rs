//! Why nothing is said, what would help, and the button that does.

use arna_model::{Code, Reason, Verdict, WallTime};
use arna_words::{OnScreen, OnSites, Words};

use super::{Known, Said};
use crate::spoken::{action, capital, sentences};
use crate::{Action, Does};

/// Why nothing is said, and what would help.
pub(super) fn reason(verdict: &Verdict, words: Words) -> Option<Said> {
    let reason = verdict.reason.filter(|_| verdict.code.is_abstention())?;
    let why = capital(words.reason(reason));
    let help = words.on_sites(help(reason));
    Some(Said {
        heading: words.on_sites(OnSites::WhyNothing).to_owned(),
        sentences: vec![sentences([why.as_str()]), help.to_owned()],
    })
}

/// What would help.
fn help(reason: Reason) -> OnSites {
    match reason {
        Reason::NoisyNetwork
        | Reason::BlocksVoid
        | Reason::RadioWeak
        | Reason::Undecided
        | Reason::LinkTooSlow
        | Reason::RatesUndecided
        | Reason::FreezeUndecided => OnSites::HelpSignal,
        Reason::NoService | Reason::WhitelistShutdown | Reason::InternationalCut => {
            OnSites::HelpInternet
        }
        Reason::CaptivePortal => OnSites::HelpLogIn,
        Reason::OutOfCredit => OnSites::HelpCredit,
        Reason::WrongClock => OnSites::HelpClock,
        Reason::NotPermitted | Reason::Vpn => OnSites::HelpVpn,
        Reason::ConfirmationsSpent | Reason::BudgetSpent | Reason::Cancelled => OnSites::HelpAlone,
        Reason::BadInput => OnSites::HelpAddress,
        Reason::StillConfirming
        | Reason::SatLately
        | Reason::DecoyAccused
        | Reason::CameBack
        | Reason::NoOutsideControl
        | Reason::UnknownAuthority
        | Reason::AnswersDiffer
        | Reason::ResolverSilent
        | Reason::PageDiffers
        | Reason::NotComparable
        | Reason::TooManyRedirects
        | Reason::RedirectsNowhere
        | Reason::Aborted
        | Reason::TooManyBytes
        | Reason::LocalTrouble
        | Reason::NoAnswers
        | Reason::CertificateDiffers
        | Reason::TlsProxy
        | Reason::LongAnswersLost
        | Reason::TcpProxy => OnSites::HelpLater,
    }
}

/// The main button: a second look when that is due, or another test; off while the site was double-checked lately.
pub(super) fn again(known: &Known, words: Words, now: WallTime) -> Action {
    let measurement = &known.measurement;
    let input = measurement.input.clone().unwrap_or_default();
    let second = known.exposure.as_ref().and_then(|one| one.second);
    let is_likely = measurement.verdict.code == Code::LikelyBlocked;
    match second.filter(|(_, until)| is_likely && *until > now) {
        Some((from, _)) if from > now => {
            let time = words.time_of_day(from);
            let label = words.sites(OnSites::LookAgainFrom, &[("time", &time)]);
            let detail = words.on_sites(OnSites::RemindMe).to_owned();
            action(&label, Some(detail), Does::Remind { at_ms: from.0.div_euclid(1_000) })
        }
        Some(_) => action(words.on_screen(OnScreen::LookAgain), None, Does::Again { input }),
        None => {
            let label = words.on_screen(OnScreen::TestAgain);
            let from = known.again.map(|again| {
                words.sites(OnSites::AgainFrom, &[("moment", &words.moment(again, now))])
            });
            let is_enabled = from.is_none();
            Action { is_enabled, ..action(label, from, Does::Again { input }) }
        }
    }
}
