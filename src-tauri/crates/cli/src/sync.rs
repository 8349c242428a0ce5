//! `rolecallctl sync`.

use crate::arguments::Place;
use crate::{place, print};
use indicatif::{ProgressBar, ProgressStyle};
use rolecall_engine::{RunControl, RunOrder, RunProgress};
use rolecall_store::Trigger;
use std::io::IsTerminal;

/// Runs once and prints what came of it.
pub async fn run(arguments: &Place) -> anyhow::Result<u8> {
    let opened = place::open(arguments).await?;
    let store = opened.store()?;
    let control = RunControl::watched(progress());
    let order = RunOrder {
        trigger: Trigger::Hand,
        who: print::who(),
        holder: format!("{}, rolecallctl", print::who()),
        retry: None,
    };
    let stop = control.clone();
    let interrupted = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    let result = opened.engine.run(&opened.configuration, &store, &order, &control).await;
    interrupted.abort();
    let result = result?;
    print::warnings(&result.report);
    if arguments.json {
        print::json(&result.report)?;
    } else {
        print::report(&result.report, &result.planned);
    }
    print::target_errors(&result.report);
    opened.close().await?;
    Ok(result.report.exit_code())
}

/// A bar on a terminal, nothing elsewhere.
fn progress() -> impl Fn(&RunProgress) + Send + Sync {
    let bar =
        if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{msg:>8} {bar:30} {pos}/{len} {per_sec} {eta}")
    {
        bar.set_style(style);
    }
    move |progress: &RunProgress| {
        bar.set_message(progress.phase.word());
        bar.set_length(progress.total);
        bar.set_position(progress.done);
        if progress.phase == rolecall_engine::Phase::Report {
            bar.finish_and_clear();
        }
    }
}
