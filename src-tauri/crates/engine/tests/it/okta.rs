//! An Okta org of twenty thousand people, kept in agreement with a SCIM console: changes alone are
//! asked for, and what goes wrong at Okta takes nothing away.

use crate::world::{TOKEN, World, provider, scim};
use rolecall_emulators::okta::{Console, Fault, FaultKind, Org, Right, open};
use rolecall_sandbox::provider::{Options, Provider};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const PEOPLE: usize = 20_000;

const RULES: &str = r#"
[[rule]]
name = "Sales"
when = 'groups.display eq "Sales"'
assign.console = { products = ["Connect"] }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { role = "Member" }
"#;

struct Trial {
    world: World,
    okta: Arc<Console>,
    provider: Provider,
    people: Vec<String>,
    sales: String,
}

async fn trial() -> Trial {
    let mut org = Org::starting(SystemTime::now() - Duration::from_secs(100 * 24 * 60 * 60));
    let sales = org.group("Sales");
    let person = |number: usize| format!("p{number:05}@example.com");
    let people: Vec<String> =
        (0..PEOPLE).map(|number| org.user(&person(number), ["P", "N"], "ACTIVE")).collect();
    for id in people.iter().step_by(100) {
        org.join(&sales, id);
    }
    org.at = None;
    let mut okta = Console::new(org);
    okta.api_token = TOKEN.to_owned();
    let okta = Arc::new(okta);
    let url = open(okta.clone()).await.unwrap();
    let provider = provider(Options::default()).await;
    let world = World::new();
    let head = format!(
        "rolecall = 1\n[[directory]]\nname = \"main\"\ncheck_domains = false\n\
         [directory.source]\nkind = \"okta\"\nurl = \"{url}\"\nsecret = \"console\"\n"
    );
    let text = format!("{head}\n{}\n{RULES}", scim(&provider.url(), ""));
    std::fs::write(world.dir.join("config.toml"), text).unwrap();
    Trial { world, okta, provider, people, sales }
}

impl Trial {
    /// How many accounts are active.
    fn active(&self) -> usize {
        self.provider.users().iter().filter(|user| user["active"] == json!(true)).count()
    }

    /// How many calls the console was asked to change something by.
    fn writes(&self) -> usize {
        self.provider.calls().iter().filter(|call| call.method != "GET").count()
    }

    fn forget(&self) {
        self.okta.forget_calls();
        self.provider.forget_calls();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_thousand_people_of_okta_follow_into_a_console_by_changes_alone() {
    let trial = trial().await;
    let told = trial.world.sync().await;
    assert!(told.is_whole(), "everybody has an account");
    assert_eq!(trial.active(), PEOPLE);
    assert_eq!(trial.okta.calls().len(), 100 + 1 + 1, "pages of people, of groups, of members");

    {
        let mut org = trial.okta.org();
        org.set(&trial.people[1], "lastName", json!("Newname"));
        org.status(&trial.people[2], "SUSPENDED");
        org.status(&trial.people[3], "DEPROVISIONED");
        org.join(&trial.sales, &trial.people[4]);
        org.leave(&trial.sales, &trial.people[100]);
    }
    trial.forget();
    trial.world.clock.advance_minutes(40);
    let told = trial.world.sync().await;
    assert!(told.is_whole(), "what changed is done");
    assert_eq!(trial.okta.calls().len(), 3, "changed people, changed groups, members of one");
    assert_eq!(trial.active(), PEOPLE - 2, "two are suspended");
    assert!(trial.writes() <= 5, "five people changed: {}", trial.writes());

    // A right that is removed, and pages that are no pages.
    trial.forget();
    trial.okta.revoke(Right::ReadGroups);
    let result = trial.world.try_sync().await;
    let words = result.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(words.contains("okta.groups.read"), "the right is named: {words}");
    trial.okta.grant(Right::ReadGroups);
    trial.world.clock.advance_days(2);
    let path = "/api/v1/users".to_owned();
    trial.okta.fault(Fault { path, after: 7, times: 1, kind: FaultKind::LastPage });
    let result = trial.world.try_sync().await;
    let words = result.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(words.contains("pages are missing"), "most of the list was left out: {words}");
    assert_eq!(trial.active(), PEOPLE - 2, "nobody was disabled for a page that is missing");
    assert_eq!(trial.writes(), 0, "nothing was sent at all");
}
