//! `rolecallctl`: the same engine as the desktop application, from a terminal.

mod accounts;
mod activity;
mod arguments;
mod configuration;
mod directory;
mod directory_arguments;
mod doctor;
mod entry;
mod explain;
mod failure_arguments;
mod failures;
mod news;
mod opened;
mod outcome;
mod person_edit;
mod places;
mod plan;
mod print;
mod push;
mod push_arguments;
mod quarantine;
mod rules;
mod runs;
mod sample;
mod schedule;
mod schedule_arguments;
mod secret;
mod serve;
mod signals;
mod sources;
mod status;
mod sync;
mod table;
mod target_arguments;
mod target_edit;
mod targets;
mod token;
mod users;
#[cfg(test)]
mod verbs;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// A first sync makes millions of small texts; the system's allocator spends a quarter of it on them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Asking for help is no error; everything else about the arguments is exit code 1.
            let code = u8::from(error.use_stderr());
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            print::note(print::chain(&error));
            ExitCode::from(1)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Plan(place) => plan::run(&place).await,
            Command::Sync(place) => sync::run(&place).await,
            Command::Status(kept) => status::run(&kept),
            Command::Schedule(command) => schedule::run(&command).await,
            Command::Explain { user, place } => explain::run(&user, &place).await,
            Command::Rules(command) => rules::run(&command).await,
            Command::Config(command) => configuration::run(&command),
            Command::Secret(command) => secret::run(&command),
            Command::Runs(command) => runs::run(&command).await,
            Command::Failures(command) => failures::run(&command),
            Command::Targets(command) => targets::run(&command).await,
            Command::Quarantine(command) => quarantine::run(&command),
            Command::Token(command) => token::run(&command),
            Command::Push(command) => push::run(&command),
            Command::Activity(command) => activity::run(&command),
            Command::Users(command) => users::run(&command).await,
            Command::Directory(command) => directory::run(&command).await,
            Command::Accounts(command) => accounts::run(&command).await,
            Command::Notify(command) => news::test(&command).await,
            Command::Doctor(kept) => doctor::run(&kept).await,
            Command::Serve(arguments) => serve::run(&arguments).await,
        }
    })
}
