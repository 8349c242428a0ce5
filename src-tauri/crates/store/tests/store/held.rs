use crate::{begin, planned, step, workspace};
use rolecall_directory::{Guard, StepKind};
use rolecall_store::{
    Approval, Discard, DiscardFilter, DiscardSort, NewStep, Page, PendingRemoval, StepKey,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn key(user: &str) -> StepKey {
    StepKey::of("goto", &step(user, StepKind::Unassign, Some(("products", "Connect"))))
}

#[test]
fn a_step_is_the_same_by_person_then_account_then_name() {
    let mut one = step("ann", StepKind::Unassign, Some(("products", "Connect")));
    one.account = Some("7".into());
    let of_person = StepKey::of("goto", &one);
    assert_eq!(of_person.whom(), ("id-ann", Some("ann")), "the person");
    let before = StepKey { subject: "person:id-ann".into(), ..of_person };
    assert_eq!(before.whom(), ("id-ann", None), "as it was kept by earlier versions");
    one.person = None;
    assert_eq!(StepKey::of("goto", &one).subject, "account:7", "else the account");
    one.account = None;
    assert_eq!(StepKey::of("goto", &one).subject, "user:ann", "else the name");
    one.kind = StepKind::Assign;
    assert_ne!(StepKey::of("goto", &one).kind, key("ann").kind, "the direction counts");
}

#[test]
fn an_approval_covers_what_a_run_held_for_seven_days() {
    let (_dir, store) = workspace();
    let run = begin(&store);
    let unassign = |user| planned(step(user, StepKind::Unassign, Some(("products", "Connect"))));
    let held = NewStep { held: Some(Guard::Removals), ..unassign("ann") };
    store.add_steps(run, "goto", &[held, unassign("bob")]).unwrap();
    assert_eq!(store.approve_run(run, &Approval::by("eve@desk", 0)).unwrap(), 1, "the held one");
    let covered = |now| store.approved(now).unwrap();
    assert_eq!(covered(7 * DAY - 1), [key("ann")].into(), "exactly that step");
    assert!(covered(7 * DAY).is_empty(), "not any longer");
    store.approve(&[key("ann")], &Approval::by("eve@desk", DAY)).unwrap();
    assert_eq!(covered(7 * DAY), [key("ann")].into(), "approved anew");
    let gone = store.approve_run(99, &Approval::by("eve@desk", 0)).unwrap_err();
    assert_eq!(gone.code(), "not_found", "no such run");
}

#[test]
fn a_discard_is_remembered_until_it_is_moot_or_taken_back() {
    let (_dir, store) = workspace();
    let discard =
        |user: &str, at| Discard { key: key(user), user: user.into(), who: "eve@desk".into(), at };
    store.approve(&[key("ann")], &Approval::by("eve@desk", 0)).unwrap();
    store.discard(&[discard("ann", 1), discard("bob", 2)]).unwrap();
    assert!(store.approved(1).unwrap().is_empty(), "a discard ends the approval");
    store.discard(&[discard("ann", 9)]).unwrap();
    let all = store.discarded().unwrap();
    assert_eq!(all, [discard("bob", 2), discard("ann", 1)], "newest first, each once");
    assert_eq!(store.forget_discards("scim", |_| false).unwrap(), 0, "another target's");
    let wanted = |one: &StepKey| one == &key("ann");
    assert_eq!(store.forget_discards("goto", wanted).unwrap(), 1, "bob's is moot");
    assert_eq!(store.undo_discard(&[key("ann"), key("bob")]).unwrap(), 1, "ann's is taken back");
    assert!(store.discarded().unwrap().is_empty(), "none is left");
}

#[test]
fn discards_are_narrowed_and_put_in_order() {
    let (_dir, store) = workspace();
    let discard = |user: &str, target: &str, kind, value: &str, who: &str, at| Discard {
        key: StepKey { target: target.into(), kind, value: value.into(), ..key(user) },
        user: user.into(),
        who: who.into(),
        at,
    };
    let all = [
        discard("Bob", "goto", StepKind::Unassign, "Connect", "eve", 3),
        discard("ann", "scim", StepKind::Unassign, "Sales", "Ann", 2),
        discard("cleo", "goto", StepKind::Suspend, "", "eve", 1),
    ];
    store.discard(&all).unwrap();
    let by = |filter: &DiscardFilter, sort, descending| {
        let found = store.discards_by(filter, (sort, descending), Page::ALL).unwrap();
        assert_eq!(found.total, found.rows.len() as u64, "the total is of the filter");
        found.rows.into_iter().map(|one| one.user).collect::<Vec<_>>()
    };
    let every = DiscardFilter::default();
    assert_eq!(by(&every, DiscardSort::At, true), ["Bob", "ann", "cleo"], "newest first");
    assert_eq!(by(&every, DiscardSort::User, false), ["ann", "Bob", "cleo"], "without case");
    assert_eq!(by(&every, DiscardSort::Change, false), ["cleo", "Bob", "ann"], "kind, then value");
    assert_eq!(by(&every, DiscardSort::Who, false), ["ann", "Bob", "cleo"], "newest of each first");
    let only = |filter: DiscardFilter| by(&filter, DiscardSort::At, true);
    assert_eq!(only(DiscardFilter { target: Some("scim".into()), ..every.clone() }), ["ann"]);
    assert_eq!(only(DiscardFilter { kind: Some(StepKind::Suspend), ..every.clone() }), ["cleo"]);
    assert_eq!(only(DiscardFilter { text: Some("SALES".into()), ..every.clone() }), ["ann"]);
    let page = Page { offset: 1, limit: 1 };
    let second = store.discards_by(&every, (DiscardSort::At, true), page).unwrap();
    assert_eq!((second.total, second.rows), (3, vec![all[1].clone()]), "one page of three");
}

#[test]
fn grace_runs_from_when_a_removal_was_first_due() {
    let (_dir, store) = workspace();
    let due = |user: &str, since| PendingRemoval {
        subject: format!("person:{user}"),
        slot: "products".into(),
        value: "Connect".into(),
        since,
    };
    store.replace_pending_removals("goto", &[due("ann", 1), due("bob", 1)]).unwrap();
    store.replace_pending_removals("scim", &[due("ann", 4)]).unwrap();
    let now = store.replace_pending_removals("goto", &[due("ann", 5), due("cleo", 5)]).unwrap();
    assert_eq!(now, [due("ann", 1), due("cleo", 5)], "ann waits since 1, bob matches again");
    assert_eq!(store.pending_removals("goto").unwrap(), now, "and so it is kept");
    assert_eq!(store.pending_removals("scim").unwrap(), [due("ann", 4)], "each target its own");
}
