//! Calls to GoTo and Adobe that nobody answered: what was done all the same is ours when their
//! consoles are read next, and their own counts are those of the runs.

use crate::staff::Staff;
use crate::world::{FREE, TestClock, Told, World};
use rolecall_connect::{Patience, Proxies};
use rolecall_emulators::{goto, umapi};
use rolecall_engine::{Engine, Phase, RunControl};
use rolecall_secrets::{Environment, Secrets};
use std::collections::BTreeSet;
use std::sync::{Arc, Once};
use std::time::Duration;

const PEOPLE: usize = 3;

/// A world whose target is `target`, reached with `secret`.
fn world(target: &str, rules: &str, secret: &str) -> World {
    let mut world = World::new();
    let secrets = Environment::of([("ROLECALL_SECRET_CONSOLE".into(), secret.into())]);
    let none = Proxies::Named { http: None, https: None, except: None };
    let engine = Engine::new(Arc::new(Secrets::new(secrets)), Arc::new(TestClock::new()), none);
    let at_once = Patience { tries: 5, first: Duration::ZERO, most: Duration::ZERO };
    world.engine = engine.with_patience(at_once);
    world.configure(target, rules);
    world.staff(&Staff::of(0..PEOPLE));
    world
}

/// A run that has `ill` happen when it begins to send, and `well` when all was sent.
async fn sync_with(
    world: &World,
    ill: impl Fn() + Send + Sync + 'static,
    well: impl Fn() + Send + Sync + 'static,
) -> Told {
    let once = Once::new();
    let control = RunControl::watched(move |progress| match progress.phase {
        Phase::Apply => once.call_once(&ill),
        Phase::Verify => well(),
        _ => {}
    });
    Told::of(world.try_sync_under(&control).await.expect("the run comes to its end"))
}

async fn goto_console() -> (Arc<goto::Console>, World) {
    let mut tenant = goto::Tenant::new("777");
    tenant.license("GoTo Webinar", "G2W", 40);
    let root = tenant.user("root@example.com", ["Root", "R"], &[]);
    if let Some(root) = tenant.users.get_mut(&root) {
        root.admin_roles.insert("SUPER_USER".into());
    }
    tenant.credential = Some(root);
    let console = Arc::new(goto::Console::new(tenant, None));
    let origin = goto::open(console.clone()).await.unwrap();
    let client = &console.client_id;
    let target = format!(
        "\n[[target]]\nname = \"console\"\nkind = \"goto\"\naccount_key = \"777\"\n\
         client_id = \"{client}\"\nsecret = \"console\"\n{FREE}\n\
         url = \"{origin}/admin/rest/v1\"\ntoken_url = \"{origin}/oauth/token\"\n"
    );
    let rules = "\n[[rule]]\nname = \"All\"\nwhen = 'userName pr'\n\
                 assign.console = { products = [\"GoTo Webinar\"], role = \"Member\" }\n";
    let world = world(&target, rules, &console.client_secret);
    (console, world)
}

#[tokio::test]
async fn people_of_goto_whose_making_nobody_answered_are_ours() {
    let (console, world) = goto_console().await;
    let (ill, well) = (console.clone(), console.clone());
    let fault =
        |method, times, kind| goto::Fault { method, path: "/users".into(), after: 0, times, kind };
    let told = sync_with(
        &world,
        move || {
            ill.fault(fault("POST", 1, goto::FaultKind::CutAfter));
            ill.fault(fault("GET", 10_000, goto::FaultKind::Status(502)));
        },
        move || well.clear_faults(),
    )
    .await;
    assert_eq!(told.sums().0, 0, "nothing is known to be done: {:?}", told.failed());
    assert_eq!(console.tenant().counts.created, PEOPLE, "and all were made");
    let told = world.sync().await;
    assert!(told.is_whole(), "{:?}", told.failed());
    assert_eq!(told.target().accounts.create.len(), PEOPLE, "they count as made by us");
    assert_eq!(console.tenant().counts.created, PEOPLE, "once");
    assert_eq!(world.failures(), BTreeSet::new(), "they are no strangers");
    // Each user with a seat; the role rests by itself.
    assert_eq!(told.sums().0 as usize, 2 * PEOPLE, "as the account counts");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left");
    world.staff(&Staff::of(1..PEOPLE));
    assert!(world.sync().await.is_whole(), "who leaves");
    let bob = console.tenant().by_email("u00000@example.com").unwrap().clone();
    assert!(bob.is_suspended(), "is suspended");
}

async fn adobe_console() -> (Arc<umapi::Console>, World) {
    let mut organization = umapi::Organization::default();
    organization.domains.insert("example.com".into());
    for profile in ["Photoshop", "Premiere"] {
        organization.group(profile, umapi::GroupKind::ProductProfile, None);
    }
    let console = Arc::new(umapi::Console::new(organization, Duration::from_secs(1)));
    let origin = umapi::open(console.clone()).await.unwrap();
    let (org, client) = (&console.org_id, &console.client_id);
    let target = format!(
        "\n[[target]]\nname = \"console\"\nkind = \"umapi\"\norg_id = \"{org}\"\n\
         client_id = \"{client}\"\nsecret = \"console\"\nidentity = \"enterpriseID\"\n{FREE}\n\
         url = \"{origin}/v2/usermanagement\"\ntoken_url = \"{origin}/ims/token/v2\"\n"
    );
    let rules = "\n[[rule]]\nname = \"All\"\nwhen = 'userName pr'\n\
                 assign.console = { product_profiles = [\"Photoshop\"] }\n\
                 \n[[rule]]\nname = \"Leads\"\nwhen = 'title eq \"Lead\"'\n\
                 assign.console = { product_profiles = [\"Premiere\"] }\n";
    let world = world(&target, rules, &console.client_secret);
    (console, world)
}

fn members(console: &umapi::Console, group: &str) -> usize {
    console
        .holds()
        .groups
        .values()
        .filter(|one| one.name == group)
        .map(|one| one.members.len())
        .sum()
}

#[tokio::test]
async fn profiles_of_adobe_whose_giving_nobody_answered_are_ours() {
    let (console, world) = adobe_console().await;
    let told = world.sync().await;
    assert!(told.is_whole(), "{:?}", told.failed());
    let counted = console.holds().users.len() + members(&console, "Photoshop");
    assert_eq!(told.sums().0 as usize, counted + members(&console, "Premiere"), "as Adobe counts");
    let leads = members(&console, "Premiere");

    let risen = Staff::of(0..PEOPLE).changed([1], |one| one.title = "Lead".to_owned());
    world.staff(&risen);
    let ill = console.clone();
    let lost = || std::iter::repeat_n(umapi::Fault::After(503), 5);
    let told = sync_with(&world, move || ill.fail_next(lost()), || {}).await;
    assert_eq!((told.sums().0, told.sums().1), (0, 1), "no answer came: {:?}", told.failed());
    assert_eq!(members(&console, "Premiere"), leads + 1, "and it was given");

    let told = world.sync().await;
    assert_eq!(told.sums(), (1, 0, 0), "it is found: {:?}", told.failed());
    assert_eq!(world.failures(), BTreeSet::new(), "and no failure is left");
    world.staff(&Staff::of(0..PEOPLE));
    assert!(world.sync().await.is_whole(), "who is a lead no more");
    assert_eq!(members(&console, "Premiere"), leads, "loses what was ours");
}
