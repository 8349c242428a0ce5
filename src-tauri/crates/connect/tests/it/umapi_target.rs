//! The connector of Adobe's User Management API against the emulator, which Adobe's own client
//! drives too.

use crate::recording::{Memory, step};
use crate::scim_target::NO_PROXY;
use rolecall_connect::{
    AccountWork, ApplyTarget, Http, HttpSettings, Patience, PersonToSend, ReadTarget, StepResult,
    TargetState, UmapiSettings, UmapiTarget, ValueWork, WorkStep,
};
use rolecall_directory::{AdobeIdentity, Cause, NotSent, StepKind};
use rolecall_emulators::umapi::{Console, Fault, GroupKind, Identity, Organization, Status, open};
use secrecy::SecretString;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

const PROFILES: &str = "product_profiles";
const GROUPS: &str = "user_groups";
/// A minute of the published throttles.
pub const MINUTE: Duration = Duration::from_secs(1);

fn organization() -> Organization {
    let mut organization = Organization::default();
    organization.domains.insert("example.com".into());
    organization.group("Photoshop", GroupKind::ProductProfile, Some(5));
    organization.group("Acrobat / Pro", GroupKind::ProductProfile, None);
    organization.group("EMEA", GroupKind::UserGroup, None);
    organization.group("_org_admin", GroupKind::SysadminGroup, None);
    organization.group("_product_admin_Photoshop", GroupKind::ProductAdminGroup, None);
    organization
}

fn console(organization: Organization) -> Console {
    let console = Console::new(organization, MINUTE);
    console.throttle.lock().unwrap().is_on = false;
    console
}

pub async fn target(console: &Arc<Console>, identity: AdobeIdentity) -> UmapiTarget {
    let origin = open(console.clone()).await.unwrap();
    let patience =
        Patience { first: Duration::from_millis(1), most: Duration::from_millis(4), tries: 5 };
    let settings = UmapiSettings {
        org_id: console.org_id.clone(),
        client_id: console.client_id.clone(),
        identity,
        url: Some(format!("{origin}/v2/usermanagement")),
        token_url: Some(format!("{origin}/ims/token/v2")),
        patience,
        minute: MINUTE,
        ..UmapiSettings::default()
    };
    let timeout = Duration::from_secs(5);
    let http = Http::new(&HttpSettings { ca: None, timeout, proxies: NO_PROXY }).unwrap();
    let secret = SecretString::from(console.client_secret.clone());
    UmapiTarget::new(settings, secret, http).unwrap()
}

async fn federated(console: Console) -> (Arc<Console>, UmapiTarget) {
    let console = Arc::new(console);
    let target = target(&console, AdobeIdentity::Federated).await;
    (console, target)
}

fn person(name: &str) -> PersonToSend {
    PersonToSend {
        id: name.to_owned(),
        user_name: name.to_owned(),
        email: Some(format!("{name}@example.com")),
        given_name: Some("Given".to_owned()),
        family_name: Some("Family".to_owned()),
        send: vec![("country".to_owned(), "de".to_owned())],
    }
}

/// A new account of `name` with these values; its steps are numbered from `first`.
pub fn new(first: i64, name: &str, values: &[(&str, &str)]) -> AccountWork {
    let mut steps = vec![step(first, StepKind::Create, name, None)];
    let gives = values.iter().zip(first + 1..);
    steps.extend(gives.map(|(value, id)| step(id, StepKind::Assign, name, Some(*value))));
    AccountWork { person: Some(person(name)), account: None, steps, adopts: Vec::new() }
}

/// Steps of the account of `name` as `state` has it.
fn existing(state: &TargetState, name: &str, steps: Vec<WorkStep>) -> AccountWork {
    let key = format!("{name}@example.com");
    let row = state.accounts.rows().find(|row| state.accounts.key(*row) == key);
    let account = row.map(|row| state.accounts.record(row));
    assert!(account.is_some(), "{name} has an account");
    AccountWork { person: Some(person(name)), account, steps, adopts: Vec::new() }
}

async fn applied(target: &UmapiTarget, accounts: Vec<AccountWork>) -> Memory {
    let journal = Memory::default();
    target.apply(Vec::new(), accounts, &journal).await.unwrap();
    journal
}

fn members(console: &Console, group: &str) -> Vec<String> {
    console.holds().groups[&group.to_lowercase()].members.keys().cloned().collect()
}

fn failed(cause: Cause) -> StepResult {
    StepResult::Failed(cause)
}

#[tokio::test]
async fn an_organization_is_read_with_its_seats() {
    let mut organization = organization();
    for name in ["ann", "bob", "cyd"] {
        let email = format!("{name}@example.com");
        organization.user(&email, Identity::Federated, [name, "Last", "DE"]);
        organization.add("Photoshop", &email);
    }
    organization.add("EMEA", "ann@example.com");
    organization.add("_org_admin", "ann@example.com");
    organization.groups.get_mut("photoshop").unwrap().quota = Some(2);
    organization.groups.get_mut("photoshop").unwrap().licences = Some(2);
    organization.users.get_mut("bob@example.com").unwrap().status = Status::Disabled;
    let mut console = console(organization);
    console.page_size = 1;
    let (console, target) = federated(console).await;
    let state = target.read().await.unwrap();
    let held = |key: &str| {
        let row = state.accounts.rows().find(|row| state.accounts.key(*row) == key).unwrap();
        let record = state.accounts.record(row);
        let mut held: Vec<_> =
            record.holdings.into_iter().map(|one| format!("{}={}", one.slot, one.value)).collect();
        held.sort();
        held
    };
    assert_eq!(state.accounts.len(), 2, "only active users are listed");
    let all = ["admin_groups=_org_admin", "product_profiles=Photoshop", "user_groups=EMEA"];
    assert_eq!(held("ann@example.com"), all, "each in its slot");
    assert!(held("cyd@example.com").is_empty(), "who is in a profile without licence lacks it");
    let seats = |name: &str| state.values.iter().find(|value| value.name == name).unwrap().seats;
    assert_eq!(
        (seats("Photoshop"), seats("Acrobat / Pro")),
        (Some(2), None),
        "as they were bought"
    );
    assert_eq!(state.required, ["email", "country"], "what a federated user needs");
    let pages = console.calls().iter().filter(|call| call.starts_with("GET users")).count();
    assert_eq!(pages, 2, "page by page to the last");
}

#[tokio::test]
async fn users_of_each_identity_are_made_with_their_groups() {
    for (identity, made) in [
        (AdobeIdentity::Federated, Identity::Federated),
        (AdobeIdentity::Enterprise, Identity::Enterprise),
        (AdobeIdentity::Adobe, Identity::Adobe),
    ] {
        let console = Arc::new(console(organization()));
        let target = target(&console, identity).await;
        let works = vec![
            new(1, "ann", &[(PROFILES, "Photoshop"), (PROFILES, "Acrobat / Pro")]),
            new(11, "bob", &[(GROUPS, "EMEA")]),
        ];
        let journal = applied(&target, works).await;
        assert!(journal.results().values().all(|one| *one == StepResult::Done), "{identity:?}");
        let ann = &console.holds().users["ann@example.com"];
        let known = (ann.identity, ann.country.as_str(), ann.firstname.as_str());
        assert_eq!(known, (made, "DE", "Given"), "as the API knows them");
        assert_eq!(members(&console, "EMEA"), ["bob@example.com"], "{identity:?}");
        assert_eq!(console.posts().len(), 1, "two people and their groups in one request");
        let key = journal.outcome(1).account;
        assert_eq!(key.as_deref(), Some("ann@example.com"), "the key is told");
    }
}

#[tokio::test]
async fn one_bad_person_of_many_is_the_only_one_who_fails() {
    let mut organization = organization();
    let words = "Renga result is NOT_ALLOWED";
    let refused = ("error.internal.create_failed", words.to_owned());
    organization.refused.insert("p7@example.com".into(), refused);
    organization.strangers.insert("p13@example.com".into());
    organization.user("p21@example.com", Identity::Federated, ["Some", "One", "DE"]);
    let (console, target) = federated(console(organization)).await;
    let mut works: Vec<AccountWork> =
        (0..30).map(|at| new(at * 10, &format!("p{at}"), &[(GROUPS, "EMEA")])).collect();
    works[25].person.as_mut().unwrap().send.clear();
    works[26].person.as_mut().unwrap().email = Some(format!("{}@example.com", "x".repeat(50)));
    works[27].person.as_mut().unwrap().email = Some("p27@elsewhere.org".into());
    let journal = applied(&target, works).await;
    let causes = [
        (70, Cause::ExternallyManaged),
        (130, Cause::ExternallyManaged),
        (210, Cause::AccountExists),
        (250, Cause::AttributeMissing),
        (260, Cause::AttributeInvalid),
        (270, Cause::DomainNotVerified),
    ];
    for (id, cause) in causes {
        assert_eq!(journal.results()[&id], failed(cause), "{}", journal.outcome(id).message);
        let after = StepResult::NotSent(NotSent::AccountNotCreated);
        assert_eq!(journal.results()[&(id + 1)], after, "what needs the account");
    }
    assert!(journal.outcome(70).message.contains(words), "in the vendor's own words");
    let done = journal.results().values().filter(|one| **one == StepResult::Done).count();
    assert_eq!(done, 48, "24 people were made and joined");
    assert_eq!(members(&console, "EMEA").len(), 24, "and the organization says the same");
}

#[tokio::test]
async fn who_gets_no_licence_fails_and_is_taken_out_again() {
    let mut organization = organization();
    organization.groups.get_mut("acrobat / pro").unwrap().licences = Some(3);
    let (console, target) = federated(console(organization)).await;
    let works = (0..5).map(|at| {
        new(at * 10, &format!("p{at}"), &[(PROFILES, "Acrobat / Pro"), (PROFILES, "Photoshop")])
    });
    let journal = applied(&target, works.collect()).await;
    let results = journal.results();
    let short = results.values().filter(|one| **one == failed(Cause::NoLicences)).count();
    assert_eq!(short, 2, "the API called it a success; it was none: {results:?}");
    assert_eq!(results.values().filter(|one| **one == StepResult::Done).count(), 13, "the rest");
    let holds = console.holds();
    let profile = &holds.groups["acrobat / pro"];
    assert_eq!(profile.members.len(), 3, "nobody is left in it without a licence");
    assert_eq!(holds.licensed(profile, true).len(), 3, "all who are in it have one");
    assert_eq!(holds.groups["photoshop"].members.len(), 5, "the other profile is not touched");
}

#[tokio::test]
async fn licences_are_freed_before_they_are_given() {
    let mut organization = organization();
    for profile in ["photoshop", "acrobat / pro"] {
        let profile = organization.groups.get_mut(profile).unwrap();
        (profile.quota, profile.licences) = (Some(1), Some(1));
    }
    for (name, profile) in [("ann", "Photoshop"), ("bob", "Acrobat / Pro")] {
        let email = format!("{name}@example.com");
        organization.user(&email, Identity::Federated, ["Given", "Family", "DE"]);
        organization.add(profile, &email);
    }
    let (console, target) = federated(console(organization)).await;
    let state = target.read().await.unwrap();
    let swap = |first: i64, name: &str, from: &str, to: &str| {
        let steps = vec![
            step(first, StepKind::Assign, name, Some((PROFILES, to))),
            step(first + 1, StepKind::Unassign, name, Some((PROFILES, from))),
        ];
        existing(&state, name, steps)
    };
    let works = vec![
        swap(1, "ann", "Photoshop", "Acrobat / Pro"),
        swap(11, "bob", "Acrobat / Pro", "Photoshop"),
    ];
    let journal = applied(&target, works).await;
    assert!(
        journal.results().values().all(|one| *one == StepResult::Done),
        "{:?}",
        journal.results()
    );
    assert_eq!(members(&console, "Photoshop"), ["bob@example.com"], "they changed places");
}

#[tokio::test]
async fn groups_are_made_and_what_cannot_be_given_is_not_sent() {
    let (console, target) = federated(console(organization())).await;
    let value =
        |id, slot, name| ValueWork { step: step(id, StepKind::Value, "", Some((slot, name))) };
    let values = vec![value(1, GROUPS, "OU-/Sales"), value(2, PROFILES, "Illustrator")];
    let ann = new(
        10,
        "ann",
        &[
            (GROUPS, "OU-/Sales"),
            (PROFILES, "Illustrator"),
            ("admin_groups", "_org_admin"),
            ("admin_groups", "_product_admin_Photoshop"),
        ],
    );
    let journal = Memory::default();
    target.apply(values, vec![ann], &journal).await.unwrap();
    let results = journal.results();
    assert_eq!(results[&1], StepResult::Done, "a user group is made");
    assert_eq!(results[&2], failed(Cause::NotPermitted), "a profile cannot be");
    assert_eq!(results[&11], StepResult::Done, "who joins it");
    assert_eq!(results[&12], failed(Cause::NotFound), "{}", journal.outcome(12).message);
    assert_eq!(results[&13], failed(Cause::NotPermitted), "{}", journal.outcome(13).message);
    assert_eq!(results[&14], StepResult::Done, "other admin groups can be given");
    assert_eq!(members(&console, "OU-/Sales"), ["ann@example.com"], "and the console agrees");
    assert_eq!(console.posts().len(), 2, "one for the group, one for the person");
}

#[tokio::test]
async fn a_suspension_follows_from_what_was_taken() {
    let mut organization = organization();
    organization.group("Synced", GroupKind::UserGroup, None);
    for (name, group) in [("ann", "Photoshop"), ("bob", "Synced")] {
        let email = format!("{name}@example.com");
        organization.user(&email, Identity::Federated, ["Given", "Family", "DE"]);
        organization.add(group, &email);
        organization.add("EMEA", &email);
    }
    organization.groups.get_mut("synced").unwrap().is_read_only = true;
    let (console, target) = federated(console(organization)).await;
    let state = target.read().await.unwrap();
    let leave = |first: i64, name: &str, slot: &str, group: &str| {
        let steps = vec![
            step(first, StepKind::Suspend, name, None),
            step(first + 1, StepKind::Unassign, name, Some((slot, group))),
            step(first + 2, StepKind::Unassign, name, Some((GROUPS, "EMEA"))),
        ];
        existing(&state, name, steps)
    };
    let works = vec![leave(1, "ann", PROFILES, "Photoshop"), leave(11, "bob", GROUPS, "Synced")];
    let journal = applied(&target, works).await;
    let results = journal.results();
    assert!([1, 2, 3].iter().all(|id| results[id] == StepResult::Done), "{results:?}");
    let managed = failed(Cause::ExternallyManaged);
    assert_eq!([results[&11], results[&12]], [managed, managed], "what is not taken keeps them");
    assert_eq!(results[&13], StepResult::Done, "the other group is left all the same");
    assert!(members(&console, "EMEA").is_empty(), "both left");
    assert_eq!(console.holds().users.len(), 2, "nobody is ever removed");
    let sent = serde_json::to_string(&console.posts()).unwrap();
    assert!(!sent.contains("removeFromOrg") && !sent.contains("deleteAccount"), "{sent}");
}

#[tokio::test]
async fn names_and_addresses_are_written_and_the_key_follows() {
    let mut organization = organization();
    organization.user("ann@example.com", Identity::Federated, ["Old", "Family", "DE"]);
    let (console, target) = federated(console(organization)).await;
    let state = target.read().await.unwrap();
    let steps = vec![
        step(1, StepKind::Update, "ann", None),
        step(2, StepKind::Assign, "ann", Some((PROFILES, "Photoshop"))),
    ];
    let mut work = existing(&state, "ann", steps);
    work.person.as_mut().unwrap().email = Some("anna@example.com".into());
    let journal = applied(&target, vec![work]).await;
    assert_eq!(journal.results()[&1], StepResult::Done);
    for id in [1, 2] {
        let key = journal.outcome(id).account;
        assert_eq!(key.as_deref(), Some("anna@example.com"), "the new key, of all its steps");
    }
    assert_eq!(members(&console, "Photoshop"), ["anna@example.com"], "under the new address");
    let holds = console.holds();
    assert_eq!(holds.users["anna@example.com"].firstname, "Given", "written");
    let sent = console.posts()[0][0]["do"][0]["update"].clone();
    assert_eq!(sent.as_object().unwrap().len(), 2, "only what differs: {sent}");
    let read = target.read_accounts(&["anna@example.com".into(), "x@y.z".into()]).await.unwrap();
    assert_eq!(read.len(), 1, "one is there and one is not");
}

#[tokio::test]
async fn what_may_have_been_done_is_looked_up_before_it_is_sent_again() {
    let (console, target) = federated(console(organization())).await;
    console.fail_next([Fault::After(503), Fault::Before(503)]);
    let works: Vec<AccountWork> =
        (0..3).map(|at| new(at * 10, &format!("p{at}"), &[(GROUPS, "EMEA")])).collect();
    let journal = applied(&target, works).await;
    assert!(
        journal.results().values().all(|one| *one == StepResult::Done),
        "{:?}",
        journal.results()
    );
    let looked = console.calls().iter().filter(|call| call.starts_with("GET user ")).count();
    assert_eq!(looked, 3, "each of the three was looked up once: {:?}", console.calls());
    let creates = |post: &serde_json::Value| post.to_string().matches("createFederatedID").count();
    let sent: Vec<usize> = console.posts().iter().map(creates).collect();
    assert_eq!(sent, [3, 0, 0], "nobody is made twice");
    assert_eq!(members(&console, "EMEA").len(), 3, "all else was sent again");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_no_success() {
    let (console, target) = federated(console(organization())).await;
    console.fail_next([Fault::Garbled]);
    let journal = applied(&target, vec![new(1, "ann", &[(GROUPS, "EMEA")])]).await;
    assert_eq!(journal.results()[&1], StepResult::Done, "looking up found the account");
    assert_eq!(journal.results()[&2], failed(Cause::UnreadableAnswer), "the rest is not known");
}

#[tokio::test]
async fn a_request_refused_as_a_whole_is_split() {
    let (console, target) = federated(console(organization())).await;
    console.fail_next(vec![Fault::Before(400); 3]);
    let works: Vec<AccountWork> =
        (0..8).map(|at| new(at * 10, &format!("p{at}"), &[(GROUPS, "EMEA")])).collect();
    let journal = applied(&target, works).await;
    assert!(
        journal.results().values().all(|one| *one == StepResult::Done),
        "{:?}",
        journal.results()
    );
    let sizes: Vec<usize> =
        console.posts().iter().map(|post| post.as_array().unwrap().len()).collect();
    assert_eq!(sizes[0], 8, "all at once at first");
    assert!(sizes[1..].iter().all(|size| *size < 8), "then in parts: {sizes:?}");
}

#[tokio::test]
async fn a_token_that_runs_out_is_renewed_and_a_wrong_secret_stops() {
    let mut lasting = console(organization());
    // Enough for all calls that are under way at once when the first token has run out.
    lasting.calls_per_token = Some(9);
    let (console, target) = federated(lasting).await;
    let many = || (0..100).map(|at| new(at * 10, &format!("p{at}"), &[(GROUPS, "EMEA")]));
    let journal = applied(&target, many().collect()).await;
    assert!(journal.results().values().all(|one| *one == StepResult::Done), "all through it");
    assert_eq!(console.tokens_given(), 2, "eleven calls took two");

    let mut console = self::console(organization());
    console.calls_per_token = Some(0);
    let (_, target) = federated(console).await;
    let journal = applied(&target, many().collect()).await;
    let rejected = failed(Cause::CredentialRejected);
    assert!(journal.results().values().all(|one| *one == rejected), "groups are not even read");
}

#[tokio::test]
async fn throttles_are_kept_and_429_is_honoured() {
    let (console, target) = federated(Console::new(organization(), MINUTE)).await;
    console.fail_next([Fault::Throttled]);
    let works: Vec<AccountWork> =
        (0..250).map(|at| new(at * 10, &format!("p{at}"), &[(GROUPS, "EMEA")])).collect();
    let begun = std::time::Instant::now();
    let journal = applied(&target, works).await;
    assert!(journal.results().values().all(|one| *one == StepResult::Done), "all in the end");
    assert!(begun.elapsed() >= MINUTE * 2, "26 posts take more than two minutes");
    let throttled = console.calls().iter().filter(|call| call.ends_with("429")).count();
    assert_eq!(throttled, 1, "only the one that was put there");
}

#[tokio::test]
async fn a_run_that_is_stopped_sends_nothing_more() {
    let (console, target) = federated(console(organization())).await;
    let journal = Memory::default();
    journal.stop.store(true, Ordering::SeqCst);
    target.apply(Vec::new(), vec![new(1, "ann", &[(GROUPS, "EMEA")])], &journal).await.unwrap();
    let cancelled = StepResult::NotSent(NotSent::Cancelled);
    assert!(journal.results().values().all(|one| *one == cancelled), "{:?}", journal.results());
    assert!(console.posts().is_empty(), "nothing was sent");
}
