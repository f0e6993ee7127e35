//! `arna`: is it blocked, how, and since when? The terminal's shell.
//!
//! It parses what people type, hands it to the engine, and shows what the store holds. It decides
//! nothing about verdicts, knows no SQL and opens no socket but the listeners of `arna helper`.

#![allow(rustdoc::bare_urls, reason = "clap shows these comments as they are")]

mod again;
mod args;
mod ask;
mod blocks;
#[cfg(target_os = "linux")]
mod compare;
mod comparing;
mod demo;
mod device;
mod ending;
#[cfg(target_os = "linux")]
mod exec;
mod exits;
mod follow;
mod grid;
mod helper;
mod history;
#[cfg(target_os = "linux")]
mod interfaces;
mod journal;
mod json;
mod judge;
mod lab;
mod layout;
mod link;
mod lists;
mod lookout;
mod nettests;
mod operator;
mod out;
mod pages;
mod pcap;
mod places;
mod power;
mod private;
mod replay;
mod run;
mod runs;
mod runtimes;
mod scenario;
mod score;
mod screen;
mod screens;
mod self_made;
mod settings;
mod show;
mod slice;
mod table;
mod timeline;
mod typed;
mod watch;
mod why;
mod wipe;
mod words;

use std::process::ExitCode;

use args::Command;

fn main() -> ExitCode {
    let command = match args::Arna::of(std::env::args_os()) {
        Ok(arna) => {
            out::choose_colours(arna.color);
            words::choose(arna.language);
            arna.command
        }
        Err(error) => {
            words::choose(words::asked_for(
                std::env::args_os().map(|word| word.to_string_lossy().into_owned()),
            ));
            return exits::of_clap(&error);
        }
    };
    let done = match command {
        Command::Demo(demo) => demo::demo(demo),
        Command::Run(run) => run::run(run),
        #[cfg(target_os = "linux")]
        Command::Compare(asked) => compare::compare(&asked),
        Command::Watch(watch) => watch::watch(watch),
        Command::Journal(journal) => journal::journal(&journal),
        Command::Slice(asked) => slice::slice(&asked),
        Command::Agent(asked) => slice::agent(&asked),
        Command::Settings(asked) => settings::settings(&asked),
        Command::Runs(runs) => runs::runs(&runs),
        Command::Show(show) => show::show(show),
        Command::Lists(asked) => lists::lists(asked),
        Command::History(asked) => history::history(asked),
        Command::Screen(asked) => screens::screens(&asked),
        Command::Judge(judge) => judge::judge(judge),
        Command::Wipe(asked) => wipe::wipe(asked),
        #[cfg(target_os = "linux")]
        Command::Interfaces { json } => interfaces::interfaces(json),
        Command::Nettests => nettests::nettests(),
        Command::Lab { command } => lab::lab(command),
        Command::Helper(helper) => helper::helper(helper),
        Command::Completions { shell } => pages::completions(shell),
        Command::Man { folder } => pages::manual(folder.as_deref()),
    };
    exits::of(done)
}
