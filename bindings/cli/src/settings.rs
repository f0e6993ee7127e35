//! `arna settings`: shows what is set, and sets it.

use std::fmt::Display;

use arna_engine::{Engine, KEYS};
use arna_words::Line;
use serde_json::json;

use crate::args::Settings;
use crate::exits::{Done, Ending, Trouble};
use crate::words::{line, words};
use crate::{json, out, places, runtimes};

/// Shows them, or sets one.
pub(crate) fn settings(asked: &Settings) -> Done {
    if let Some(key) = &asked.key
        && !KEYS.iter().any(|known| known.key == key)
    {
        let keys: Vec<_> = KEYS.iter().map(|known| known.key).collect();
        let values: [(&str, &dyn Display); 2] = [("key", key), ("keys", &keys.join(", "))];
        return Err(Trouble::usage(line(Line::NoSuchSetting, &values)));
    }
    let database = places::database(asked.db.clone())?;
    runtimes::here()?.block_on(async {
        let engine = match (&asked.key, &asked.value) {
            (Some(key), Some(value)) => {
                let engine = places::open_kept(&database)?;
                set(&engine, key, value).await?;
                engine
            }
            _ => places::open_stored_or_empty(&database)?,
        };
        let set = engine.settings().await?;
        let is_wanted = |key: &str| asked.key.as_deref().is_none_or(|wanted| wanted == key);
        for known in KEYS.iter().filter(|known| is_wanted(known.key)) {
            let value = set.get(known.key);
            if asked.json {
                let (key, usual) = (known.key, known.usual);
                json::value(
                    json!({ "type": "setting", "key": key, "value": value, "usual": usual }),
                )?;
                continue;
            }
            let usual = || line(Line::NotSet, &[("value", &known.usual)]);
            let shown = value.cloned().unwrap_or_else(usual);
            let takes = words().setting(known.key).unwrap_or_default();
            out::line(format_args!("{} = {shown}\n    {takes}", known.key))?;
        }
        Ok(Ending::Done)
    })
}

async fn set(engine: &Engine, key: &str, value: &str) -> Result<(), Trouble> {
    match engine.set(key, value).await {
        Err(arna_engine::Error::BadSetting { .. }) => {
            let takes = words().setting(key).unwrap_or_default();
            let values: [(&str, &dyn Display); 2] = [("key", &key), ("takes", &takes)];
            Err(Trouble::usage(line(Line::BadSetting, &values)))
        }
        set => Ok(set?),
    }
}

#[cfg(test)]
mod tests {
    use arna_words::{Language, Words};

    use super::*;

    #[test]
    fn every_setting_is_told_in_every_language() {
        for known in KEYS {
            for language in Language::ALL {
                assert!(Words::of(language).setting(known.key).is_some(), "{}", known.key);
            }
        }
    }
}
