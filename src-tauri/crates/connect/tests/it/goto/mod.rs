//! The GoTo connector against the emulator of its API, which shares no code with it.

mod changes;
mod new_people;
mod reading;
mod trouble;

use crate::recording::Memory;
use crate::scim_target::NO_PROXY;
use rolecall_connect::{
    AccountWork, ApplyTarget, GotoSettings, GotoTarget, Http, HttpSettings, Patience, PersonToSend,
    ReadTarget, StepResult, TargetState, WorkStep,
};
use rolecall_directory::{AccountRecord, Cause};
use rolecall_emulators::goto::{Console, License, Tenant, open};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// The emulator and a connection to it.
struct World {
    console: Arc<Console>,
    url: String,
}

impl World {
    async fn of(console: Console) -> Self {
        let console = Arc::new(console);
        let url = open(console.clone()).await.unwrap();
        Self { console, url }
    }

    fn settings(&self) -> GotoSettings {
        GotoSettings {
            account_key: "777".to_owned(),
            client_id: self.console.client_id.clone(),
            url: Some(format!("{}/admin/rest/v1", self.url)),
            token_url: Some(format!("{}/oauth/token", self.url)),
            send: vec!["department".to_owned(), "shoe".to_owned()],
            patience: Patience {
                tries: 5,
                first: Duration::from_millis(20),
                most: Duration::from_millis(80),
            },
            ..GotoSettings::default()
        }
    }

    fn target(&self) -> GotoTarget {
        self.connected(self.settings())
    }

    fn connected(&self, settings: GotoSettings) -> GotoTarget {
        let secret = SecretString::from(self.console.client_secret.as_str());
        GotoTarget::new(settings, secret, http()).unwrap()
    }

    /// The calls that were to change something and came in time, without the account's part of
    /// their path.
    fn writes(&self) -> Vec<String> {
        let calls = self.console.calls().into_iter().filter(|call| call.status != 429);
        let writes = calls.filter(|call| call.method != "GET" && call.path != "/oauth/token");
        writes.map(|call| format!("{} {}", call.method, short(&call.path))).collect()
    }
}

fn short(path: &str) -> &str {
    path.strip_prefix("/accounts/777/").unwrap_or(path)
}

fn http() -> Http {
    let timeout = Duration::from_millis(400);
    Http::new(&HttpSettings { ca: None, timeout, proxies: NO_PROXY }).unwrap()
}

/// An account with two products, two groups, a custom role and a template; ann and bob are users.
fn tenant() -> Tenant {
    let mut tenant = Tenant::new("777");
    let connect = tenant.license("GoTo Connect", "G2C", 5);
    let webinar = tenant.license("GoTo Webinar", "G2W", 3);
    let others = tenant.license("Grasshopper", "GH", 9);
    tenant.named(|tenant| &mut tenant.role_sets, "Reports");
    tenant.named(|tenant| &mut tenant.role_sets, "Licences");
    let sales = tenant.named(|tenant| &mut tenant.groups, "Sales");
    tenant.named(|tenant| &mut tenant.groups, "Support");
    tenant.named(|tenant| &mut tenant.templates, "Quiet");
    let ann = tenant.user("ann@example.com", ["Ann", "Aho"], &[&connect, &others]);
    let bob = tenant.user("Bob@example.com", ["Bob", "Berg"], &[&webinar]);
    if let Some(ann) = tenant.users.get_mut(&ann) {
        ann.group = Some(sales);
        ann.admin_roles.insert("SUPER_USER".to_owned());
    }
    tenant.credential = Some(bob);
    tenant
}

fn license<'t>(tenant: &'t Tenant, name: &str) -> &'t License {
    tenant.licenses.iter().find(|license| license.description == name).unwrap()
}

fn person(name: &str) -> PersonToSend {
    PersonToSend {
        id: format!("id-{name}"),
        user_name: name.to_owned(),
        email: Some(format!("{name}@example.com")),
        given_name: Some(name.to_owned()),
        family_name: Some("Family".to_owned()),
        send: Vec::new(),
    }
}

fn account(state: &TargetState, email: &str) -> AccountRecord {
    state.accounts.records().find(|one| one.user_name == email).unwrap()
}

fn held(account: &AccountRecord) -> Vec<(&str, &str)> {
    let held = account.holdings.iter();
    let mut held: Vec<_> = held.map(|one| (one.slot.as_str(), one.value.as_str())).collect();
    held.sort_unstable();
    held
}

fn work(account: Option<AccountRecord>, person: PersonToSend, steps: Vec<WorkStep>) -> AccountWork {
    AccountWork { person: Some(person), account, steps, adopts: Vec::new() }
}

async fn apply(target: &GotoTarget, works: Vec<AccountWork>) -> Memory {
    let journal = Memory::default();
    target.apply(Vec::new(), works, &journal).await.unwrap();
    journal
}

/// What of `email` is read anew.
async fn now(world: &World, email: &str) -> AccountRecord {
    account(&world.target().read().await.unwrap(), email)
}

fn failed(journal: &Memory, id: i64) -> Cause {
    match journal.outcome(id).result {
        StepResult::Failed(cause) => cause,
        other => panic!("step {id} ended as {other:?}"),
    }
}

fn all_done(journal: &Memory) -> bool {
    journal.results().values().all(|result| *result == StepResult::Done)
}
