use crate::{begin, outcome, planned, step, workspace};
use proptest::prelude::*;
use rolecall_directory::{Cause, Guard, NotSent, StepKind};
use rolecall_store::{
    LeaseAnswer, MarkChange, NewStep, Page, RunState, StepCounts, StepEnding, StepFilter,
    StepOutcome, StepState, Store,
};
use serde_json::json;

fn assign(user: &str) -> NewStep {
    planned(step(user, StepKind::Assign, Some(("products", "Connect"))))
}

#[test]
fn steps_get_consecutive_numbers_that_are_never_used_again() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let first = store.add_steps(run, "goto", &[assign("a"), assign("b")]).unwrap();
    let second = store.add_steps(run, "scim", &[assign("c")]).unwrap();
    assert_eq!(second, first + 2, "one after the other");
    assert_eq!(store.drop_unsent(run).unwrap(), 3, "all of them were waiting");
    let third = store.add_steps(run, "goto", &[assign("d")]).unwrap();
    assert_eq!(third, second + 1, "dropped numbers stay used");
    assert_eq!(store.add_steps(99, "goto", &[]).unwrap_err().code(), "not_found", "no such run");
}

#[test]
fn a_step_walks_from_planned_to_done_with_its_mark() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let new = planned(step("ann", StepKind::Create, None));
    let id = store.add_steps(run, "scim", std::slice::from_ref(&new)).unwrap();
    let read = || store.steps(run, &StepFilter::default(), Page::first(10)).unwrap().rows.remove(0);
    assert_eq!((read().state, read().step), (StepState::Planned, new.step.clone()), "waiting");
    store.mark_sending(run, 1, &[id], 2_000).unwrap();
    assert_eq!(store.in_flight(run).unwrap()[0].sent_at, Some(2_000), "in flight");
    let mut answer = outcome(id, StepEnding::Done);
    answer.account = Some("7".into());
    let marks = MarkChange::of_done("scim", &new.step, "7", None, &[]);
    store.record_outcomes(run, 1, &[answer], &marks).unwrap();
    assert_eq!(read().state, StepState::Done, "answered");
    assert_eq!(read().step.account.as_deref(), Some("7"), "the key it told is kept");
    assert_eq!((read().answered_at, read().fence), (Some(3_000), 1), "when, and under what");
    assert!(store.in_flight(run).unwrap().is_empty(), "nothing is in flight any more");
    assert!(store.marks("scim").unwrap()[0].managed, "and the account is managed");
}

#[test]
fn a_step_that_may_have_been_done_is_in_doubt_until_that_is_settled() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let id = store.add_steps(run, "scim", &[assign("ann"), assign("bob"), assign("cid")]).unwrap();
    store.mark_sending(run, 1, &[id, id + 1, id + 2], 2_000).unwrap();
    let failed = |id, maybe_done| StepOutcome {
        maybe_done,
        ..outcome(id, StepEnding::Failed(Cause::Timeout))
    };
    let outcomes = [failed(id, true), failed(id + 1, true), failed(id + 2, false)];
    store.record_outcomes(run, 1, &outcomes, &[]).unwrap();
    store.finish_run(run, RunState::Finished, &json!({}), 4_000).unwrap();
    let doubted = |store: &Store| -> Vec<_> {
        store.in_doubt().unwrap().into_iter().map(|step| (step.id, step.state)).collect()
    };
    let both = [(id, StepState::Failed), (id + 1, StepState::Failed)];
    assert_eq!(doubted(&store), both, "two were never answered, and failed");
    store.record_outcomes(run, 1, &[outcome(id, StepEnding::Done)], &[]).unwrap();
    assert_eq!(doubted(&store), both[1..], "one was done, as it turned out");
    store.end_doubt(&[id + 1]).unwrap();
    assert_eq!(doubted(&store), [], "the other was not");
    let counts = store.run(run).unwrap().counts();
    assert_eq!((counts.done, counts.failed), (1, 2), "which the run's counts tell");
}

#[test]
fn an_outcome_and_its_marks_are_one_change() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let id = store.add_steps(run, "scim", &[assign("ann")]).unwrap();
    let marks = MarkChange::of_done("scim", &assign("ann").step, "7", None, &[]);
    let outcomes = [outcome(id, StepEnding::Done), outcome(id + 1, StepEnding::Done)];
    let error = store.record_outcomes(run, 1, &outcomes, &marks).unwrap_err();
    assert_eq!(error.code(), "not_found", "the second step does not exist");
    assert_eq!(store.run(run).unwrap().counts().done, 0, "nor is the first recorded");
    assert_eq!(store.marks("scim").unwrap(), [], "nor its mark");
}

#[test]
fn who_lost_the_lease_can_write_no_more() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let id = store.add_steps(run, "scim", &[assign("ann")]).unwrap();
    let mut fences = Vec::new();
    for now in [0, 100] {
        match store.acquire("run", "someone", now, 50).unwrap() {
            LeaseAnswer::Granted(lease) => fences.push(lease),
            LeaseAnswer::HeldBy(holder) => panic!("its time was over: {holder:?}"),
        }
    }
    let (old, new) = (fences[0].fence, fences[1].fence);
    assert_eq!(store.mark_sending(run, old, &[id], 1).unwrap_err().code(), "fenced", "sending");
    let late = store.record_outcomes(run, old, &[outcome(id, StepEnding::Done)], &[]);
    assert_eq!(late.unwrap_err().code(), "fenced", "answering");
    store.mark_sending(run, new, &[id], 1).unwrap();
    let twice = store.record_outcomes(run, new, &[outcome(id, StepEnding::Done)], &[]);
    twice.unwrap();
    let again = store.mark_sending(run, new, &[id], 1).unwrap_err();
    assert_eq!(again.code(), "not_found", "what is done is not sent again");
}

#[test]
fn held_steps_are_not_sent_and_survive_dropping() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let held = NewStep { held: Some(Guard::Removals), ..assign("bob") };
    let id = store.add_steps(run, "goto", &[held, assign("ann")]).unwrap();
    assert_eq!(store.mark_sending(run, 1, &[id], 1).unwrap_err().code(), "not_found", "held");
    assert_eq!(store.drop_unsent(run).unwrap(), 1, "only the waiting one");
    let left = store.steps(run, &StepFilter::default(), Page::ALL).unwrap().rows.remove(0);
    assert_eq!(left.guard, Some(Guard::Removals), "with its guard");
    assert_eq!(left.not_sent, Some(NotSent::HeldByGuard), "and the reason");
    assert_eq!(store.run(run).unwrap().counts().held, 1, "counted as held");
}

#[test]
fn steps_are_found_by_what_they_are() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let new = [assign("Åsa"), planned(step("bob", StepKind::Create, None)), assign("carl")];
    let id = store.add_steps(run, "goto", &new).unwrap();
    let mut failed = outcome(id + 2, StepEnding::Failed(Cause::NoLicences));
    failed.message = "Licence pool exhausted".into();
    store.record_outcomes(run, 1, &[failed], &[]).unwrap();
    let users = |filter: StepFilter| -> Vec<String> {
        let found = store.steps(run, &filter, Page::ALL).unwrap();
        found.rows.into_iter().map(|found| found.step.user).collect()
    };
    let any = StepFilter::default;
    assert_eq!(users(StepFilter { text: Some("åSA".into()), ..any() }), ["Åsa"], "without case");
    assert_eq!(users(StepFilter { text: Some("POOL".into()), ..any() }), ["carl"], "message");
    assert_eq!(users(StepFilter { kind: Some(StepKind::Create), ..any() }), ["bob"], "kind");
    assert_eq!(users(StepFilter { cause: Some(Cause::NoLicences), ..any() }), ["carl"], "cause");
    assert_eq!(users(StepFilter { state: Some(StepState::Planned), ..any() }).len(), 2, "state");
    assert!(users(StepFilter { target: Some("scim".into()), ..any() }).is_empty(), "target");
    let page = store.steps(run, &any(), Page { offset: 1, limit: 1 }).unwrap();
    assert_eq!((page.total, page.rows[0].step.user.as_str()), (3, "bob"), "the second of three");
}

#[test]
fn an_ended_run_leaves_nothing_waiting() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    store.add_steps(run, "goto", &[assign("a")]).unwrap();
    assert_eq!(store.interrupted_runs().unwrap()[0].id, run, "begun and not ended");
    store.finish_run(run, RunState::Cancelled, &json!({"why": "switched off"}), 9).unwrap();
    let ended = store.run(run).unwrap();
    assert_eq!((ended.state, ended.finished), (RunState::Cancelled, Some(9)), "ended");
    assert_eq!(ended.summary, json!({"why": "switched off"}), "with its summary");
    let filter = StepFilter { not_sent: Some(NotSent::Cancelled), ..StepFilter::default() };
    assert_eq!(store.steps(run, &filter, Page::ALL).unwrap().total, 1, "said to be cancelled");
    assert!(store.interrupted_runs().unwrap().is_empty(), "none is open");
    let later = begin(&store);
    let all = store.runs(Page::first(1)).unwrap();
    assert_eq!((all.total, all.rows[0].id), (2, later), "newest first");
    let gone = store.finish_run(99, RunState::Finished, &json!(null), 9).unwrap_err();
    assert_eq!(gone.code(), "not_found", "no such run");
}

#[test]
fn an_outcome_that_comes_after_the_end_is_counted() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let id = store.add_steps(run, "goto", &[assign("a"), assign("b")]).unwrap();
    store.mark_sending(run, 1, &[id, id + 1], 2).unwrap();
    store.record_outcomes(run, 1, &[outcome(id, StepEnding::Done)], &[]).unwrap();
    store.finish_run(run, RunState::Finished, &json!(null), 4).unwrap();
    let counts = || store.runs(Page::ALL).unwrap().rows[0].counts();
    assert_eq!((counts().done, counts().sending), (1, 1), "one was still in flight");
    let late = outcome(id + 1, StepEnding::Failed(Cause::Timeout));
    store.record_outcomes(run, 1, &[late], &[]).unwrap();
    assert_eq!((counts().done, counts().sending, counts().failed), (1, 0, 1), "now it is known");
    let unconfirmed = outcome(id, StepEnding::Failed(Cause::NotConfirmed));
    store.record_outcomes(run, 1, &[unconfirmed], &[]).unwrap();
    assert_eq!((counts().done, counts().failed), (0, 2), "re-reading did not find the other");
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Held,
    Waits,
    Sent,
    Ends(StepEnding),
    EndsTwice(StepEnding, StepEnding),
}

fn ending() -> impl Strategy<Value = StepEnding> {
    prop_oneof![
        Just(StepEnding::Done),
        Just(StepEnding::Failed(Cause::Timeout)),
        Just(StepEnding::Failed(Cause::NotConfirmed)),
        Just(StepEnding::NotSent(NotSent::Quarantined)),
        Just(StepEnding::NotSent(NotSent::HeldByGuard)),
    ]
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        Just(Fate::Held),
        Just(Fate::Waits),
        Just(Fate::Sent),
        ending().prop_map(Fate::Ends),
        (ending(), ending()).prop_map(|(first, last)| Fate::EndsTwice(first, last)),
    ]
}

fn count(counts: &mut StepCounts, fate: Fate) {
    counts.steps += 1;
    match fate {
        Fate::Waits => counts.planned += 1,
        Fate::Sent => counts.sending += 1,
        Fate::Ends(StepEnding::Done) | Fate::EndsTwice(_, StepEnding::Done) => counts.done += 1,
        Fate::Ends(StepEnding::Failed(_)) | Fate::EndsTwice(_, StepEnding::Failed(_)) => {
            counts.failed += 1;
        }
        Fate::Held => {
            counts.not_sent += 1;
            counts.held += 1;
        }
        Fate::Ends(StepEnding::NotSent(why)) | Fate::EndsTwice(_, StepEnding::NotSent(why)) => {
            counts.not_sent += 1;
            counts.held += u64::from(why == NotSent::HeldByGuard);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn counts_are_the_outcomes(fates in prop::collection::vec((fate(), any::<bool>()), 0..60)) {
        let (_dir, store) = workspace();
        let run = begin(&store);
        let mut expected = [("goto", StepCounts::default()), ("scim", StepCounts::default())];
        for (fate, second) in fates {
            let (target, counts) = &mut expected[usize::from(second)];
            count(counts, fate);
            let held = matches!(fate, Fate::Held).then_some(Guard::BadRows);
            let id = store.add_steps(run, target, &[NewStep { held, ..assign("ann") }]).unwrap();
            let endings = match fate {
                Fate::Held | Fate::Waits => continue,
                Fate::Sent => vec![],
                Fate::Ends(ending) => vec![ending],
                Fate::EndsTwice(first, last) => vec![first, last],
            };
            store.mark_sending(run, 1, &[id], 2).unwrap();
            for ending in endings {
                store.record_outcomes(run, 1, &[outcome(id, ending)], &[]).unwrap();
            }
        }
        let found = store.run(run).unwrap();
        for (target, counts) in expected {
            prop_assert_eq!(found.targets.get(target).copied().unwrap_or_default(), counts);
            prop_assert_eq!(
                counts.steps,
                counts.planned + counts.sending + counts.done + counts.failed + counts.not_sent
            );
        }
    }
}
