//! Every bad answer a SCIM target can give to one person's call, in a whole run: the cause of
//! config.md's table, everybody else done, and a retry of that cause alone that clears it.

use crate::staff::Staff;
use crate::world::{FREE, RULES, TARGET, Told, World, provider, scim};
use rolecall_directory::Cause;
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider, RetryAfter};
use rolecall_store::{StepCounts, StepFilter};
use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime};

/// How many people there are besides the one who meets the fault.
const OTHERS: usize = 30;
/// Who meets the fault: the first to be changed, so a Lead of Sales.
const BOB: usize = 0;

/// A world whose people are all there, and one of whom is to change.
async fn about_to_change(more: &str) -> (World, Provider) {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), &format!("{FREE}\n{more}")), RULES);
    let staff = Staff::of(0..=OTHERS);
    world.staff(&staff);
    assert!(world.sync().await.is_whole(), "all accounts are made");
    // Everybody changes by one call of their own.
    world.staff(&staff.changed(0..=OTHERS, |person| person.family += "-Quist"));
    provider.forget_calls();
    (world, provider)
}

fn path_of(provider: &Provider, number: usize) -> String {
    let name = format!("u{number:05}@example.com");
    let user = provider.users().into_iter().find(|user| user["userName"] == name.as_str());
    format!("/Users/{}", user.expect("the account is there")["id"].as_str().unwrap())
}

fn renamed(provider: &Provider) -> usize {
    let users = provider.users();
    let is_renamed = |user: &&serde_json::Value| {
        user["name"]["familyName"].as_str().is_some_and(|name| name.ends_with("-Quist"))
    };
    users.iter().filter(is_renamed).count()
}

fn counts(world: &World, told: &Told) -> StepCounts {
    world.store.run(told.result.run).unwrap().counts()
}

fn patches(provider: &Provider, path: &str) -> usize {
    let calls = provider.calls();
    calls.iter().filter(|call| call.method == "PATCH" && call.path.contains(path)).count()
}

/// One person meets `fault` for good: it is their failure of `cause` and nobody else's.
async fn one_fails(fault: Lie, carried_out: bool, more: &str, cause: Cause, tries: usize) {
    let words = format!("{fault:?}");
    let (world, provider) = about_to_change(more).await;
    let path = path_of(&provider, BOB);
    let fault = Fault::new(fault).on("PATCH", path.clone()).times(tries);
    provider.script(if carried_out { fault.carried_out() } else { fault });
    let told = world.sync().await;
    let bob = "u00000@example.com";
    assert_eq!(told.failed(), [(cause.word(), bob)].into(), "{words}: one fails, so");
    assert_eq!(told.sums(), (OTHERS as u64, 1, 0), "{words}: the others are done");
    let changed = OTHERS + usize::from(carried_out);
    assert_eq!(renamed(&provider), changed, "{words}: the target's own count");
    assert_eq!(patches(&provider, &path), tries, "{words}: tries");
    let open: BTreeSet<_> = [(cause, bob.to_owned())].into();
    assert_eq!(world.failures(), open, "{words}: it is an open failure");
    let step = world.store.steps(
        told.result.run,
        &StepFilter { cause: Some(cause), ..StepFilter::default() },
        rolecall_store::Page::ALL,
    );
    let step = step.unwrap().rows.remove(0);
    assert_eq!(step.tries as usize, tries, "{words}: the journal knows how often");
    assert!(!step.message.is_empty(), "{words}: and in which words");

    provider.forget_calls();
    let retried = world.retry(cause, &[]).await;
    let left = u64::from(!carried_out);
    assert_eq!(counts(&world, &retried).steps, left, "{words}: what is still needed, alone");
    assert_eq!(retried.sums(), (1, 0, 0), "{words}: and it is done, or found to be");
    assert_eq!(patches(&provider, "/Users/"), left as usize, "{words}: in one call");
    assert_eq!(world.failures(), BTreeSet::new(), "{words}: the failure vanishes");
    assert_eq!(renamed(&provider), OTHERS + 1, "{words}: all are changed");
    assert_eq!(world.sync().await.steps(), 0, "{words}: nothing is left");
}

#[tokio::test]
async fn refusals_are_told_by_their_cause() {
    for (status, cause) in
        [(400, Cause::RejectedByTarget), (403, Cause::NotPermitted), (418, Cause::RejectedByTarget)]
    {
        one_fails(Lie::Status(status), false, "", cause, 1).await;
    }
}

#[tokio::test]
async fn what_had_changed_meanwhile_is_planned_once_more() {
    for (status, cause) in [(404, Cause::NotFound), (409, Cause::Conflict), (412, Cause::Conflict)]
    {
        let (world, provider) = about_to_change("").await;
        let path = path_of(&provider, BOB);
        provider.script(Fault::new(Lie::Status(status)).on("PATCH", path.clone()).times(1));
        let told = world.sync().await;
        assert!(told.is_whole(), "{status} once: {:?}", told.failed());
        assert_eq!(renamed(&provider), OTHERS + 1, "{status} once: the target's own count");

        let (world, provider) = about_to_change("").await;
        let path = path_of(&provider, BOB);
        provider.script(Fault::new(Lie::Status(status)).on("PATCH", path).times(1000));
        let told = world.sync().await;
        let bob = "u00000@example.com";
        assert_eq!(told.failed(), [(cause.word(), bob)].into(), "{status} for good: one fails");
        assert_eq!(told.sums(), (OTHERS as u64, 1, 0), "{status} for good: the others are done");
        assert_eq!(renamed(&provider), OTHERS, "{status} for good: the target's own count");
        assert_eq!(world.failures(), [(cause, bob.to_owned())].into(), "{status}: it stays open");
    }
}

#[tokio::test]
async fn an_unavailable_target_is_tried_five_times() {
    one_fails(Lie::Status(503), false, "", Cause::Unavailable, 5).await;
    one_fails(Lie::CloseMidBody, false, "", Cause::Unavailable, 5).await;
    one_fails(Lie::TooManyRequests(None), false, "", Cause::RateLimited, 5).await;
}

#[tokio::test]
async fn a_target_that_never_answers_times_out() {
    one_fails(Lie::Hang, false, "timeout = \"1s\"", Cause::Timeout, 5).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_no_success() {
    let unreadable = Cause::UnreadableAnswer;
    for carried_out in [false, true] {
        one_fails(Lie::MalformedJson, carried_out, "", unreadable, 1).await;
        one_fails(Lie::Html, carried_out, "", unreadable, 1).await;
    }
}

#[tokio::test]
async fn an_error_inside_a_success_counts_by_its_own_status() {
    let inside = |status, detail: &str| Lie::ErrorInside { status, detail: detail.to_owned() };
    one_fails(inside(403, "not yours"), false, "", Cause::NotPermitted, 1).await;
    one_fails(inside(400, "no seats are left"), false, "", Cause::NoLicences, 1).await;
    one_fails(inside(503, "later"), false, "", Cause::Unavailable, 5).await;
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = provider(Options::default()).await;
    let to = format!("{}/Users/1", elsewhere.url());
    one_fails(Lie::Redirect(to), false, "", Cause::UnreadableAnswer, 1).await;
    assert!(elsewhere.calls().is_empty(), "nothing went there, the token least of all");
}

#[tokio::test]
async fn a_long_wait_ends_the_tries_of_this_run() {
    let wait = RetryAfter::Seconds(301);
    one_fails(Lie::TooManyRequests(Some(wait)), false, "", Cause::RateLimited, 1).await;
}

#[tokio::test]
async fn what_passes_is_waited_for() {
    let again = |after| Lie::TooManyRequests(Some(after));
    let date = || RetryAfter::Date(SystemTime::now() + Duration::from_secs(2));
    let second = Duration::from_secs(1);
    let lies: [(&dyn Fn() -> Lie, bool, Duration); 6] = [
        (&|| again(RetryAfter::Seconds(1)), false, second),
        // A date has whole seconds, so up to one of the two may be lost.
        (&|| again(date()), false, Duration::from_millis(900)),
        (&|| Lie::TooManyRequests(None), false, Duration::ZERO),
        (&|| Lie::Status(502), false, Duration::ZERO),
        (&|| Lie::CloseMidBody, false, Duration::ZERO),
        (&|| Lie::CloseMidBody, true, Duration::ZERO),
    ];
    for (lie, carried_out, least) in lies {
        let (world, provider) = about_to_change("").await;
        let lie = lie();
        let words = format!("{lie:?}, carried out: {carried_out}");
        let fault = Fault::new(lie).on("PATCH", path_of(&provider, BOB)).times(1);
        provider.script(if carried_out { fault.carried_out() } else { fault });
        let began = Instant::now();
        let told = world.sync().await;
        assert!(began.elapsed() >= least, "{words}: it waits as long as it was told to");
        assert_eq!(told.sums(), (OTHERS as u64 + 1, 0, 0), "{words}: all are done");
        assert_eq!(renamed(&provider), OTHERS + 1, "{words}: the target's own count");
        assert_eq!(world.failures(), BTreeSet::new(), "{words}: nothing failed");
    }
}

#[tokio::test]
async fn an_account_made_without_an_answer_is_not_made_twice() {
    for lie in [Lie::CloseMidBody, Lie::Html, Lie::MalformedJson, Lie::Status(503), Lie::Hang] {
        let words = format!("{lie:?}");
        let world = World::new();
        let provider = provider(Options::default()).await;
        world.configure(&scim(&provider.url(), "timeout = \"1s\""), RULES);
        world.staff(&Staff::of(0..20));
        provider.script(Fault::new(lie).on("POST", "/Users").times(7).carried_out());
        let told = world.sync().await;
        assert!(told.is_whole(), "{words}: found again, and done: {:?}", told.failed());
        assert_eq!(provider.users().len(), 20, "{words}: everybody has an account");
        assert!(provider.creates().values().all(|&count| count == 1), "{words}: one each");
        assert_eq!(world.sync().await.steps(), 0, "{words}: which is known to be ours");
    }
}

#[tokio::test]
async fn a_target_that_cannot_be_read_is_planned_nothing_and_keeps_its_failures() {
    let (world, provider) = about_to_change("").await;
    let path = path_of(&provider, BOB);
    provider.script(Fault::new(Lie::Status(403)).on("PATCH", path));
    world.sync().await;
    let before = world.failures();
    assert_eq!(before.len(), 1, "one failed");
    for (lie, times, cause) in [
        (Lie::Status(401), 1, "credential_rejected"),
        (Lie::Html, 1, "unreadable_answer"),
        (Lie::WrongTotals(5_000), 2, "unreadable_answer"),
        (Lie::Status(503), 5, "unavailable"),
    ] {
        let words = format!("{lie:?}");
        provider.script(Fault::new(lie).on("GET", "/Users").times(times));
        let told = world.sync().await;
        let error = told.target().error.as_ref().expect(&words);
        assert_eq!(error.cause, cause, "{words}");
        assert_eq!(told.steps(), 0, "{words}: nothing is planned on half of a target");
        assert_eq!(told.result.report.exit_code(), 1, "{words}");
        assert_eq!(world.failures(), before, "{words}: what was open stays open");
    }
    assert_eq!(world.store.failures_by_cause().unwrap()[0].target, TARGET);
}
