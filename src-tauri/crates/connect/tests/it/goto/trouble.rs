//! Tokens that run out, calls that are too many, connections that are cut.

use super::*;
use crate::recording::step;
use rolecall_directory::StepKind;
use rolecall_emulators::goto::{Fault, FaultKind};

/// Gives GoTo Webinar to `count` people who are there.
async fn giving(count: i64) -> (World, GotoTarget, Vec<AccountWork>) {
    let mut tenant = tenant();
    tenant.licenses[1].seats = 100;
    for number in 0..count {
        tenant.user(&format!("p{number}@example.com"), ["P", "Q"], &[]);
    }
    let world = World::of(Console::new(tenant, Some(10))).await;
    let target = world.target();
    let state = target.read().await.unwrap();
    let works = (0..count).map(|at| {
        let email = format!("p{at}@example.com");
        let give = step(at, StepKind::Assign, &email, Some(("products", "GoTo Webinar")));
        work(Some(account(&state, &email)), person(&format!("p{at}")), vec![give])
    });
    let works = works.collect();
    (world, target, works)
}

fn fault(after: usize, times: usize, kind: FaultKind) -> Fault {
    Fault { method: "PUT", path: String::new(), after, times, kind }
}

#[tokio::test]
async fn a_token_that_runs_out_in_mid_run_is_replaced_and_no_step_is_lost() {
    let (world, target, works) = giving(24).await;
    // From the second token on each lasts for a second; and the first is revoked in mid-run.
    world.console.token_lifetime(Duration::from_secs(1));
    let console = world.console.clone();
    let revoke = tokio::spawn(async move {
        let given = || console.calls().iter().filter(|call| call.method == "PUT").count();
        while given() < 5 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        console.expire_tokens();
    });
    let journal = apply(&target, works).await;
    revoke.await.unwrap();
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.console.tenant().counts.seats_given, 24, "each once");
    let calls = world.console.calls();
    let refused = calls.iter().filter(|call| call.status == 401).count();
    assert!((1..=8).contains(&refused), "{refused} calls came with the revoked token");
    assert!(world.console.tokens_given() > 3, "tokens of a second do not last for 2.4 s");
}

#[tokio::test]
async fn too_many_calls_are_made_later_and_no_step_is_lost() {
    let (world, target, works) = giving(12).await;
    world.console.fault(fault(2, 9, FaultKind::Status(429)));
    let journal = apply(&target, works).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.console.tenant().counts.seats_given, 12, "each once");
    let tries: u32 = (0..12).map(|id| journal.outcome(id).tries).sum();
    assert_eq!(tries, 12 + 9, "nine of the calls were made again");
}

#[tokio::test]
async fn what_fails_in_passing_is_tried_again_and_what_stays_fails() {
    let (world, target, works) = giving(6).await;
    world.console.fault(fault(0, 1, FaultKind::CutAfter));
    world.console.fault(fault(2, 1, FaultKind::Status(502)));
    world.console.fault(fault(4, 1, FaultKind::Slow(Duration::from_secs(1))));
    let journal = apply(&target, works).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.console.tenant().counts.seats_given, 6, "each once");

    let (world, target, works) = giving(2).await;
    world.console.fault(fault(0, 1000, FaultKind::Status(500)));
    let journal = apply(&target, works).await;
    for id in [0, 1] {
        assert_eq!(failed(&journal, id), Cause::Unavailable, "five tries were all");
        assert_eq!(journal.outcome(id).tries, 5, "as the retry law says");
    }
    let tally = target.tally().unwrap();
    assert_eq!(tally.failed, 2, "calls by their final outcome");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_a_failure() {
    let (world, target, works) = giving(1).await;
    world.console.fault(fault(0, 1000, FaultKind::Garbage));
    let journal = apply(&target, works).await;
    assert_eq!(failed(&journal, 0), Cause::UnreadableAnswer, "never a success");
}

#[tokio::test]
async fn a_ration_bounds_the_calls_of_a_trial() {
    let (world, target, works) = giving(4).await;
    target.ration(Some(2));
    let journal = apply(&target, works).await;
    assert_eq!(world.writes().len(), 2, "two calls");
    assert_eq!(journal.results().len(), 4, "and an outcome for each step");
}

#[tokio::test]
async fn a_seat_that_someone_gave_meanwhile_is_not_lost() {
    let (world, target, works) = giving(1).await;
    let key = world.console.tenant().licenses[0].key.clone();
    let user = world.console.tenant().by_email("p0@example.com").unwrap().key.clone();
    world.console.tenant().users.get_mut(&user).unwrap().licenses.insert(key);
    // A minute later nobody knows any more who has which licence.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(61)).await;
    tokio::time::resume();
    let journal = apply(&target, works).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    let held = now(&world, "p0@example.com").await;
    let products = held.holdings.iter().filter(|one| one.slot == "products").count();
    assert_eq!(products, 2, "neither is lost");
}
