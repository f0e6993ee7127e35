//! `arna judge`: today's judge on stored facts. Old opinions stay; both are shown.

use std::fmt::Display;

use arna_engine::run::Ledger as _;
use arna_words::Line;

use crate::args;
use crate::exits::{Done, Ending};
use crate::runtimes::no_runtime;
use crate::words::{line, words};
use crate::{out, places};

/// Judges a run again.
pub(crate) fn judge(judge: args::Judge) -> Done {
    let path = places::database(judge.db)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        let run = places::find_run(&engine, judge.run.as_deref(), &path).await?;
        let old = engine.store().measurements(&run).await?;
        let judged = engine.judge_again(&run).await;
        let new = judged.map_err(|error| places::unopened(&path, error))?;
        let mut changed = 0;
        let marks = [Line::Same, Line::New].map(|mark| line(mark, &[]).chars().count());
        let widest = marks[0].max(marks[1]);
        for (id, opinion) in &new {
            let Some(before) = old.iter().find(|one| one.id == *id) else { continue };
            let (was, is) = (words().verdict(&before.verdict), words().verdict(&opinion.verdict));
            let (old, new) = (before.verdict.judge, opinion.verdict.judge);
            let subject = words().subject(before);
            let (mark, said) = if was == is {
                (Line::Same, is)
            } else {
                changed += 1;
                let values: [(&str, &dyn Display); 4] =
                    [("now", &is), ("new", &new), ("was", &was), ("old", &old)];
                (Line::New, line(Line::JudgedOtherwise, &values))
            };
            out::line(format_args!("{:widest$}  {subject}: {said}", line(mark, &[])))?;
        }
        let values: [(&str, &dyn Display); 2] = [("changed", &changed), ("run", &run)];
        out::line(words().counted_line(Line::JudgedAgain, new.len() as u64, &values))?;
        Ok(Ending::Done)
    })
}
