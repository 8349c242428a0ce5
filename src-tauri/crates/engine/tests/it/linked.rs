//! Links by hand, and plans from what is kept.

use crate::staff::Staff;
use crate::world::{FREE, RULES, TARGET, World, csv};
use rolecall_engine::{LinkError, Planned, Report, WhichAccounts};
use rolecall_store::{ActivityFilter, Page};

async fn planned(world: &World) -> Planned {
    world.engine.plan(&world.configuration(), Some(&world.store)).await.unwrap()
}

fn whose(world: &World, planned: &Planned, which: WhichAccounts) -> Vec<(String, Option<String>)> {
    let accounts = planned.accounts(0, world.store.links(TARGET).unwrap());
    let views = accounts.rows(which, "").into_iter().map(|row| accounts.view(row));
    views.map(|one| (one.user_name.to_owned(), one.user.map(str::to_owned))).collect()
}

const ACCOUNTS: &str = "userName,email,active,managed\nkiosk,,true,true\nold,,true,true\n";
const ANN: &str = "u00001@example.com";
const BOB: &str = "u00002@example.com";

#[tokio::test]
async fn a_link_by_hand_is_kept_and_planned_with() {
    let world = World::new();
    world.configure(&csv(FREE), RULES);
    world.staff(&Staff::of([1, 2]));
    std::fs::write(world.dir.join("accounts.csv"), ACCOUNTS).unwrap();
    let before = planned(&world).await;
    let link = |account: &str, user: &str| {
        world.engine.link_account(&world.store, &before, (TARGET, account, user), "eve@desk")
    };
    link("old", "U00001@example.com").unwrap();
    assert!(matches!(link("x", ANN), Err(LinkError::UnknownAccount { .. })), "no such account");
    assert!(matches!(link("old", "x"), Err(LinkError::UnknownPerson { .. })), "no such person");
    match link("kiosk", ANN) {
        Err(LinkError::HasAnother { other, .. }) => assert_eq!(other, "old", "names the other"),
        other => panic!("a second account is refused: {other:?}"),
    }
    let own = vec![("kiosk".to_owned(), None), ("old".to_owned(), Some(ANN.to_owned()))];
    assert_eq!(whose(&world, &before, WhichAccounts::All), own, "before the next plan already");
    assert_eq!(whose(&world, &before, WhichAccounts::Unlinked), own[..1], "one is nobody's");
    let told = world.sync().await;
    assert_eq!(told.target().accounts.update, [ANN], "the old account becomes Ann's");
    assert_eq!(told.target().accounts.create, [BOB], "only Bob gets a new one");
    let links = world.store.links(TARGET).unwrap();
    assert_eq!(links[0].account, ANN, "the link follows the account's new name");
    let after = planned(&world).await;
    world.engine.unlink_account(&world.store, &after, (TARGET, ANN), "eve@desk").unwrap();
    let report = Report::of_plan(&planned(&world).await);
    assert_eq!(report.targets[0].1.accounts.suspend, [ANN], "nobody's account is suspended");
    let entries = world.store.activity(&ActivityFilter::default(), Page::ALL).unwrap().rows;
    let kinds: Vec<&str> = entries.iter().map(|one| one.entry.kind.as_str()).collect();
    for kind in ["account_linked", "account_unlinked"] {
        assert!(kinds.contains(&kind), "{kind} is entered: {kinds:?}");
    }
}

#[tokio::test]
async fn what_was_read_last_is_planned_from_without_asking() {
    let world = World::new();
    world.configure(&csv(FREE), RULES);
    world.staff(&Staff::of(0..40));
    let kept = || world.engine.plan_cached(&world.configuration(), &world.store).unwrap();
    assert!(kept().targets[0].error.is_some(), "never read");
    world.sync().await;
    std::fs::remove_file(world.dir.join("users.csv")).unwrap();
    std::fs::remove_file(world.dir.join("accounts.csv")).unwrap();
    let cached = kept();
    assert_eq!(cached.targets[0].table.len(), 40, "the accounts that the run made");
    assert_eq!(Report::of_plan(&cached).summary.steps, 0, "and nothing is to be done on them");
}

#[tokio::test]
async fn what_was_read_by_another_definition_is_not_planned_from() {
    let world = World::new();
    world.configure(&csv(FREE), RULES);
    world.staff(&Staff::of(0..4));
    world.sync().await;
    let kept = |change: fn(&mut rolecall_directory::TargetDefinition)| {
        let mut configuration = world.configuration();
        change(&mut configuration.targets[0]);
        let planned = world.engine.plan_cached(&configuration, &world.store).unwrap();
        planned.targets[0].error.is_none()
    };
    assert!(kept(|_| ()), "as it was read");
    assert!(kept(|target| target.removals.count = 3), "what guards say does not matter");
    assert!(!kept(|target| target.slots[0].name = "other".to_owned()), "another slot");
    let elsewhere = |target: &mut rolecall_directory::TargetDefinition| {
        target.kind = rolecall_directory::TargetKind::Csv { accounts: "elsewhere.csv".into() };
    };
    assert!(!kept(elsewhere), "another console of the same name");
}
