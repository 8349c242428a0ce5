//! `rolecallctl runs list`.

use crate::opened::there;
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use rolecall_store::{Page, RunRecord, Store};
use serde_json::{Value, json};

/// Lists the runs, newest first.
pub fn run(kept: &Kept) -> anyhow::Result<u8> {
    let store = there(&kept.state()?)?;
    let runs = store.runs(Page::ALL)?.rows;
    if kept.json {
        let runs = runs.iter().map(|run| as_json(&store, run));
        print::json(&runs.collect::<anyhow::Result<Vec<_>>>()?)?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for run in &runs {
        let counts = run.counts();
        sheet.line(format_args!(
            "{:>5}  {}  {:<11}  {:<8}  {} done, {} failed, {} held, {} not sent  ({})",
            run.id,
            local(run.started),
            super::state_of(&store, run)?,
            run.trigger.word(),
            counts.done,
            counts.failed,
            counts.held,
            counts.not_sent.saturating_sub(counts.held),
            run.who,
        ));
    }
    if runs.is_empty() {
        sheet.line("nothing was run yet");
    }
    sheet.show()?;
    Ok(0)
}

/// A run for programs.
pub fn as_json(store: &Store, run: &RunRecord) -> anyhow::Result<Value> {
    let counts = run.counts();
    Ok(json!({
        "run": run.id,
        "trigger": run.trigger.word(),
        "who": run.who,
        "started": instant(run.started),
        "ended": run.finished.map(instant),
        "state": super::state_of(store, run)?,
        "steps": counts.steps,
        "done": counts.done,
        "failed": counts.failed,
        "held": counts.held,
        "not_sent": counts.not_sent.saturating_sub(counts.held),
        "error": run.summary.get("error"),
    }))
}
