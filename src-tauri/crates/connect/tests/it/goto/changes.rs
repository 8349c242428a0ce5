//! Changing accounts.

use super::*;
use crate::recording::step;
use rolecall_directory::StepKind;
use serde_json::{Value, json};
use std::time::Instant;

const ANN: &str = "ann@example.com";

async fn world() -> (World, GotoTarget, AccountRecord) {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let target = world.target();
    let state = target.read().await.unwrap();
    (world, target, account(&state, ANN))
}

fn steps(all: &[(StepKind, Option<(&str, &str)>)]) -> Vec<WorkStep> {
    (1..).zip(all).map(|(id, (kind, value))| step(id, *kind, ANN, *value)).collect()
}

const GIVE: StepKind = StepKind::Assign;
const TAKE: StepKind = StepKind::Unassign;

/// The body of the last PUT to a user.
fn last_body(world: &World) -> Value {
    let calls = world.console.calls();
    let put = calls.iter().rev().find(|call| call.method == "PUT" && call.path.contains("/users/"));
    serde_json::from_str(&put.unwrap().body).unwrap()
}

#[tokio::test]
async fn all_changes_of_one_account_are_one_call_and_unmanaged_seats_stay() {
    let (world, target, ann) = world().await;
    let all = steps(&[
        (GIVE, Some(("products", "GoTo Webinar"))),
        (TAKE, Some(("products", "GoTo Connect"))),
        (TAKE, Some(("role", "Super admin"))),
        (GIVE, Some(("role", "Admin"))),
        (TAKE, Some(("user_group", "Sales"))),
        (GIVE, Some(("user_group", "Support"))),
        (GIVE, Some(("settings_template", "Quiet"))),
    ]);
    let journal = apply(&target, vec![work(Some(ann), person("ann"), all)]).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.writes().len(), 1, "one call: {:?}", world.writes());
    let expected = [
        ("products", "GoTo Webinar"),
        ("products", "Grasshopper"),
        ("role", "Admin"),
        ("settings_template", "Quiet"),
        ("user_group", "Support"),
    ];
    assert_eq!(held(&now(&world, ANN).await), expected, "Grasshopper, which nobody manages, stays");
    let body = last_body(&world);
    assert_eq!(body["licenseKeys"].as_array().map(Vec::len), Some(2), "licences go as a whole");
    assert!(body.get("firstName").is_none(), "what does not change is not sent");
}

#[tokio::test]
async fn roles_go_from_system_to_custom_and_back_to_none() {
    let (world, target, ann) = world().await;
    let change = |from: &str, to: &str| {
        work(
            Some(ann.clone()),
            person("ann"),
            steps(&[(TAKE, Some(("role", from))), (GIVE, Some(("role", to)))]),
        )
    };
    let role = async |world: &World| {
        let account = now(world, ANN).await;
        let roles = account.holdings.into_iter().filter(|one| one.slot == "role");
        roles.map(|one| one.value).collect::<Vec<_>>()
    };
    for (from, to) in [
        ("Super admin", "Reports"),
        ("Reports", "Licences"),
        ("Licences", "Admin"),
        ("Admin", "Member"),
    ] {
        let journal = apply(&target, vec![change(from, to)]).await;
        assert!(all_done(&journal), "{from} to {to}: {:?}", journal.results());
        assert_eq!(role(&world).await, [to], "{from} to {to}");
    }
    assert_eq!(world.console.tenant().counts.roles_changed, 6, "two of them took two calls");
    let product = ("products", "GoTo Connect");
    let taken = steps(&[(TAKE, Some(("role", "Member"))), (TAKE, Some(product))]);
    let before = world.writes().len();
    let journal = apply(&target, vec![work(Some(ann.clone()), person("ann"), taken)]).await;
    assert!(all_done(&journal), "nobody can take Member away, and nothing has to be");
    assert_eq!(world.writes().len() - before, 1, "the product alone");
}

#[tokio::test]
async fn what_is_refused_fails_alone() {
    let (world, target, ann) = world().await;
    world.console.tenant().licenses[1].seats = 1;
    let all = steps(&[
        (GIVE, Some(("products", "GoTo Webinar"))),
        (GIVE, Some(("products", "Nonsense"))),
        (GIVE, Some(("user_group", "Nowhere"))),
        (GIVE, Some(("device_groups", "Tablets"))),
        (GIVE, Some(("settings_template", "Quiet"))),
        (GIVE, Some(("role", "Emperor"))),
    ]);
    let journal = apply(&target, vec![work(Some(ann), person("ann"), all)]).await;
    let causes: Vec<Cause> = [1, 2, 3, 4, 6].map(|id| failed(&journal, id)).into();
    let expected =
        [Cause::NoLicences, Cause::NotFound, Cause::NotFound, Cause::NotPermitted, Cause::NotFound];
    assert_eq!(causes, expected, "each for its own reason");
    assert_eq!(journal.outcome(5).result, StepResult::Done, "what can be done is");
    assert!(journal.outcome(4).message.contains("no call for device groups"), "in clear words");
    assert!(journal.outcome(2).message.contains("\"Nonsense\""), "by its name");
    assert_eq!(world.console.tenant().counts.templates_changed, 1, "once");
}

#[tokio::test]
async fn an_externally_managed_licence_is_left_to_who_manages_it() {
    let (world, _, ann) = world().await;
    world.console.tenant().licenses[1].is_externally_managed = true;
    let target = world.target();
    target.read().await.unwrap();
    let all = steps(&[(GIVE, Some(("products", "GoTo Webinar")))]);
    let journal = apply(&target, vec![work(Some(ann), person("ann"), all)]).await;
    assert_eq!(failed(&journal, 1), Cause::ExternallyManaged, "known before sending");
    assert!(world.writes().is_empty(), "nothing is sent");
}

#[tokio::test]
async fn a_suspension_takes_what_is_managed_and_deletes_nobody() {
    let (world, target, ann) = world().await;
    let all = steps(&[
        (StepKind::Suspend, None),
        (TAKE, Some(("products", "GoTo Connect"))),
        (TAKE, Some(("products", "Grasshopper"))),
        (TAKE, Some(("role", "Super admin"))),
        (TAKE, Some(("user_group", "Sales"))),
    ]);
    let journal = apply(&target, vec![work(Some(ann.clone()), person("ann"), all)]).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.writes().len(), 1, "one call");
    let tenant = world.console.tenant().clone();
    assert!(tenant.by_email(ANN).unwrap().is_suspended(), "GoTo calls that Suspended");
    assert_eq!(tenant.counts.suspended, 1, "one person");
    let back = steps(&[(StepKind::Reactivate, None), (GIVE, Some(("products", "GoTo Connect")))]);
    let journal = apply(&target, vec![work(Some(ann), person("ann"), back)]).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert!(!world.console.tenant().by_email(ANN).unwrap().is_suspended(), "back again");
}

#[tokio::test]
async fn a_suspension_that_is_refused_is_none() {
    let (world, target, ann) = world().await;
    world.console.tenant().users.remove(&ann.key);
    let all = steps(&[(StepKind::Suspend, None), (TAKE, Some(("products", "GoTo Connect")))]);
    let journal = apply(&target, vec![work(Some(ann), person("ann"), all)]).await;
    assert_eq!(failed(&journal, 1), Cause::NotFound, "the account is gone");
    assert_eq!(failed(&journal, 2), Cause::NotFound, "for both");
}

#[tokio::test]
async fn names_address_and_attributes_follow_the_person() {
    let (world, target, ann) = world().await;
    let mut changed = person("ann");
    changed.email = Some("anna@example.com".to_owned());
    changed.given_name = Some("Anna".to_owned());
    changed.family_name = None;
    changed.send =
        vec![("department".to_owned(), "Legal".to_owned()), ("shoe".to_owned(), "43".to_owned())];
    let all = steps(&[(StepKind::Update, None)]);
    let journal = apply(&target, vec![work(Some(ann), changed, all)]).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    let body = last_body(&world);
    assert_eq!(body["email"], "anna@example.com", "the address");
    assert_eq!(body["firstName"], "Anna", "the name");
    assert_eq!(body["attributes"].as_array().map(Vec::len), Some(1), "what the account knows");
    assert_eq!(body["attributes"][0]["value"], json!("Legal"), "the attribute");
    let names = body.as_object().unwrap().len();
    assert_eq!(names, 3, "an absent name stays as it is, and so does all else: {body}");
}

#[tokio::test]
async fn what_frees_seats_goes_before_what_needs_them() {
    let mut tenant = tenant();
    tenant.licenses[0].seats = 1;
    let world = World::of(Console::new(tenant, Some(10))).await;
    let target = world.target();
    let state = target.read().await.unwrap();
    let product = Some(("products", "GoTo Connect"));
    let give = vec![step(1, GIVE, "bob@example.com", product)];
    let take = vec![step(2, TAKE, ANN, product)];
    let works = vec![
        work(Some(account(&state, "Bob@example.com")), person("bob"), give),
        work(Some(account(&state, ANN)), person("ann"), take),
    ];
    let journal = apply(&target, works).await;
    assert!(all_done(&journal), "{:?}", journal.results());
}

#[tokio::test]
async fn seats_change_hands_though_none_is_free() {
    let mut tenant = tenant();
    tenant.licenses[0].seats = 1;
    tenant.licenses[1].seats = 1;
    let world = World::of(Console::new(tenant, Some(10))).await;
    let target = world.target();
    let state = target.read().await.unwrap();
    let (connect, webinar) = (("products", "GoTo Connect"), ("products", "GoTo Webinar"));
    let swap = |id, email: &str, take, give| {
        let steps = vec![step(id, TAKE, email, Some(take)), step(id + 1, GIVE, email, Some(give))];
        work(Some(account(&state, email)), person("x"), steps)
    };
    let works = vec![swap(1, ANN, connect, webinar), swap(3, "Bob@example.com", webinar, connect)];
    let journal = apply(&target, works).await;
    assert!(all_done(&journal), "{:?}", journal.results());
    assert_eq!(world.writes().len(), 4, "what is scarce is taken first");
    let counts = world.console.tenant().counts;
    assert_eq!((counts.seats_given, counts.seats_taken), (2, 2), "as the account counts");
}

#[tokio::test]
async fn ten_calls_a_second_go_out_and_no_more() {
    let mut tenant = tenant();
    tenant.licenses[1].seats = 100;
    for number in 0..30 {
        tenant.user(&format!("p{number}@example.com"), ["P", "Q"], &[]);
    }
    let world = World::of(Console::new(tenant, Some(10))).await;
    let target = world.target();
    let state = target.read().await.unwrap();
    let works = (0..30).map(|at| {
        let email = format!("p{at}@example.com");
        let give = step(at, GIVE, &email, Some(("products", "GoTo Webinar")));
        work(Some(account(&state, &email)), person(&format!("p{at}")), vec![give])
    });
    let began = Instant::now();
    let journal = apply(&target, works.collect()).await;
    let took = began.elapsed();
    assert!(all_done(&journal), "{:?}", journal.results());
    assert!((2.8..4.5).contains(&took.as_secs_f64()), "thirty calls took {took:?}");
    assert!(world.console.busiest_second() <= 10, "the emulator's own count");
}
