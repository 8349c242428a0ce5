//! `rolecallctl sync`.

use crate::opened::{self, Opened};
use crate::places::Place;
use crate::{news, outcome, print, signals};
use indicatif::{ProgressBar, ProgressStyle};
use rolecall_engine::{Phase, Retry, RunControl, RunOrder, RunProgress};
use rolecall_store::Trigger;
use std::io::IsTerminal;

/// Runs once and prints what came of it.
pub async fn run(place: &Place) -> anyhow::Result<u8> {
    let opened = opened::open(place).await?;
    carry_out(opened, None, place.kept.json).await
}

/// Runs on `opened`, for `retry` alone where there is one, and prints what came of it.
pub async fn carry_out(opened: Opened, retry: Option<Retry>, json: bool) -> anyhow::Result<u8> {
    let store = opened.store()?;
    let control = RunControl::watched(progress());
    let who = print::who();
    let order = RunOrder {
        trigger: if retry.is_some() { Trigger::Retry } else { Trigger::Hand },
        holder: format!("{who}, rolecallctl"),
        who,
        retry,
        targets: None,
    };
    let watch = signals::stop_between_steps(control.clone())?;
    let result = opened.engine.run(&opened.configuration, &store, &order, &control).await;
    watch.abort();
    news::tell(&opened, &store, &result).await;
    let result = result?;
    if result.cancelled {
        print::note("stopped between steps; sync again to go on");
    }
    outcome::show(&result.report, &result.planned, json)?;
    drop(store);
    opened.close().await?;
    Ok(result.report.exit_code())
}

/// A bar on a terminal, nothing elsewhere.
pub fn progress() -> impl Fn(&RunProgress) + Send + Sync {
    let bar = match std::io::stderr().is_terminal() {
        true => ProgressBar::new(0),
        false => ProgressBar::hidden(),
    };
    if let Ok(style) = ProgressStyle::with_template("{msg:>8} {bar:30} {pos}/{len} {per_sec} {eta}")
    {
        bar.set_style(style);
    }
    move |progress: &RunProgress| {
        bar.set_message(progress.phase.word());
        bar.set_length(progress.total);
        bar.set_position(progress.done);
        if progress.phase == Phase::Report {
            bar.finish_and_clear();
        }
    }
}
