//! `arna judge`: today's judge on stored facts. Old opinions stay; both are shown.

use arna_engine::run::Ledger as _;

use crate::args;
use crate::exits::{Done, Ending};
use crate::runtimes::no_runtime;
use crate::words::words;
use crate::{out, places};

/// Judges a run again.
pub(crate) fn judge(judge: args::Judge) -> Done {
    let path = places::database(judge.db)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        let run = places::find_run(&engine, judge.run.as_deref(), &path).await?;
        let old = engine.store().measurements(&run).await?;
        let new = engine.judge_again(&run).await?;
        let mut changed = 0;
        for (id, opinion) in &new {
            let Some(before) = old.iter().find(|one| one.id == *id) else { continue };
            let (was, is) = (words().verdict(&before.verdict), words().verdict(&opinion.verdict));
            let (then, now) = (before.verdict.judge, opinion.verdict.judge);
            let subject = words().subject(before);
            if was == is {
                out::line(format_args!("same  {subject}: {is}"))?;
            } else {
                changed += 1;
                out::line(format_args!(
                    "new   {subject}: {is} (judge {now}); before: {was} (judge {then})"
                ))?;
            }
        }
        out::line(format_args!(
            "{} judged again, {changed} changed; the old opinions are kept. Run {run}",
            new.len()
        ))?;
        Ok(Ending::Done)
    })
}
