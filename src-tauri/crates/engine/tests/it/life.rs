//! Directories over time: edits in a window, sources attached and removed, people gone and not
//! seen yet, sources that are not asked.

use crate::staff::Staff;
use crate::world::{FREE, RULES, World, csv, order, run};
use rolecall_directory::{SourceAccess, SourceDefinition, SourceKind, StepKind};
use rolecall_engine::{
    ConnectionKey, ConnectionState, DeletionOrder, PersonNamed, Planned, RunOrder,
};
use rolecall_store::{ActivityFilter, KnownState, Page, Trigger};
use std::collections::BTreeMap;

const ANN: &str = "u00001@example.com";
const WHO: &str = "ann@desk";

fn world(people: usize) -> World {
    let world = World::new();
    world.configure(&csv(FREE), RULES);
    world.staff(&Staff::of(0..people));
    world
}

fn named(user: &str) -> PersonNamed<'_> {
    PersonNamed { directory: None, user }
}

fn values(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn kinds(world: &World) -> Vec<String> {
    let told = world.store.activity(&ActivityFilter::default(), Page::ALL).unwrap();
    told.rows.into_iter().rev().map(|one| one.entry.kind).collect()
}

fn account(world: &World, user: &str) -> String {
    let text = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
    text.lines().find(|line| line.starts_with(user)).unwrap_or_default().to_owned()
}

fn is_active(world: &World, user: &str) -> bool {
    account(world, user).split(',').nth(2) == Some("true")
}

fn known(world: &World, state: KnownState) -> Vec<String> {
    let found = world.store.known_people((Some("main"), Some(state)), "", Page::ALL).unwrap();
    found.rows.into_iter().map(|one| one.person.user_name).collect()
}

fn suspended(planned: &Planned) -> Vec<String> {
    let steps = planned.listing(0).steps.iter();
    let suspends = steps.filter(|step| step.step.kind == StepKind::Suspend);
    suspends.map(|step| step.step.user.clone()).collect()
}

/// Edits `ann` in the workspace's one directory.
fn edit(world: &World, all: &[(&str, &str)]) -> Result<(), String> {
    let (configuration, values) = (world.configuration(), values(all));
    let edited = world.engine.edit_person(&world.store, &configuration, (named(ANN), &values), WHO);
    edited.map(|_| ()).map_err(|error| error.code().to_owned())
}

#[tokio::test]
async fn a_synced_directory_is_edited_in_its_window_only() {
    let world = world(5);
    assert!(world.sync().await.is_whole());
    assert!(!account(&world, ANN).contains("Connect"), "ann is no one of Sales");
    let sales = [("department", "Sales")];
    assert_eq!(edit(&world, &sales), Err("edit_window_closed".to_owned()));
    let configuration = world.configuration();
    world.engine.open_edit_window(&world.store, &configuration, "main", WHO).unwrap();
    for wrong in [("userName", "x"), ("id", "x")] {
        assert_eq!(edit(&world, &[wrong]), Err("not_editable".to_owned()), "{wrong:?}");
    }
    assert_eq!(edit(&world, &[("shoe", "42")]), Err("attribute_unknown".to_owned()));
    edit(&world, &sales).unwrap();
    world.sync().await;
    assert!(account(&world, ANN).contains("Connect"), "rules use the edited value");
    let found = world.engine.person_edits(&world.store, &configuration, named(ANN)).unwrap();
    assert_eq!(found.source.attribute("department"), Some("Engineering"), "both are kept");
    assert_eq!(found.edits[0].edited, "Sales");

    world.clock.advance_minutes(59);
    edit(&world, &[("title", "Lead")]).unwrap();
    world.clock.advance_minutes(1);
    assert_eq!(edit(&world, &[("title", "Clerk")]), Err("edit_window_closed".to_owned()));
    assert_eq!(world.engine.close_windows(&world.store).unwrap(), 1);
    assert_eq!(world.engine.close_windows(&world.store).unwrap(), 0, "told once");
    assert_eq!(kinds(&world).iter().filter(|kind| *kind == "edit_window_closed").count(), 1);

    world.sync().await;
    let told = account(&world, ANN);
    assert!(told.contains("Analytics") && told.contains("Connect"), "edits outlive it: {told}");
    // Anything else that the source says of her ends all of them.
    world.staff(&Staff::of(0..5).changed([1], |one| one.family = "Other".to_owned()));
    world.sync().await;
    let told = account(&world, ANN);
    assert!(!told.contains("Analytics") && !told.contains("Connect"), "{told}");
    assert!(world.store.edited_people("main").unwrap().is_empty());
    assert!(kinds(&world).contains(&"edits_fell_back".to_owned()));
}

#[tokio::test]
async fn edits_show_in_plans_that_ask_nobody() {
    let world = world(5);
    world.sync().await;
    let configuration = world.configuration();
    world.engine.open_edit_window(&world.store, &configuration, "main", WHO).unwrap();
    // An attribute that the source does not even carry.
    edit(&world, &[("costCenter", "7"), ("active", "false")]).unwrap();
    let reading = rolecall_engine::cached_reading(&world.store, &configuration).unwrap();
    let row = reading.snapshot.rows_named(ANN)[0];
    let person = reading.snapshot.person(row);
    assert_eq!((person.attribute("costCenter"), person.is_active()), (Some("7"), false));
    let planned = world.engine.plan(&configuration, Some(&world.store)).await.unwrap();
    assert_eq!(suspended(&planned), [ANN]);
    let given_up = world.engine.fall_back(&world.store, &configuration, named(ANN), WHO).unwrap();
    assert!(given_up.edits.is_empty());
    let planned = world.engine.plan(&configuration, Some(&world.store)).await.unwrap();
    assert!(suspended(&planned).is_empty());
}

#[tokio::test]
async fn who_is_gone_is_known_as_gone_and_planned_as_absent() {
    let world = world(30);
    world.sync().await;
    world.staff(&Staff::of(0..30).without([1]));
    world.sync().await;
    assert_eq!(known(&world, KnownState::Gone), [ANN]);
    assert!(!is_active(&world, ANN), "suspended as ever");
    world.staff(&Staff::of(0..30));
    world.sync().await;
    assert!(known(&world, KnownState::Gone).is_empty());
    assert!(is_active(&world, ANN));
}

#[tokio::test]
async fn without_its_source_a_directory_stays_as_it_was_and_is_edited_freely() {
    let world = world(5);
    world.sync().await;
    let mut configuration = world.configuration();
    let (engine, store) = (&world.engine, &world.store);
    engine.open_edit_window(store, &configuration, "main", WHO).unwrap();
    edit(&world, &[("department", "Sales")]).unwrap();
    let removed = engine.remove_sync(store, &mut configuration, "main", WHO).unwrap();
    assert_eq!((removed.kind.as_str(), removed.people), ("csv", 5));
    let again = engine.remove_sync(store, &mut configuration, "main", WHO).unwrap_err();
    assert_eq!((again.code(), again.is_refusal()), ("not_synced", true));
    assert!(store.edit_windows().unwrap().is_empty());
    std::fs::remove_file(world.dir.join("users.csv")).unwrap();
    let told = run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert_eq!(told.report.summary.users, 5, "they are who was last read");
    assert!(account(&world, ANN).contains("Connect"), "with the values that were edited");

    let values = values(&[("department", "Sales"), ("email", "new@example.com")]);
    let new = ("main", "new@example.com", &values);
    engine.add_person(store, &configuration, new, WHO).unwrap();
    let twice = engine.add_person(store, &configuration, new, WHO).unwrap_err();
    assert_eq!(twice.code(), "user_name_taken");
    let title = BTreeMap::from([("title".to_owned(), "Lead".to_owned())]);
    engine.edit_person(store, &configuration, (named("new@example.com"), &title), WHO).unwrap();
    run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert!(
        account(&world, "new@").contains("Connect")
            && account(&world, "new@").contains("Analytics")
    );

    let order_of = |typed| DeletionOrder { person: named(ANN), typed, accounts: false };
    let other = engine.delete_person(store, &configuration, (order_of("u1"), None), WHO).await;
    assert_eq!(other.unwrap_err().code(), "typed_otherwise");
    let done =
        engine.delete_person(store, &configuration, (order_of(ANN), None), WHO).await.unwrap();
    assert!(!done.comes_back);
    run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert!(!is_active(&world, ANN) && !account(&world, ANN).is_empty(), "the account stays");
    assert!(known(&world, KnownState::Gone).is_empty(), "deleted is not gone");
}

#[tokio::test]
async fn people_who_were_there_before_the_source_are_not_suspended_for_that() {
    let world = world(10);
    world.sync().await;
    let mut configuration = world.configuration();
    let (engine, store) = (&world.engine, &world.store);
    let source = configuration.directories[0].source.clone().unwrap();
    engine.remove_sync(store, &mut configuration, "main", WHO).unwrap();
    let attached = ("main", source.clone());
    engine.attach_source(store, &mut configuration, attached, WHO).unwrap();
    assert_eq!(known(&world, KnownState::NotSeenYet).len(), 10);
    // The new source knows three of them: by id, by name under another id, and by address alone.
    std::fs::write(
        world.dir.join("users.csv"),
        "id,userName,email,givenName,familyName,active,department,title\n\
         id-1,u1@other.com,u00001@example.com,A,B,true,Sales,Clerk\n\
         new-2,U00002@example.com,,A,B,true,Sales,Clerk\n\
         new-3,three,u00003@example.com,A,B,true,Sales,Clerk\n",
    )
    .unwrap();
    let told = run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert_eq!(told.report.summary.users, 3, "the rows read");
    assert!(told.report.targets[0].1.accounts.suspend.is_empty(), "{:?}", told.report.targets);
    assert_eq!(known(&world, KnownState::NotSeenYet).len(), 7);
    assert!((4..10).all(|at| is_active(&world, &format!("u{at:05}@example.com"))));
    let again = run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert_eq!(again.report.summary.steps, 0, "and so it stays");
    // Once delivered they are as everybody else.
    world.staff(&Staff::of(0..10));
    run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert!(known(&world, KnownState::NotSeenYet).is_empty());
    world.staff(&Staff::of(0..10).without([5]));
    run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert!(!is_active(&world, "u00005@example.com"));
    let wrong = SourceDefinition::new(SourceKind::ScimPush);
    let refused = engine.attach_source(store, &mut configuration, ("main", wrong), WHO);
    assert_eq!(refused.unwrap_err().code(), "already_synced");
}

#[tokio::test]
async fn a_deleted_person_comes_back_with_the_next_reading() {
    let world = world(5);
    world.sync().await;
    let (configuration, engine, store) = (world.configuration(), &world.engine, &world.store);
    let order_of = || DeletionOrder { person: named(ANN), typed: ANN, accounts: true };
    let planned = engine.plan(&configuration, Some(store)).await.unwrap();
    let closed =
        engine.delete_person(store, &configuration, (order_of(), Some(&planned)), WHO).await;
    assert_eq!(closed.unwrap_err().code(), "edit_window_closed");
    engine.open_edit_window(store, &configuration, "main", WHO).unwrap();
    let done = engine.delete_person(store, &configuration, (order_of(), Some(&planned)), WHO).await;
    let done = done.unwrap();
    assert!(done.comes_back, "the source still delivers her");
    assert_eq!((done.accounts.len(), &done.accounts[0].failed), (1, &None));
    assert!(account(&world, ANN).is_empty(), "the account is deleted with its row");
    assert_eq!(store.reading("main").unwrap().unwrap().people, 4);
    world.sync().await;
    assert!(is_active(&world, ANN), "and made anew");
}

#[tokio::test]
async fn a_source_that_is_not_due_is_not_read_by_the_schedule() {
    let world = world(5);
    world.sync().await;
    let mut configuration = world.configuration();
    configuration.directories[0].source.as_mut().unwrap().every_seconds = Some(3600);
    world.staff(&Staff::of(0..6));
    let scheduled = || RunOrder { trigger: Trigger::Schedule, ..order("schedule", None) };
    let users = async |order: RunOrder| {
        let told = run(&world.engine, &configuration, &world.store, order).await.unwrap();
        told.report.summary.users
    };
    world.clock.advance_minutes(59);
    assert_eq!(users(scheduled()).await, 5, "as last read");
    world.clock.advance_minutes(1);
    assert_eq!(users(scheduled()).await, 6);
    world.staff(&Staff::of(0..7));
    assert_eq!(users(scheduled()).await, 6);
    assert_eq!(users(order("parent", None)).await, 7, "by hand all are read");
}

#[tokio::test]
async fn a_source_that_fails_is_left_alone_and_nobody_is_suspended_for_that() {
    let world = world(20);
    world.sync().await;
    let mut configuration = world.configuration();
    // The same directory, from a console that nobody listens for.
    let mut source = SourceDefinition::new(SourceKind::Okta {
        client_id: None,
        access: SourceAccess {
            url: Some("http://127.0.0.1:9".to_owned()),
            secret: "console".to_owned(),
            timeout_seconds: 1,
            ..SourceAccess::default()
        },
    });
    source.quarantine.requests = 1;
    configuration.directories[0].source = Some(source);
    let (engine, store) = (&world.engine, &world.store);
    let failed = run(engine, &configuration, store, order("parent", None)).await.unwrap_err();
    assert_eq!(failed.code(), "source_unreadable");
    let all = engine.quarantines(store).unwrap();
    assert_eq!(all[0].connection, ConnectionKey::Source("main".to_owned()));
    assert_eq!(all[0].state, ConnectionState::Held);
    let told = run(engine, &configuration, store, order("parent", None)).await.unwrap();
    assert_eq!(told.report.summary.users, 20, "as last read");
    assert!(told.report.targets[0].1.held.is_empty() && told.report.summary.steps == 0);
    // Its trial fails again; for the second time it is left alone for longer.
    world.clock.advance_minutes(15);
    assert!(run(engine, &configuration, store, order("parent", None)).await.is_err());
    world.clock.advance_minutes(59);
    assert!(run(engine, &configuration, store, order("parent", None)).await.is_ok());
    let key = ConnectionKey::Source("main".to_owned());
    assert!(engine.lift(store, &key, WHO).unwrap());
    assert!(engine.quarantines(store).unwrap().is_empty());
    // After 28 days of failing trials it is switched off.
    assert!(run(engine, &configuration, store, order("parent", None)).await.is_err());
    world.clock.advance_days(29);
    assert!(run(engine, &configuration, store, order("parent", None)).await.is_err());
    assert_eq!(engine.quarantines(store).unwrap()[0].state, ConnectionState::Off);
    world.clock.advance_days(2);
    assert!(run(engine, &configuration, store, order("parent", None)).await.is_ok());
}
