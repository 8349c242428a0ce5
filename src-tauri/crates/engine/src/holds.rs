//! Which holds stand: those of the last plan of each target; earlier ones have lapsed.

use crate::error::EngineError;
use rolecall_store::{Page, RunId, RunRecord, RunState, Store, Trigger};
use std::collections::BTreeMap;

/// How many runs are looked through at once.
const RUNS: u32 = 50;

/// By target, the run whose holds stand: the last one that planned the target as a whole and came
/// to its end. A run that left the target out says nothing of it, nor do retries and undoings.
///
/// # Errors
/// When the runs cannot be read.
pub fn holding_runs(store: &Store) -> Result<BTreeMap<String, RunId>, EngineError> {
    let mut holding = BTreeMap::new();
    for offset in (0..).step_by(RUNS as usize) {
        let page = store.runs(Page { offset, limit: RUNS })?.rows;
        let last = page.len() < RUNS as usize;
        for run in page.iter().filter(|run| plans(run)) {
            let left_out = left_out(run);
            let planned = run.summary.get("held").and_then(|held| held.as_object());
            let targets = planned.into_iter().flat_map(|held| held.keys());
            for target in targets.filter(|target| !left_out.contains(&target.as_str())) {
                holding.entry(target.clone()).or_insert(run.id);
            }
            if left_out.is_empty() {
                return Ok(holding);
            }
        }
        if last {
            break;
        }
    }
    Ok(holding)
}

fn plans(run: &RunRecord) -> bool {
    matches!(run.state, RunState::Finished | RunState::Cancelled)
        && !matches!(run.trigger, Trigger::Retry | Trigger::Undo)
}

fn left_out(run: &RunRecord) -> Vec<&str> {
    let names = run.summary.get("left_out").and_then(|names| names.as_array());
    names.into_iter().flatten().filter_map(|name| name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::holding_runs;
    use rolecall_store::{NewRun, RunState, Store, Trigger};
    use serde_json::{Value, json};

    fn run(store: &Store, trigger: Trigger, state: RunState, summary: &Value) -> i64 {
        let new = NewRun {
            trigger,
            who: "ann@desk".into(),
            note: String::new(),
            lease: "runner".into(),
            dry: false,
            started: 1,
        };
        let run = store.begin_run(&new).unwrap();
        store.finish_run(run, state, summary, 2).unwrap();
        run
    }

    #[test]
    fn the_last_plan_of_each_target_counts() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert!(holding_runs(&store).unwrap().is_empty(), "nothing was planned yet");
        let both = json!({"held": {"goto": [], "adobe": []}, "left_out": []});
        let (hand, ended) = (Trigger::Hand, RunState::Finished);
        run(&store, hand, ended, &both);
        let whole = run(&store, hand, RunState::Cancelled, &both);
        let some = json!({"held": {"goto": [], "adobe": []}, "left_out": ["adobe"]});
        let goto = run(&store, Trigger::Schedule, ended, &some);
        run(&store, Trigger::Retry, ended, &both);
        run(&store, Trigger::Undo, ended, &json!({"undoes": 1}));
        run(&store, hand, RunState::Failed, &json!({"error": "no source"}));
        let holding = holding_runs(&store).unwrap();
        assert_eq!((holding["goto"], holding["adobe"]), (goto, whole));
        let before = json!({"held": {"goto": [], "adobe": []}});
        let next = run(&store, hand, ended, &before);
        assert!(holding_runs(&store).unwrap().values().all(|run| *run == next), "all lapsed");
    }
}
