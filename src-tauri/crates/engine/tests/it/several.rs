//! Several directories at once: from one tenant and from different ones, each with domains of its
//! own, and one person in two of them.

use crate::staff::Staff;
use crate::world::{FREE, TOKEN, World, csv, order, provider, run, scim};
use crate::zone::Zone;
use rolecall_connect::{Patience, Proxies, TxtAnswer};
use rolecall_directory::{Cause, Configuration, StepKind};
use rolecall_emulators::google::{self, Customer};
use rolecall_emulators::okta::{self, Org};
use rolecall_engine::{DomainState, Engine, Planned};
use rolecall_sandbox::provider::{Options, Provider};
use rolecall_secrets::{Environment, Secrets};
use rolecall_store::{Approval, Discard};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const DOMAINS: [(&str, &str); 5] = [
    ("north", "north.example"),
    ("north", "nord.example"),
    ("south", "south.example"),
    ("east", "east.example"),
    ("east", "ost.example"),
];
const RULES: &str = r#"
[[rule]]
name = "North"
when = 'groups.display eq "N-/North"'
assign.console = { products = ["Connect"] }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { role = "Member", teams = ["{groups.display}"] }
"#;

/// Rules that name no group: one that is not there would hold suspensions.
const PLAIN: &str = r#"
[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { role = "Member" }
"#;

/// Two directories of one Google tenant, by org unit, and one of an Okta tenant.
struct Tenants {
    world: World,
    google: Arc<google::Console>,
    okta: Arc<okta::Console>,
    provider: Provider,
    zone: Zone,
}

fn proof(domain: &str) -> String {
    format!("5f4c3b1e-0000-4000-8000-{:0>12}", domain.len())
}

impl Tenants {
    async fn start() -> Self {
        let mut customer = Customer::default();
        for (email, unit) in [
            ("nora@north.example", "/North"),
            ("nils@nord.example", "/North/Oslo"),
            ("sven@south.example", "/South"),
            ("stray@elsewhere.example", "/South"),
        ] {
            let name = json!({"givenName": "G", "familyName": "Lee"});
            customer.user(email, json!({"name": name, "orgUnitPath": unit}));
        }
        let google = Arc::new(google::Console::new(customer));
        let place = google::open(google.clone()).await.unwrap();
        let mut org = Org::starting(SystemTime::now() - Duration::from_secs(100 * 24 * 60 * 60));
        let ease = org.user("ease@east.example", ["E", "A"], "ACTIVE");
        org.user("otto@ost.example", ["O", "T"], "ACTIVE");
        let sales = org.group("Sales");
        org.join(&sales, &ease);
        org.at = None;
        let mut okta = okta::Console::new(org);
        okta.api_token = TOKEN.to_owned();
        let okta = Arc::new(okta);
        let url = okta::open(okta.clone()).await.unwrap();
        let provider = provider(Options::default()).await;
        let domains = |of: &str| {
            let all = DOMAINS.iter().filter(|(directory, _)| *directory == of);
            let all = all
                .map(|(_, name)| format!("{{ name = \"{name}\", proof = \"{}\" }}", proof(name)));
            all.collect::<Vec<_>>().join(", ")
        };
        let google_source = |unit: &str| {
            format!(
                "kind = \"google\"\ncustomer = \"my_customer\"\nadmin = \"{}\"\n\
                 secret = \"google\"\nurl = \"{place}/admin/directory/v1\"\n\
                 token_url = \"{place}/token\"\nscope = {{ org_units = [\"{unit}\"] }}\n",
                google.admin
            )
        };
        let directory = |name: &str, prefix: &str, source: String| {
            format!(
                "[[directory]]\nname = \"{name}\"\ndomains = [{}]\norg_unit_prefix = \"{prefix}\"\n\
                 [directory.source]\n{source}\n",
                domains(name)
            )
        };
        let text = format!(
            "rolecall = 1\n{}{}{}{}{RULES}",
            directory("north", "N-", google_source("/North")),
            directory("south", "S-", google_source("/South")),
            directory(
                "east",
                "E-",
                format!("kind = \"okta\"\nurl = \"{url}\"\nsecret = \"console\"")
            ),
            scim(&provider.url(), FREE),
        );
        let mut world = World::new();
        std::fs::write(world.dir.join("config.toml"), text).unwrap();
        let variables = [
            ("ROLECALL_SECRET_CONSOLE".into(), TOKEN.into()),
            ("ROLECALL_SECRET_GOOGLE".into(), google.key_file(&place).into()),
        ];
        let secrets = Arc::new(Secrets::new(Environment::of(variables)));
        let none = Proxies::Named { http: None, https: None, except: None };
        let first = Duration::from_millis(1);
        let patience = Patience { tries: 3, first, most: first };
        world.engine =
            Engine::new(secrets, Arc::new(world.clock.clone()), none).with_patience(patience);
        let configuration = world.configuration();
        world.store.replace_configuration(&configuration).unwrap();
        for of in DOMAINS {
            world.engine.request_proof(&world.store, &configuration, of, "ann@desk").unwrap();
        }
        Self { world, google, okta, provider, zone: Zone::start() }
    }

    /// The configuration with the proofs that were found.
    fn configuration(&self) -> Configuration {
        self.world.store.configuration().unwrap()
    }

    async fn prove(&self, (directory, domain): (&str, &str)) {
        self.zone.put(domain, &format!("rolecall-verification={}", proof(domain)));
        let configuration = self.configuration();
        let of = (directory, domain);
        let resolver = Some(self.zone.address);
        let checking =
            self.world.engine.check_domain(&self.world.store, &configuration, of, resolver);
        let answer = checking.await.unwrap();
        assert!(matches!(answer, TxtAnswer::Records(_)), "{domain}: {answer:?}");
    }

    /// Syncs; whoever rules give something to and who is refused for their domain.
    async fn sync(&self) -> Vec<String> {
        let World { engine, store, .. } = &self.world;
        let told = run(engine, &self.configuration(), store, order("parent", None)).await.unwrap();
        let target = &told.report.targets[0].1;
        assert!(target.error.is_none() && target.held.is_empty(), "{target:?}");
        let failures = target.failures.iter();
        let outside = failures.filter(|one| one.cause == Cause::DomainNotVerified.word());
        outside.map(|one| one.user.clone()).collect()
    }

    /// The accounts by userName: whether active.
    fn accounts(&self) -> BTreeMap<String, bool> {
        let read = |user: &Value| {
            (user["userName"].as_str().unwrap().to_owned(), user["active"] == json!(true))
        };
        self.provider.users().iter().map(read).collect()
    }

    /// The groups by name, with how many members each has.
    fn teams(&self) -> BTreeMap<String, usize> {
        let read = |group: &Value| {
            let members = group["members"].as_array().map_or(0, Vec::len);
            (group["displayName"].as_str().unwrap().to_owned(), members)
        };
        self.provider.groups().iter().map(read).collect()
    }
}

fn active(accounts: &BTreeMap<String, bool>) -> Vec<&str> {
    accounts.iter().filter(|(_, active)| **active).map(|(name, _)| name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn directories_of_one_tenant_and_of_others_have_domains_of_their_own() {
    let tenants = Tenants::start().await;
    let everybody = [
        "ease@east.example",
        "nils@nord.example",
        "nora@north.example",
        "otto@ost.example",
        "stray@elsewhere.example",
        "sven@south.example",
    ];
    assert_eq!(tenants.sync().await, everybody, "nothing is proved yet");
    assert!(tenants.accounts().is_empty());

    // One domain of each tenant.
    tenants.prove(DOMAINS[0]).await;
    tenants.prove(DOMAINS[3]).await;
    let outside = tenants.sync().await;
    assert_eq!(outside.len(), 4, "{outside:?}");
    assert_eq!(active(&tenants.accounts()), ["ease@east.example", "nora@north.example"]);

    for of in [DOMAINS[1], DOMAINS[2], DOMAINS[4]] {
        tenants.prove(of).await;
    }
    assert_eq!(tenants.sync().await, ["stray@elsewhere.example"], "no directory has that domain");
    assert_eq!(tenants.accounts().len(), 5);
    let configuration = tenants.configuration();
    for directory in ["north", "south", "east"] {
        let standing =
            tenants.world.engine.domains(&tenants.world.store, &configuration, directory);
        assert!(standing.unwrap().iter().all(|one| one.state == DomainState::Verified));
    }
    // Each directory's org units are groups under its own prefix, the tenant's groups beside them.
    let expected: BTreeMap<String, usize> = [
        ("N-/", 2),
        ("N-/North", 2),
        ("N-/North/Oslo", 1),
        ("S-/", 1),
        ("S-/South", 1),
        ("Sales", 1),
    ]
    .into_iter()
    .map(|(name, members)| (name.to_owned(), members))
    .collect();
    assert_eq!(tenants.teams(), expected);
    assert_eq!(tenants.sync().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_to_another_directory_under_another_name_is_somebody_else() {
    let tenants = Tenants::start().await;
    for of in DOMAINS {
        tenants.prove(of).await;
    }
    tenants.sync().await;
    let id = |name: &str| {
        let users = tenants.provider.users();
        let found = users.iter().find(|user| user["userName"] == name);
        found.map(|user| user["id"].clone())
    };
    let before = id("sven@south.example");
    assert!(before.is_some());
    // Into the other directory of the same tenant, with an address of that one.
    {
        let mut customer = tenants.google.customer();
        let mut users = customer.users.iter();
        let sven = users.find(|(_, user)| user["primaryEmail"] == "sven@south.example");
        let sven = sven.unwrap().0.clone();
        customer.set(&sven, json!({"orgUnitPath": "/North", "primaryEmail": "sven@north.example"}));
    }
    tenants.sync().await;
    // Ids are compared within a directory only, though it is the same tenant's.
    let accounts = tenants.accounts();
    assert_eq!(accounts.get("sven@north.example"), Some(&true), "{accounts:?}");
    assert_eq!(accounts.get("sven@south.example"), Some(&false), "{accounts:?}");
    assert_eq!(id("sven@south.example"), before, "the former account is left as it is");
    // A tenant that cannot be read stops the run, and nobody of the others is suspended for it.
    let (path, kind) = ("/users".to_owned(), okta::FaultKind::Status(500));
    tenants.okta.fault(okta::Fault { path, after: 0, times: usize::MAX, kind });
    let World { engine, store, .. } = &tenants.world;
    let failed = run(engine, &tenants.configuration(), store, order("parent", None)).await;
    assert_eq!(failed.unwrap_err().code(), "source_unreadable");
    assert_eq!(active(&tenants.accounts()).len(), 5);
}

/// Two files of people, the first of which owns who is in both, and a target.
fn two_files(target: &str, first: &str, second: &str) -> (World, Configuration) {
    let world = World::new();
    world.configure(target, PLAIN);
    world.staff(&Staff::of(0..1));
    put(&world, "users.csv", first);
    put(&world, "other.csv", second);
    add_other(&world);
    let configuration = world.configuration();
    (world, configuration)
}

/// Adds the directory whose people are in `other.csv`.
fn add_other(world: &World) {
    let text = std::fs::read_to_string(world.dir.join("config.toml")).unwrap();
    let (head, rest) = text.split_once("\n[[target]]").unwrap();
    let other = "\n[[directory]]\nname = \"other\"\n\
                 domains = [{ name = \"other.example\", verified = true }]\n\
                 [directory.source]\nkind = \"csv\"\nusers = \"other.csv\"\n";
    std::fs::write(world.dir.join("config.toml"), format!("{head}\n{other}\n[[target]]{rest}"))
        .unwrap();
}

fn causes(planned: &Planned) -> Vec<(Cause, String, String)> {
    let failures = planned.listing(0).failures.iter().cloned();
    failures.map(|one| (one.cause, one.user, one.message)).collect()
}

#[tokio::test]
async fn one_person_in_two_directories_is_owned_by_the_first() {
    let ann = "1,ann,ann@example.com,Ann,Aho,Sales\n";
    let (world, configuration) =
        two_files(&csv(FREE), ann, "9,ANN,ann@other.example,Ann,Other,Support\n");
    let World { engine, store, .. } = &world;
    let told = run(engine, &configuration, store, order("parent", None)).await.unwrap();
    let target = &told.report.targets[0].1;
    assert_eq!(target.accounts.create, ["ann"], "one account, of the first record");
    let planned = engine.plan(&configuration, Some(store)).await.unwrap();
    let told = causes(&planned);
    assert_eq!(told.len(), 1, "{told:?}");
    let (cause, user, message) = &told[0];
    assert_eq!((*cause, user.as_str()), (Cause::DuplicateAcrossDirectories, "ANN"));
    assert!(message.contains("main") || message.contains("ann"), "names both: {message}");
    let accounts = std::fs::read_to_string(world.dir.join("accounts.csv")).unwrap();
    assert!(accounts.contains("ann,ann@example.com,true,true"), "{accounts}");
    assert_eq!(accounts.lines().count(), 2, "{accounts}");
    assert_eq!(planned.listing(0).steps.len(), 0, "and so it stays");
    // The first lets go of her: the second record has the account from then on.
    std::fs::write(
        world.dir.join("users.csv"),
        "id,userName,email,givenName,familyName,department\n2,bob,bob@example.com,B,B,Sales\n",
    )
    .unwrap();
    let planned = engine.plan(&configuration, Some(store)).await.unwrap();
    let steps = &planned.listing(0).steps;
    let suspends = steps.iter().filter(|step| step.step.kind == StepKind::Suspend);
    assert_eq!(suspends.count(), 0, "she is still somebody");
    assert!(causes(&planned).is_empty(), "and only once now");
}

/// Writes one of the two files.
fn put(world: &World, name: &str, rows: &str) {
    let table = format!("id,userName,email,givenName,familyName,department\n{rows}");
    std::fs::write(world.dir.join(name), table).unwrap();
}

#[tokio::test]
async fn people_of_two_directories_with_one_id_never_have_each_others_account() {
    let provider = provider(Options::default()).await;
    let target = scim(&provider.url(), &format!("{FREE}\nprotect = 'department eq \"Support\"'"));
    let (ann, bob) = ("7,ann,ann@example.com,Ann,Aho,Sales\n", "7,bob,bob@other.example,Bob,B,");
    let (world, configuration) = two_files(&target, ann, &format!("{bob}Support\n"));
    let World { engine, store, .. } = &world;
    let sync = async || run(engine, &configuration, store, order("parent", None)).await.unwrap();
    let held = || {
        let read = |user: &Value| {
            (user["userName"].as_str().unwrap().to_owned(), user["active"] == json!(true))
        };
        provider.users().iter().map(read).collect::<BTreeMap<_, _>>()
    };
    sync().await;
    assert_eq!(held().keys().collect::<Vec<_>>(), ["ann"], "bob is protected: he has none yet");
    // She leaves, and he is to have an account now: not hers.
    put(&world, "users.csv", "1,zoe,zoe@example.com,Zoe,Z,Sales\n");
    put(&world, "other.csv", &format!("{bob}Sales\n"));
    sync().await;
    let expected = [("ann", false), ("bob", true), ("zoe", true)];
    let expected = expected.map(|(name, active)| (name.to_owned(), active));
    assert_eq!(held(), BTreeMap::from(expected));
    // Each keeps their own when both are renamed at once.
    put(
        &world,
        "users.csv",
        "7,anna,anna@example.com,Ann,Aho,Sales\n1,zoe,zoe@example.com,Z,Z,Sales\n",
    );
    sync().await;
    put(
        &world,
        "users.csv",
        "7,annika,annika@example.com,A,A,Sales\n1,zoe,zoe@example.com,Z,Z,Sales\n",
    );
    put(&world, "other.csv", "7,robert,robert@other.example,Bob,B,Sales\n");
    let before = provider.users().len();
    sync().await;
    let names: Vec<String> = held().into_iter().filter(|one| one.1).map(|one| one.0).collect();
    assert_eq!(names, ["annika", "robert", "zoe"]);
    assert_eq!(provider.users().len(), before, "nobody is made anew");
}

const SALES: &str = r#"
[[rule]]
name = "Sales"
when = 'department eq "Sales"'
assign.console = { role = "Member" }
"#;

#[tokio::test]
async fn what_is_approved_of_somebody_is_not_approved_of_who_has_their_id_elsewhere() {
    let provider = provider(Options::default()).await;
    let target = scim(&provider.url(), "removals = { count = 0, percent = 0, at_least = 0 }");
    let ann = |department: &str| format!("7,ann,ann@example.com,Ann,Aho,{department}\n");
    let bob = |department: &str| format!("7,bob,bob@other.example,Bob,B,{department}\n");
    let (world, _) = two_files(&target, &ann("Sales"), &bob("Sales"));
    let path = world.dir.join("config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(PLAIN, SALES)).unwrap();
    let configuration = world.configuration();
    let World { engine, store, .. } = &world;
    let sync = async || run(engine, &configuration, store, order("parent", None)).await.unwrap();
    let roles = || {
        let has = |user: &&Value| user["active"] == json!(true) && user["roles"][0].is_object();
        let users = provider.users();
        let names = users.iter().filter(has).map(|user| user["userName"].as_str().unwrap());
        names.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    sync().await;
    assert_eq!(roles(), ["ann".to_owned(), "bob".to_owned()].into());

    put(&world, "users.csv", &ann("Support"));
    let told = sync().await;
    let held = store.held_keys(told.run).unwrap();
    assert!(!held.is_empty(), "what she loses waits for somebody's word");
    let now = rolecall_engine::Clock::now_ms(&world.clock);
    store.approve(&held, &Approval::by("eve@desk", now)).unwrap();
    // Before it goes, she is back, and he is to lose the same.
    put(&world, "users.csv", &ann("Sales"));
    put(&world, "other.csv", &bob("Support"));
    let told = sync().await;
    assert_eq!(roles().len(), 2, "nobody said that he may lose it");
    assert!(!store.held_keys(told.run).unwrap().is_empty(), "it is asked of him too");
    put(&world, "users.csv", &ann("Support"));
    sync().await;
    assert_eq!(roles(), ["bob".to_owned()].into(), "what was said of her holds, of her");

    // The same of what is given up: his stays with him, and hers is given to her.
    put(&world, "other.csv", &bob("Sales"));
    put(&world, "users.csv", &ann("Sales"));
    sync().await;
    put(&world, "other.csv", &bob("Support"));
    let told = sync().await;
    let discards = store.held_keys(told.run).unwrap().into_iter().map(|key| Discard {
        key,
        user: "bob".to_owned(),
        who: "eve@desk".to_owned(),
        at: now,
    });
    store.discard(&discards.collect::<Vec<_>>()).unwrap();
    put(&world, "users.csv", &ann("Support"));
    world.clock.advance_days(8);
    let told = sync().await;
    let held = store.held_keys(told.run).unwrap();
    assert!(!held.is_empty(), "what he keeps is hers to lose");
    assert!(held.iter().all(|key| key.whom() == ("7", Some("ann"))), "{held:?}");
}

#[tokio::test]
async fn accounts_from_before_there_was_another_directory_stay_whose_they_were() {
    let provider = provider(Options::default()).await;
    let world = World::new();
    world.configure(&scim(&provider.url(), FREE), PLAIN);
    put(&world, "users.csv", "7,ann,ann@example.com,Ann,Aho,Sales\n");
    let World { engine, store, .. } = &world;
    let sync = async || {
        let configuration = world.configuration();
        run(engine, &configuration, store, order("parent", None)).await.unwrap()
    };
    sync().await;
    // She leaves as the other directory comes, in which her id is his.
    put(&world, "users.csv", "1,zoe,zoe@example.com,Zoe,Z,Sales\n");
    put(&world, "other.csv", "7,bob,bob@other.example,Bob,B,Sales\n");
    add_other(&world);
    sync().await;
    let read = |user: &Value| {
        (user["userName"].as_str().unwrap().to_owned(), user["active"] == json!(true))
    };
    let accounts: BTreeMap<String, bool> = provider.users().iter().map(read).collect();
    let expected = [("ann", false), ("bob", true), ("zoe", true)];
    assert_eq!(accounts, expected.map(|(name, active)| (name.to_owned(), active)).into());
}
