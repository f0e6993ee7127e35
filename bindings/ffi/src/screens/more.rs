//! What settings lead to: whom a test contacts, risks, the app itself; texts of notices, and what is asked before a wipe.

use arna_model::MeasurementId;
pub use arna_screens::about::{AboutApp, AboutPart};
use arna_screens::about::{Facts, about};
pub use arna_screens::contacts::ShownContacts;
use arna_screens::contacts::{contacts, read};
use arna_screens::licence::licence;
pub use arna_screens::licence::{LicenceText, PartLicence, ShownLicence};
pub use arna_screens::notices::{Notice, Notices};
use arna_screens::notices::{notices, of_change};
pub use arna_screens::risks::Risks;
use arna_screens::risks::risks;
use arna_screens::{Action, Confirm, Row, Trouble, card, confirm, trouble};
use arna_words::Trouble as Name;

use super::{Reader, screen};
use crate::config::RunRequest;
use crate::fault::Fault;
use crate::rows::Interval;
use crate::{ArnaError, Engine};

/// Whom a test contacts.
#[uniffi::remote(Record)]
pub struct ShownContacts {
    /// Its title.
    pub heading: String,
    /// What stands above the list.
    pub lead: String,
    /// Everybody who is contacted, each with what he learns.
    pub rows: Vec<Row>,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// All of it, spoken.
    pub spoken: String,
}

/// What the app is.
#[uniffi::remote(Record)]
pub struct AboutApp {
    /// Its title.
    pub heading: String,
    /// What there is to know.
    pub rows: Vec<Row>,
    /// What to do with the fingerprint of who signed it, where it is shown.
    pub hint: Option<String>,
    /// How many parts of others it has, where the shell says which.
    pub parts_title: Option<String>,
    /// These parts, each with its licence.
    pub parts: Vec<Row>,
    /// The title and what there is to know, as they are spoken.
    pub spoken: String,
}

/// A part that others made.
#[uniffi::remote(Record)]
pub struct AboutPart {
    /// What it is called, with its version.
    pub name: String,
    /// Its licence, as SPDX writes it.
    pub licence: String,
}

/// A licence, to be read.
#[uniffi::remote(Record)]
pub struct ShownLicence {
    /// Whose it is.
    pub heading: String,
    /// What it is called, and where the source is, if it wants that said.
    pub rows: Vec<Row>,
    /// What stands above its texts.
    pub lead: String,
    /// Its texts: those who hold the copyright stand above the first.
    pub texts: Vec<LicenceText>,
    /// All of it but the texts, spoken.
    pub spoken: String,
}

/// What a shell says of a licence.
#[uniffi::remote(Record)]
pub struct PartLicence {
    /// What the part is called.
    pub name: String,
    /// Its licence, as SPDX writes it.
    pub licence: String,
    /// Who holds the copyright, a line each.
    pub copyright: Vec<String>,
    /// Where its source is.
    pub source: Option<String>,
    /// The texts that came with it.
    pub texts: Vec<LicenceText>,
}

/// A text of a licence.
#[uniffi::remote(Record)]
pub struct LicenceText {
    /// What it is called.
    pub name: String,
    /// What it says, a line for each paragraph.
    pub text: String,
}

/// What there is to know of risks.
#[uniffi::remote(Record)]
pub struct Risks {
    /// Its title.
    pub heading: String,
    /// What is to be read.
    pub rows: Vec<Row>,
    /// All of it, spoken.
    pub spoken: String,
}

/// Every notice, and the two kinds under which a system lists them.
#[uniffi::remote(Record)]
pub struct Notices {
    /// What the kind of silent notices is called.
    pub tests: String,
    /// What the kind of the others is called.
    pub to_act: String,
    /// While a test goes on.
    pub working: Notice,
    /// When a test is over and the app is not open.
    pub done: Notice,
    /// When the Internet was cut.
    pub cut: Notice,
    /// When it is back.
    pub back: Notice,
    /// When a second look is due.
    pub due: Notice,
}

/// A notice.
#[uniffi::remote(Record)]
pub struct Notice {
    /// What it says.
    pub title: String,
    /// A second line.
    pub detail: Option<String>,
    /// A button on it.
    pub action: Option<Action>,
    /// Whether it comes without a sound.
    pub is_silent: bool,
    /// All of it in one sentence.
    pub spoken: String,
}

screen! {
    /// Whom a test contacts, or what stands in its place.
    ContactsScreen of ShownContacts
}

screen! {
    /// What is asked before a card is sent on, or what stands in its place.
    SendScreen of Confirm
}

#[uniffi::export]
impl Engine {
    /// Whom a test of all that is on in the lists contacts. Nothing is sent.
    pub async fn contacts_screen(&self, reader: Reader) -> ContactsScreen {
        let usual = self.usual();
        self.shows(reader, |core, words| async move {
            let request = RunRequest::default().on(usual.now(&core).await)?;
            Ok(contacts(&read(&core, &request).await?, words))
        })
        .await
    }

    /// What is asked before the card of a measurement is sent on.
    pub async fn send_screen(&self, reader: Reader, measurement: String) -> SendScreen {
        self.shows(reader, |core, words| async move {
            let facts = card::read(&core, &MeasurementId::new(measurement.clone())).await?;
            let none = || Fault::Told(ArnaError::refused(words.trouble(Name::NoCard, &[])));
            let card = card::card(&facts, words).ok_or_else(none)?;
            Ok(confirm::send(&card, &measurement, words))
        })
        .await
    }
}

/// What the app is. `fingerprint`: the SHA-256 of the certificate that it is signed with, in hexadecimal digits; `parts`:
/// what of others is in it.
#[uniffi::export(default(fingerprint = None, parts = []))]
pub fn about_app(
    reader: Reader,
    version: String,
    fingerprint: Option<String>,
    parts: Vec<AboutPart>,
) -> AboutApp {
    about(&Facts { version, fingerprint, parts }, reader.words())
}

/// The licence of the app or of a part of it, to be read.
#[uniffi::export]
pub fn licence_of_part(reader: Reader, part: PartLicence) -> ShownLicence {
    licence(&part, reader.words())
}

/// What there is to know of risks.
#[uniffi::export]
pub fn risks_of_testing(reader: Reader) -> Risks {
    risks(reader.words())
}

/// The texts of notices: they name no site, no operator, no place, no count and no verdict.
#[uniffi::export]
pub fn texts_of_notices(reader: Reader) -> Notices {
    notices(reader.words())
}

/// The notice of what the journal says now and did not say before of the network that was looked at last; nothing: the
/// Internet was neither cut there meanwhile nor is it back.
#[uniffi::export]
pub fn notice_of_change(
    reader: Reader,
    before: Vec<Interval>,
    now: Vec<Interval>,
) -> Option<Notice> {
    let [before, now] = [before, now].map(|all| all.iter().map(Interval::seen).collect::<Vec<_>>());
    of_change(&before, &now, reader.words())
}

/// What stands in the place of every screen while the app is locked by its user's choice. Its button asks for the phone's own
/// lock.
#[uniffi::export]
pub fn locked_app(reader: Reader) -> Trouble {
    trouble::app_locked(reader.words())
}

/// What is asked before all that is kept is saved as a file, which `Engine.export` writes.
#[uniffi::export]
pub fn confirm_export(reader: Reader) -> Confirm {
    confirm::export(reader.words())
}

/// What is asked before a list is removed, by its id: its answer is `Does.RemoveList` again.
#[uniffi::export]
pub fn confirm_removal(reader: Reader, list: String) -> Confirm {
    confirm::removal(&list, reader.words())
}

/// What is asked before everything is wiped. It needs no engine, as who wipes may be in a hurry.
#[uniffi::export]
pub fn confirm_wipe(reader: Reader) -> Confirm {
    confirm::wipe(reader.words())
}
