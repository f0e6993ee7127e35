//! What was typed and is not understood, in the reader's language. In English clap says it, and shows the usage too.

use std::ffi::OsString;

use arna_words::{Language, Line};
use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::args::{Arna, Unfit};
use crate::words::{line, words};

/// What is wrong; `None`: clap says it, in English, or it is no error but help.
pub(crate) fn sentence(error: &clap::Error) -> Option<String> {
    if words().language() == Language::En || !error.use_stderr() {
        return None;
    }
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join("`, `")),
        _ => None,
    };
    let option = || text(ContextKind::InvalidArg);
    let said = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion => return None,
        ErrorKind::UnknownArgument => line(Line::UnknownOption, &[("option", &option()?)]),
        ErrorKind::InvalidSubcommand => {
            line(Line::UnknownCommand, &[("name", &text(ContextKind::InvalidSubcommand)?)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let said = match text(ContextKind::InvalidValue).filter(|value| !value.is_empty()) {
                Some(value) => line(Line::BadValue, &[("value", &value), ("option", &option()?)]),
                None => line(Line::NoValue, &[("option", &option()?)]),
            };
            let unfit =
                std::error::Error::source(error).and_then(|why| why.downcast_ref::<Unfit>());
            match (text(ContextKind::ValidValue), unfit) {
                (Some(values), _) => {
                    line(Line::ValidValues, &[("said", &said), ("values", &values)])
                }
                (None, Some(unfit)) => format!("{said}: {}", unfit.said(words())),
                (None, None) => said,
            }
        }
        ErrorKind::MissingRequiredArgument => line(Line::MissingOption, &[("option", &option()?)]),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(other) => line(Line::InConflict, &[("option", &option()?), ("other", &other)]),
            None => line(Line::NotUnderstood, &[]),
        },
        _ => line(Line::NotUnderstood, &[]),
    };
    let meant =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let said = match meant.into_iter().find_map(text) {
        Some(what) => line(Line::Meant, &[("said", &said), ("what", &format!("`{what}`"))]),
        None => said,
    };
    Some(line(Line::SeeHelp, &[("said", &said), ("help", &help(std::env::args_os()))]))
}

/// What prints the help of the command that was typed.
fn help(typed: impl Iterator<Item = OsString>) -> String {
    let (mut command, mut help) = (Arna::command(), "arna help".to_owned());
    for word in typed.skip(1) {
        if let Some(next) = command.find_subcommand(&word) {
            help.extend([" ", next.get_name()]);
            command = next.clone();
        }
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_that_of_the_command_that_was_typed() {
        let of = |line: &str| help(line.split(' ').map(OsString::from));
        assert_eq!(of("arna --color never lists add --nme x"), "arna help lists add");
        assert_eq!(of("arna demo --at never"), "arna help demo");
        assert_eq!(of("arna shwo"), "arna help");
    }
}
