//! `rolecallctl runs`.

pub mod decide;
pub mod list;
pub mod retry;
mod show;
mod undo;

use crate::arguments::RunsCommand;
use rolecall_engine::{Clock, SystemClock};
use rolecall_store::{RunRecord, RunState, Store};

/// The lease under which runs are carried out.
pub const RUNNER: &str = "runner";

/// Runs a command on runs.
pub async fn run(command: &RunsCommand) -> anyhow::Result<u8> {
    match command {
        RunsCommand::List(kept) => list::run(kept),
        RunsCommand::Show { number, place } => show::run(*number, place),
        RunsCommand::Retry { target, cause, users, place, .. } => {
            retry::run(target.as_deref(), cause.as_deref(), users, place).await
        }
        RunsCommand::Approve { number, place } => decide::approve(*number, place),
        RunsCommand::Discard { number, take_back: true, place } => {
            decide::take_back(*number, place)
        }
        RunsCommand::Discard { number, take_back: false, place } => decide::discard(*number, place),
        RunsCommand::Undo { number, yes, place } => undo::run(*number, *yes, place).await,
    }
}

/// Where a run is. One that nobody carries on any more was interrupted, though none has closed it.
pub fn state_of(store: &Store, run: &RunRecord) -> anyhow::Result<&'static str> {
    let going = || store.lease_holder(RUNNER, SystemClock.now_ms());
    match run.state {
        RunState::Running if going()?.is_none() => Ok(RunState::Interrupted.word()),
        state => Ok(state.word()),
    }
}
