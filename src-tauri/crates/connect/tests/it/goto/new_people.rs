//! Making accounts.

use super::*;
use crate::recording::step;
use rolecall_directory::{NotSent, StepKind};
use rolecall_emulators::goto::{Conflict, Fault, FaultKind};
use serde_json::Value;

const PRODUCT: (&str, &str) = ("products", "GoTo Connect");

/// Makes `name`, and gives them `values`; the steps count from `id`.
fn create(id: i64, name: &str, values: &[(&str, &str)]) -> AccountWork {
    let create = step(id, StepKind::Create, name, None);
    let assign =
        |(at, value): (i64, &(&str, &str))| step(id + at, StepKind::Assign, name, Some(*value));
    let assigns = (1..).zip(values).map(assign);
    work(None, person(name), std::iter::once(create).chain(assigns).collect())
}

#[tokio::test]
async fn many_are_made_in_one_call_without_a_mail() {
    let mut tenant = tenant();
    tenant.licenses[0].seats = 200;
    let world = World::of(Console::new(tenant, Some(10))).await;
    let target = world.target();
    target.read().await.unwrap();
    let works = (0..60).map(|at| create(at * 10, &format!("p{at}"), &[PRODUCT])).collect();
    let journal = apply(&target, works).await;
    assert_eq!(journal.results().len(), 120, "each step has its outcome");
    assert!(all_done(&journal), "all of them");
    assert_eq!(world.writes(), ["POST users"; 2], "fifty together, then ten");
    let counts = world.console.tenant().counts;
    assert_eq!((counts.created, counts.seats_given, counts.mails), (60, 60, 0), "by its own count");
    let key = journal.outcome(10).account.unwrap();
    assert_eq!(world.console.tenant().users[&key].email, "p1@example.com", "the key is theirs");
    let body: Value = serde_json::from_str(
        &world
            .console
            .calls()
            .iter()
            .find(|call| call.method == "POST" && call.path.ends_with("users"))
            .unwrap()
            .body,
    )
    .unwrap();
    assert_eq!(body["suppressEmail"], true, "nobody is invited");
}

#[tokio::test]
async fn invitations_go_out_when_they_are_wanted_and_all_slots_are_filled() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.connected(GotoSettings { invite: true, ..world.settings() });
    target.read().await.unwrap();
    let values =
        [PRODUCT, ("role", "Reports"), ("user_group", "Support"), ("settings_template", "Quiet")];
    let mut one = create(1, "cas", &values);
    one.person.as_mut().unwrap().send = vec![("department".to_owned(), "Sales".to_owned())];
    let journal = apply(&target, vec![one, create(10, "dan", &[("role", "Member")])]).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.console.tenant().counts.mails, 2, "both are invited");
    let cas = now(&world, "cas@example.com").await;
    let mut expected = values.to_vec();
    expected.sort_unstable();
    assert_eq!(held(&cas), expected, "all of it");
    let sales = ("department".to_owned(), "Sales".to_owned());
    assert!(cas.sent.contains(&sales), "what is sent went along: {:?}", cas.sent);
    let dan = now(&world, "dan@example.com").await;
    assert_eq!(held(&dan), [("role", "Member")], "Member is what nobody has to be made");
    let puts = world.writes().iter().filter(|call| call.starts_with("PUT users")).count();
    assert_eq!(puts, 1, "group, template and attribute in one call; nothing for dan");
}

#[tokio::test]
async fn who_finds_no_seat_gets_the_account_and_the_others_their_seats() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.target();
    target.read().await.unwrap();
    let product = ("products", "GoTo Webinar");
    let works = (0..4).map(|at| create(at * 10, &format!("p{at}"), &[product])).collect();
    let journal = apply(&target, works).await;
    let created = (0..4).filter(|at| journal.outcome(at * 10).result == StepResult::Done).count();
    assert_eq!(created, 4, "all accounts are made");
    let short: Vec<i64> = (0..4)
        .map(|at| at * 10 + 1)
        .filter(|id| journal.outcome(*id).result != StepResult::Done)
        .collect();
    assert_eq!(short.len(), 2, "three seats, one of them bob's");
    for id in short {
        assert_eq!(failed(&journal, id), Cause::NoLicences, "in the vendor's words");
        assert!(journal.outcome(id).message.contains("No seats left"), "as GoTo says");
    }
    let tenant = world.console.tenant();
    assert_eq!(tenant.taken(&license(&tenant, "GoTo Webinar").key), 3, "no seat was lost");
}

#[tokio::test]
async fn who_has_a_profile_elsewhere_is_account_exists_and_nobody_else_suffers() {
    for conflict in [Conflict::Answered, Conflict::Refused] {
        let mut tenant = tenant();
        tenant.elsewhere.insert("p1@example.com".to_owned());
        let mut console = Console::new(tenant, Some(10));
        console.conflict = conflict;
        let world = World::of(console).await;
        let target = world.target();
        target.read().await.unwrap();
        let works = (0..3).map(|at| create(at * 10, &format!("p{at}"), &[PRODUCT])).collect();
        let journal = apply(&target, works).await;
        assert_eq!(failed(&journal, 10), Cause::AccountExists, "{conflict:?}");
        let product = journal.outcome(11).result;
        assert_eq!(product, StepResult::NotSent(NotSent::AccountNotCreated), "{conflict:?}");
        assert_eq!(world.console.tenant().counts.created, 2, "{conflict:?}: the two others");
        let done = journal.results().values().filter(|one| **one == StepResult::Done).count();
        assert_eq!(done, 4, "{conflict:?}: the two others, with their product");
    }
}

#[tokio::test]
async fn who_is_there_already_is_not_asked_for() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.target();
    target.read().await.unwrap();
    let journal = apply(&target, vec![create(1, "BOB", &[PRODUCT])]).await;
    assert_eq!(failed(&journal, 1), Cause::AccountExists, "an address compares without case");
    assert!(world.writes().is_empty(), "nothing is sent");
}

#[tokio::test]
async fn who_took_the_address_meanwhile_is_not_taken_for_new() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.target();
    target.read().await.unwrap();
    let bob = world.console.tenant().credential.clone().unwrap();
    world.console.tenant().users.get_mut(&bob).unwrap().email = "cas@example.com".to_owned();
    let journal = apply(&target, vec![create(1, "cas", &[PRODUCT])]).await;
    assert_eq!(failed(&journal, 1), Cause::AccountExists, "the key is bob's");
    assert_eq!(world.console.tenant().counts.created, 0, "nobody was made");
}

#[tokio::test]
async fn names_that_goto_does_not_take_are_not_sent() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.target();
    target.read().await.unwrap();
    let wrong = |id, change: fn(&mut PersonToSend)| {
        let mut work = create(id, &format!("p{id}"), &[PRODUCT]);
        change(work.person.as_mut().unwrap());
        work
    };
    let works = vec![
        wrong(10, |person| person.given_name = Some("x".repeat(33))),
        wrong(20, |person| person.family_name = None),
        wrong(30, |person| person.email = Some(format!("{}@example.com", "x".repeat(120)))),
        wrong(40, |person| person.email = Some("nowhere".to_owned())),
        wrong(50, |person| person.given_name = Some("é".repeat(32))),
    ];
    let journal = apply(&target, works).await;
    assert_eq!(failed(&journal, 10), Cause::AttributeInvalid, "33 characters");
    assert!(journal.outcome(10).message.contains("givenName of p10 has 33"), "by its name");
    assert_eq!(failed(&journal, 20), Cause::AttributeMissing, "no name");
    assert_eq!(failed(&journal, 30), Cause::AttributeInvalid, "a long address");
    assert_eq!(failed(&journal, 40), Cause::AttributeInvalid, "no address");
    assert_eq!(journal.outcome(50).result, StepResult::Done, "characters are counted, not bytes");
    assert_eq!(world.writes(), ["POST users"], "one call, for the one");
}

#[tokio::test]
async fn a_cut_post_is_looked_up_before_it_is_sent_again() {
    for (kind, posts) in [
        (FaultKind::CutAfter, 1),
        (FaultKind::Garbage, 1),
        (FaultKind::CutBefore, 2),
        (FaultKind::Status(502), 2),
    ] {
        let world = World::of(Console::new(tenant(), Some(10))).await;
        let target = world.target();
        target.read().await.unwrap();
        world.console.fault(Fault {
            method: "POST",
            path: "/users".into(),
            after: 0,
            times: 1,
            kind,
        });
        let works = (0..3).map(|at| create(at * 10, &format!("p{at}"), &[PRODUCT])).collect();
        let journal = apply(&target, works).await;
        assert!(all_done(&journal), "{kind:?}: {:?}", journal.results());
        let counts = world.console.tenant().counts;
        assert_eq!((counts.created, counts.seats_given), (3, 3), "{kind:?}: nobody twice");
        let sent = world.writes().iter().filter(|call| *call == "POST users").count();
        assert_eq!(sent, posts, "{kind:?}: it is sent again only where nobody was made");
    }
}

#[tokio::test]
async fn a_stopped_run_makes_nobody_any_more() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.target();
    target.read().await.unwrap();
    let journal = Memory::default();
    journal.stop.store(true, std::sync::atomic::Ordering::SeqCst);
    target.apply(Vec::new(), vec![create(1, "cas", &[PRODUCT])], &journal).await.unwrap();
    let cancelled = StepResult::NotSent(NotSent::Cancelled);
    assert!(journal.results().values().all(|result| *result == cancelled), "not sent");
    assert!(world.writes().is_empty(), "nothing is sent");
}
