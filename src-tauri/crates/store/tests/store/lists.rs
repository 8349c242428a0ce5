//! Long lists in the orders that screens ask for.

use crate::{begin, outcome, planned, step, workspace};
use rolecall_directory::{Cause, Guard, StepKind};
use rolecall_store::{
    ActivityFilter, ActivitySort, NewActivity, NewRun, NewStep, Page, RunFilter, RunOutcome,
    RunSort, RunState, StepEnding, StepFilter, StepSort, Store, Trigger,
};
use serde_json::json;

fn assign(user: &str, value: &str) -> NewStep {
    planned(step(user, StepKind::Assign, Some(("products", value))))
}

fn held(user: &str) -> NewStep {
    let step = step(user, StepKind::Unassign, Some(("products", "Connect")));
    NewStep { step, held: Some(Guard::Removals), adopts: Vec::new() }
}

#[test]
fn steps_of_a_run_stand_in_every_order_and_are_read_by_number() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let mut suspend = planned(step("Åsa", StepKind::Suspend, None));
    suspend.step.rules.clear();
    let mut other = assign("zoe", "Webinar");
    other.step.rules = vec!["Field".into()];
    let steps = [assign("ben", "Webinar"), held("Cleo"), suspend, other, assign("ann", "Connect")];
    let first = store.add_steps(run, "goto", &steps).unwrap();
    let all: Vec<i64> = (first..first + 5).collect();
    store.mark_sending(run, 1, &[first, first + 2], 2_000).unwrap();
    let mut late = outcome(first, StepEnding::Done);
    late.at = 9_000;
    let failed = outcome(first + 2, StepEnding::Failed(Cause::Timeout));
    store.record_outcomes(run, 1, &[late, failed], &[]).unwrap();
    let named = |sort| -> Vec<String> {
        let ids = store.step_ids(run, &StepFilter::default(), sort).unwrap();
        store.steps_of(&ids).unwrap().into_iter().map(|one| one.step.user).collect()
    };
    assert_eq!(named(StepSort::Result), ["Åsa", "Cleo", "zoe", "ann", "ben"], "worst first");
    assert_eq!(named(StepSort::User), ["ann", "ben", "Cleo", "zoe", "Åsa"], "without case");
    assert_eq!(named(StepSort::Change), ["Åsa", "Cleo", "ann", "ben", "zoe"], "losses first");
    assert_eq!(named(StepSort::Rule), ["zoe", "ann", "ben", "Cleo", "Åsa"], "none is last");
    assert_eq!(named(StepSort::Answered)[..2], ["Åsa", "ben"], "without an answer last");
    let filter = StepFilter { slot: Some("products".into()), ..StepFilter::default() };
    assert_eq!(store.step_ids(run, &filter, StepSort::User).unwrap().len(), 4, "narrowed");
    let turned: Vec<i64> = all.iter().rev().copied().chain([99]).collect();
    let read: Vec<i64> = store.steps_of(&turned).unwrap().iter().map(|one| one.id).collect();
    assert_eq!(read, turned[..5], "as asked for, without the one that is not there");
}

fn entry(kind: &str, who: &str, status: &str) -> NewActivity {
    NewActivity {
        at: 10,
        who: who.into(),
        kind: kind.into(),
        status: status.into(),
        person: None,
        rule: None,
        target: None,
        run: None,
        cause: None,
        detail: json!({}),
    }
}

#[test]
fn activity_stands_in_every_order_and_goes_on_from_a_place() {
    let (_dir, store) = workspace();
    assert_eq!(store.activity_span().unwrap(), None, "nothing happened");
    let entries =
        [entry("run", "zoe", "ok"), entry("failure", "Ann", "failed"), entry("run", "ben", "held")];
    store.append(&entries).unwrap();
    let places = |sort, after| store.activity_places(&ActivityFilter::default(), sort, after);
    assert_eq!(store.activity_span().unwrap(), Some((1, 3)));
    assert_eq!(places(ActivitySort::Time, 0).unwrap(), [1, 2, 3], "oldest first");
    assert_eq!(places(ActivitySort::Who, 0).unwrap(), [2, 3, 1], "without case");
    assert_eq!(places(ActivitySort::Status, 0).unwrap(), [2, 3, 1], "worst first");
    assert_eq!(places(ActivitySort::Kind, 0).unwrap(), [2, 1, 3]);
    assert_eq!(places(ActivitySort::Time, 2).unwrap(), [3], "what came since");
    let read: Vec<i64> = store.activity_at(&[3, 9, 1]).unwrap().iter().map(|e| e.seq).collect();
    assert_eq!(read, [3, 1], "in the order asked for");
}

fn run_of(store: &Store, trigger: Trigger, who: &str, started: i64) -> i64 {
    let new = NewRun {
        trigger,
        who: who.into(),
        note: String::new(),
        lease: "run".into(),
        dry: false,
        started,
    };
    store.begin_run(&new).unwrap()
}

#[test]
fn runs_are_narrowed_by_what_they_came_to_and_sorted_by_their_counts() {
    let (_dir, store) = workspace();
    let finish = |run, state| store.finish_run(run, state, &json!({}), 9_000).unwrap();
    let clean = run_of(&store, Trigger::Schedule, "schedule", 1_000);
    finish(clean, RunState::Finished);
    let failing = run_of(&store, Trigger::Hand, "Ann@desk", 2_000);
    let first = store.add_steps(failing, "goto", &[assign("a", "X"), held("b")]).unwrap();
    store.mark_sending(failing, 1, &[first], 2_100).unwrap();
    let failed = outcome(first, StepEnding::Failed(Cause::Timeout));
    store.record_outcomes(failing, 1, &[failed], &[]).unwrap();
    finish(failing, RunState::Finished);
    let broken = run_of(&store, Trigger::Push, "schedule", 3_000);
    finish(broken, RunState::Failed);
    let open = run_of(&store, Trigger::Hand, "ben@desk", 4_000);
    let first = store.add_steps(open, "goto", &[assign("a", "X")]).unwrap();
    store.mark_sending(open, 1, &[first], 4_100).unwrap();
    store.record_outcomes(open, 1, &[outcome(first, StepEnding::Done)], &[]).unwrap();

    let ids = |filter: &RunFilter, order| -> Vec<i64> {
        let found = store.runs_by(filter, order, Page::ALL).unwrap();
        assert_eq!(found.total, found.rows.len() as u64);
        found.rows.iter().map(|run| run.id).collect()
    };
    let newest = (RunSort::Started, true);
    let all = RunFilter::default();
    let of = |outcome, going| RunFilter { outcome: Some(outcome), going, ..RunFilter::default() };
    assert_eq!(ids(&all, newest), [open, broken, failing, clean]);
    assert_eq!(ids(&of(RunOutcome::Clean, true), newest), [clean]);
    assert_eq!(ids(&of(RunOutcome::Failures, true), newest), [failing]);
    assert_eq!(ids(&of(RunOutcome::Held, true), newest), [failing]);
    assert_eq!(ids(&of(RunOutcome::BrokenOff, true), newest), [broken], "one goes on");
    assert_eq!(ids(&of(RunOutcome::BrokenOff, false), newest), [open, broken], "nobody goes on");
    let hand = RunFilter { trigger: Some(Trigger::Hand), ..RunFilter::default() };
    assert_eq!(ids(&hand, newest), [open, failing]);
    let ann = RunFilter { who: Some("ann".into()), ..RunFilter::default() };
    assert_eq!(ids(&ann, newest), [failing]);
    let late = RunFilter { from: Some(3_000), ..RunFilter::default() };
    assert_eq!(ids(&late, newest), [open, broken]);
    assert_eq!(ids(&all, (RunSort::Failed, true))[0], failing, "by the counts that are kept");
    assert_eq!(ids(&all, (RunSort::Done, true))[0], open, "and by those of a run that goes on");
    assert_eq!(ids(&all, (RunSort::Held, true))[0], failing);
    assert_eq!(ids(&all, (RunSort::NotSent, true)), [open, broken, failing, clean]);
    assert_eq!(ids(&all, (RunSort::Took, false))[0], open, "it has not ended");
    assert_eq!(ids(&all, (RunSort::Trigger, false)).len(), 4);
}
