//! Computed attributes in rules, and expressions in what is sent, against a real provider.

use crate::world::{RULES, TOKEN, World, csv, provider, scim};
use rolecall_connect::ScimForm;
use rolecall_directory::{Cause, StepKind};
use rolecall_engine::{SendMap, cached_reading};
use rolecall_sandbox::provider::Options;
use serde_json::Value;

const USERS: &str = "userName,email,givenName,familyName,title,department,level\n\
    ann@example.com,ann@example.com,Ann,Arber,Lead,Sales,7\n\
    bob@example.com,bob@example.com,Bob,Beck,Clerk,Sales,x\n\
    eve@example.com,eve@example.com,Eve,Ek,,,3\n";

const SENT: &str = "send = { displayName = 'user.givenName + \" \" + user.familyName', nickName = \
    \"team\", userType = 'user.level > 5 ? \"senior\" : \"junior\"' }";

const ATTRIBUTES: &str = r#"
[[attribute]]
name = "level"
type = "number"

[[attribute]]
name = "team"
expression = 'user.department.lowerAscii() + "/" + user.title'

[[attribute]]
name = "double"
type = "number"
expression = 'has(user.title) && user.title == "Clerk" ? user.title : string(user.level * 2.0)'
"#;

/// A world whose rules and target use computed attributes.
fn world(target: &str) -> World {
    let world = World::new();
    let rules = r#"
[[rule]]
name = "Leads of sales"
when = 'team eq "sales/lead" and double gt 10'
assign.console = { products = ["Analytics"], teams = ["{team}"] }

[[rule]]
name = "Everybody"
when = 'userName pr'
assign.console = { products = ["Meeting"] }
"#;
    world.configure(target, &format!("{ATTRIBUTES}{rules}"));
    std::fs::write(world.dir.join("users.csv"), USERS).unwrap();
    world
}

fn without_title(target: &str) -> String {
    target.replace("send = { title = \"title\" }\n", "")
}

fn text<'a>(users: &'a [Value], user: &str, field: &str) -> &'a str {
    let found = users.iter().find(|one| one["userName"] == user).expect("the account is there");
    found[field].as_str().unwrap_or_default()
}

#[tokio::test]
async fn rules_and_templates_see_computed_attributes() {
    let world = world(&csv(""));
    let planned = world.engine.plan(&world.configuration(), None).await.unwrap();
    let steps = planned.listing(0).steps.iter();
    let given = steps.filter(|step| step.step.kind == StepKind::Assign).map(|step| {
        let value = step.step.value.as_deref().unwrap_or_default();
        format!("{} {value}", step.step.user.split('@').next().unwrap_or_default())
    });
    let given: Vec<String> = given.collect();
    let expected = ["ann Analytics", "ann sales/Lead", "ann Meeting"];
    for one in expected {
        assert!(given.contains(&one.to_owned()), "{one} is not among {given:?}");
    }
    assert_eq!(given.len(), 5, "everybody else Meeting alone: {given:?}");
    let failures: Vec<_> = planned
        .listing(0)
        .failures
        .iter()
        .map(|one| (one.cause, one.user.as_str(), one.message.contains("double")))
        .collect();
    assert_eq!(
        failures,
        [
            (Cause::AttributeInvalid, "bob@example.com", true),
            (Cause::AttributeInvalid, "bob@example.com", false),
        ],
        "Clerk is no number, and x is none"
    );
}

#[tokio::test]
async fn what_expressions_come_to_is_sent_and_kept_up_to_date() {
    let provider = provider(Options::default()).await;
    let world = world(&without_title(&scim(&provider.url(), SENT)));
    let told = world.sync().await;
    assert_eq!(told.sums().1, 0, "{:?}", told.target().outcome);
    let users = provider.users();
    assert_eq!(text(&users, "ann@example.com", "displayName"), "Ann Arber");
    assert_eq!(text(&users, "ann@example.com", "nickName"), "sales/Lead");
    assert_eq!(text(&users, "ann@example.com", "userType"), "senior");
    assert_eq!(text(&users, "eve@example.com", "nickName"), "", "absent, so nothing is sent");
    assert_eq!(text(&users, "bob@example.com", "userType"), "", "x is no number");
    let again = world.sync().await;
    assert_eq!(again.steps(), 0, "nothing differs: {:?}", again.target().accounts);

    let changed = USERS.replace("Arber,Lead,Sales,7", "Zuse,Lead,Sales,2");
    std::fs::write(world.dir.join("users.csv"), changed).unwrap();
    let told = world.sync().await;
    assert_eq!(told.target().accounts.update, ["ann@example.com"]);
    let users = provider.users();
    assert_eq!(text(&users, "ann@example.com", "displayName"), "Ann Zuse");
    assert_eq!(text(&users, "ann@example.com", "userType"), "junior");
    assert_eq!(world.sync().await.steps(), 0, "and once only");
}

#[tokio::test]
async fn a_preview_is_what_the_next_run_sends() {
    let provider = provider(Options::default()).await;
    let world = world(&without_title(&scim(&provider.url(), SENT)));
    let configuration = world.configuration();
    world.engine.refresh_directories(&configuration, &world.store).await.unwrap();
    let reading = cached_reading(&world.store, &configuration).unwrap();
    let definition = &configuration.targets[0];
    let form = world.engine.scim_form(definition).await.unwrap().expect("it is a provider");
    let send = SendMap::new(definition, &configuration, &reading.snapshot);
    let row = reading.snapshot.rows_named("ann@example.com")[0];
    let person = send.person_to_send(reading.snapshot.person(row));
    let body: Value = serde_json::from_str(&form.new_account(&person).unwrap()).unwrap();
    assert!(provider.users().is_empty(), "a preview sends nothing");
    world.sync().await;
    let users = provider.users();
    let ann = users.iter().find(|one| one["userName"] == "ann@example.com").unwrap();
    for (name, value) in body.as_object().unwrap() {
        if name != "schemas" {
            assert_eq!(&ann[name], value, "{name}");
        }
    }
    let usual = ScimForm::usual().new_account(&person).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&usual).unwrap(), body, "as it says nothing odd");
    assert!(!usual.contains(TOKEN));
}

#[tokio::test]
async fn rules_without_expressions_are_as_they_were() {
    let world = World::new();
    world.configure(&csv(""), RULES);
    std::fs::write(world.dir.join("users.csv"), USERS).unwrap();
    let planned = world.engine.plan(&world.configuration(), None).await.unwrap();
    assert!(planned.listing(0).failures.is_empty());
}
