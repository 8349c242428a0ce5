//! The SCIM client against the sandbox's strict service provider.

use crate::recording::{Memory, step};
use rolecall_connect::{
    AccountWork, ApplyTarget, ConnectError, Http, HttpSettings, Patience, PersonToSend, Proxies,
    ReadTarget, ScimSettings, ScimTarget, StepResult, TargetState, ValueWork, WorkStep,
};
use rolecall_directory::{AccountRecord, Cause, NotSent, SlotBinding, SlotDefinition, StepKind};
use rolecall_sandbox::provider::{Fault, Lie, Options, Product, Provider, RetryAfter};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::time::Duration;

pub const NO_PROXY: Proxies = Proxies::Named { http: None, https: None, except: None };

pub fn slot(name: &str, many: bool, bind: SlotBinding) -> SlotDefinition {
    SlotDefinition {
        name: name.to_owned(),
        many,
        create_values: false,
        grace_days: 0,
        values: Vec::new(),
        administrators: Vec::new(),
        bind: Some(bind),
    }
}

pub fn target(url: &str, token: &str) -> ScimTarget {
    let patience =
        Patience { first: Duration::from_millis(1), most: Duration::from_millis(4), tries: 5 };
    let settings = ScimSettings {
        url: url.to_owned(),
        client: None,
        slots: vec![
            slot("products", true, SlotBinding::Entitlements),
            slot("role", false, SlotBinding::Roles),
            slot("kind", false, SlotBinding::Attribute("userType".into())),
            slot("groups", true, SlotBinding::Groups),
        ],
        send: vec!["title".into(), format!("{ENTERPRISE}:department"), "nonsense".into()],
        limit: None,
        patience,
    };
    let timeout = Duration::from_millis(400);
    let http = Http::new(&HttpSettings { ca: None, timeout, proxies: NO_PROXY }).unwrap();
    ScimTarget::new(settings, SecretString::from(token), http).unwrap()
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

async fn provider() -> Provider {
    let options = Options {
        products: vec![Product::new("Connect", 3), Product::new("Webinar", 1)],
        roles: vec!["Admin".into(), "Member".into()],
        groups: vec!["EMEA".into(), "APAC".into()],
        users: vec![
            user(
                "kim",
                &json!({"entitlements": [{"value": "Webinar"}], "roles": [{"value": "Admin"}]}),
            ),
            user("lou", &json!({"active": false, "userType": "Guest"})),
        ],
        ..Options::default()
    };
    Provider::start(options).await.unwrap()
}

fn user(name: &str, more: &Value) -> Value {
    let mut user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": name,
        "name": {"givenName": name, "familyName": "X"},
        "emails": [
            {"value": format!("{name}@home"), "type": "home"},
            {"value": format!("{name}@x"), "type": "work", "primary": true},
        ],
    });
    for (key, value) in more.as_object().unwrap() {
        user[key] = value.clone();
    }
    user
}

pub fn person(name: &str) -> PersonToSend {
    PersonToSend {
        id: format!("id-{name}"),
        user_name: name.to_owned(),
        email: Some(format!("{name}@x")),
        given_name: Some("Given".into()),
        family_name: Some("Family".into()),
        send: vec![
            ("title".into(), "CEO".into()),
            (format!("{ENTERPRISE}:department"), "Sales".into()),
            ("nonsense".into(), "x".into()),
        ],
    }
}

pub fn work(account: Option<&AccountRecord>, name: &str, steps: Vec<WorkStep>) -> AccountWork {
    let account = account.cloned();
    AccountWork { person: Some(person(name)), account, steps, adopts: Vec::new() }
}

pub async fn apply(target: &ScimTarget, works: Vec<AccountWork>) -> Memory {
    let journal = Memory::default();
    target.apply(Vec::new(), works, &journal).await.unwrap();
    journal
}

fn account(state: &TargetState, name: &str) -> AccountRecord {
    state.accounts.records().find(|one| one.user_name == name).unwrap()
}

fn held(account: &AccountRecord) -> Vec<(&str, &str)> {
    let mut held: Vec<_> =
        account.holdings.iter().map(|one| (one.slot.as_str(), one.value.as_str())).collect();
    held.sort_unstable();
    held
}

fn writes(provider: &Provider) -> Vec<String> {
    let calls = provider.calls();
    let writes = calls.iter().filter(|call| call.method != "GET");
    writes.map(|call| call.method.clone()).collect()
}

fn create(id: i64, name: &str) -> WorkStep {
    step(id, StepKind::Create, name, None)
}

fn give(id: i64, name: &str, slot: &str, value: &str) -> WorkStep {
    step(id, StepKind::Assign, name, Some((slot, value)))
}

fn take(id: i64, name: &str, slot: &str, value: &str) -> WorkStep {
    step(id, StepKind::Unassign, name, Some((slot, value)))
}

#[tokio::test]
async fn accounts_are_read_with_what_they_hold() {
    let provider = provider().await;
    let state = target(&provider.url(), provider.token()).read().await.unwrap();
    let kim = &account(&state, "kim");
    assert_eq!(held(kim), [("products", "Webinar"), ("role", "Admin")], "entitlements and roles");
    assert_eq!(kim.email.as_deref(), Some("kim@x"), "the primary e-mail, not the first");
    let lou = &account(&state, "lou");
    assert!(!lou.active && held(lou) == [("kind", "Guest")], "inactive; a bound attribute");
    assert_eq!(state.required, ["familyName", "givenName"], "what the schema requires, as ours");
    assert_eq!(
        state.accounts.existing_values["groups"].len(),
        2,
        "groups exist though nobody is in them"
    );
    assert_eq!(state.unsupported, ["nonsense"], "what the schema has no place for");
}

#[tokio::test]
async fn one_call_makes_an_account_with_its_values() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    target.read().await.unwrap();
    let journal = apply(
        &target,
        vec![work(
            None,
            "ann",
            vec![
                create(1, "ann"),
                give(2, "ann", "products", "Connect"),
                give(3, "ann", "role", "Member"),
                give(4, "ann", "kind", "Staff"),
                give(5, "ann", "groups", "EMEA"),
                give(6, "ann", "groups", "Nowhere"),
            ],
        )],
    )
    .await;
    assert_eq!(writes(&provider), ["POST", "PATCH"], "one for the account, one for the group");
    let results = journal.results();
    assert!((1..=5).all(|id| results[&id] == StepResult::Done), "done: {results:?}");
    assert_eq!(results[&6], StepResult::Failed(Cause::NotFound), "no group of that name");
    let state = target.read().await.unwrap();
    let ann = &account(&state, "ann");
    assert_eq!(
        held(ann),
        [("groups", "EMEA"), ("kind", "Staff"), ("products", "Connect"), ("role", "Member")],
        "all it was given"
    );
    assert_eq!(ann.external_id.as_deref(), Some("id-ann"), "the stable id is the externalId");
    assert_eq!(journal.outcome(1).account.as_ref(), Some(&ann.key), "the key is told");
    let made = provider.users().into_iter().find(|one| one["userName"] == "ann").unwrap();
    assert_eq!(made[ENTERPRISE]["department"], "Sales", "extensions are sent under their URN");
    assert_eq!(made["title"], "CEO", "what `send` adds");
}

#[tokio::test]
async fn one_refused_value_does_not_lose_the_account() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    let journal = apply(
        &target,
        vec![work(
            None,
            "ann",
            vec![
                create(1, "ann"),
                give(2, "ann", "products", "Connect"),
                give(3, "ann", "products", "Webinar"),
                give(4, "ann", "role", "Member"),
            ],
        )],
    )
    .await;
    let results = journal.results();
    assert_eq!(results[&3], StepResult::Failed(Cause::NoLicences), "no seat is left");
    let words = journal.outcome(3).message;
    assert!(words.contains("No licences left"), "the target's own words: {words}");
    assert!([1, 2, 4].iter().all(|id| results[id] == StepResult::Done), "all else: {results:?}");
    assert_eq!(provider.creates()["ann"], 1, "made once");
}

#[tokio::test]
async fn an_account_that_cannot_be_made_takes_its_steps_along() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    let mut nameless = work(None, "bob", vec![create(3, "bob"), give(4, "bob", "groups", "EMEA")]);
    nameless.person.as_mut().unwrap().given_name = None;
    let taken = work(None, "KIM", vec![create(1, "KIM"), give(2, "KIM", "products", "Connect")]);
    let journal = apply(&target, vec![taken, nameless]).await;
    let results = journal.results();
    assert_eq!(results[&1], StepResult::Failed(Cause::AccountExists), "the name is taken");
    assert_eq!(results[&2], StepResult::NotSent(NotSent::AccountNotCreated), "nothing to give to");
    assert_eq!(results[&3], StepResult::Failed(Cause::AttributeInvalid), "names the attribute");
    assert_eq!(results[&4], StepResult::NotSent(NotSent::AccountNotCreated), "groups neither");
}

#[tokio::test]
async fn one_call_changes_an_account_and_a_bad_value_stands_alone() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    let state = target.read().await.unwrap();
    provider.forget_calls();
    let mut renamed = work(
        Some(&account(&state, "kim")),
        "Kim",
        vec![
            step(1, StepKind::Update, "kim", None),
            give(2, "kim", "role", "Member"),
            take(3, "kim", "role", "Admin"),
            take(4, "kim", "products", "Webinar"),
            step(5, StepKind::Suspend, "kim", None),
        ],
    );
    renamed.person.as_mut().unwrap().email = Some("new@x".into());
    let journal = apply(&target, vec![renamed]).await;
    assert!(
        journal.results().values().all(|one| *one == StepResult::Done),
        "{:?}",
        journal.results()
    );
    assert_eq!(writes(&provider), ["PATCH"], "one call");
    let state = target.read().await.unwrap();
    let kim = &account(&state, "Kim");
    assert!(!kim.active && kim.email.as_deref() == Some("new@x"), "suspended and renamed");
    assert_eq!(held(kim), [("role", "Member")], "replaced and taken");
    let user = provider.users().into_iter().find(|one| one["userName"] == "Kim").unwrap();
    assert_eq!(user["emails"].as_array().unwrap().len(), 2, "the other e-mail stays");

    let journal = apply(
        &target,
        vec![work(
            Some(kim),
            "Kim",
            vec![
                step(1, StepKind::Reactivate, "Kim", None),
                give(2, "Kim", "products", "Connect"),
                give(3, "Kim", "products", "Unheard"),
                give(4, "Kim", "products", "Webinar"),
                take(5, "Kim", "role", "Admin"),
            ],
        )],
    )
    .await;
    let results = journal.results();
    assert_eq!(results[&3], StepResult::Failed(Cause::AttributeInvalid), "the one that is refused");
    assert!(results.iter().all(|(id, one)| *id == 3 || *one == StepResult::Done), "{results:?}");
}

#[tokio::test]
async fn what_the_source_has_no_more_is_taken_away() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    apply(&target, vec![work(None, "ann", vec![create(1, "ann")])]).await;
    let state = target.read().await.unwrap();
    let mut cleared =
        work(Some(&account(&state, "ann")), "ann", vec![step(2, StepKind::Update, "ann", None)]);
    let person = cleared.person.as_mut().unwrap();
    person.send.clear();
    person.email = None;
    let journal = apply(&target, vec![cleared]).await;
    assert_eq!(journal.results()[&2], StepResult::Done, "{}", journal.outcome(2).message);
    let state = target.read().await.unwrap();
    let ann = &account(&state, "ann");
    assert_eq!(ann.email, None, "no e-mail is left");
    let left: Vec<_> = ann.sent.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(left, ["name.givenName", "name.familyName"], "what `send` named is gone");
}

#[tokio::test]
async fn memberships_of_a_group_share_calls() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    target.read().await.unwrap();
    let many = (0..150).map(|at| {
        let name = format!("user{at}");
        work(None, &name, vec![create(at * 2, &name), give(at * 2 + 1, &name, "groups", "emea")])
    });
    let journal = apply(&target, many.collect()).await;
    assert!(journal.results().values().all(|one| *one == StepResult::Done), "all are done");
    let patches = writes(&provider).iter().filter(|one| *one == "PATCH").count();
    assert_eq!(patches, 2, "150 members in two calls");
    let state = target.read().await.unwrap();
    let leaving =
        state.accounts.records().filter(|one| held(one).contains(&("groups", "EMEA"))).take(3);
    let mut works: Vec<_> = leaving
        .zip(1..)
        .map(|(one, id)| work(Some(&one), &one.user_name, vec![take(id, "x", "groups", "EMEA")]))
        .collect();
    works.push(work(
        Some(&AccountRecord { key: "gone".into(), ..works[0].account.clone().unwrap() }),
        "g",
        vec![give(9, "g", "groups", "EMEA")],
    ));
    let journal = apply(&target, works).await;
    let results = journal.results();
    assert!((1..4).all(|id| results[&id] == StepResult::Done), "those who are there: {results:?}");
    assert!(matches!(results[&9], StepResult::Failed(_)), "a stranger is refused alone");
    let after = target.read().await.unwrap();
    let members = after.accounts.records().filter(|one| held(one).contains(&("groups", "EMEA")));
    assert_eq!(members.count(), 147, "three left");
}

#[tokio::test]
async fn groups_are_made_before_they_are_filled() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    let journal = Memory::default();
    let value = |id: i64, name: &str| ValueWork {
        step: step(id, StepKind::Value, "", Some(("groups", name))),
    };
    let values = vec![
        value(1, "OU-/Sales"),
        value(2, "EMEA"),
        ValueWork { step: step(3, StepKind::Value, "", Some(("products", "New"))) },
    ];
    let works =
        vec![work(None, "ann", vec![create(4, "ann"), give(5, "ann", "groups", "OU-/Sales")])];
    target.apply(values, works, &journal).await.unwrap();
    assert!(
        journal.results().values().all(|one| *one == StepResult::Done),
        "{:?}",
        journal.results()
    );
    assert_eq!(provider.groups().len(), 3, "the one that was missing was made");
}

#[tokio::test]
async fn faults_that_pass_are_tried_again_and_nothing_is_made_twice() {
    let lies = [
        Lie::TooManyRequests(None),
        Lie::TooManyRequests(Some(RetryAfter::Seconds(0))),
        Lie::Status(503),
        Lie::Hang,
        Lie::CloseMidBody,
    ];
    for lie in lies {
        for carried_out in [false, true] {
            let provider = provider().await;
            let target = target(&provider.url(), provider.token());
            let fault = Fault::new(lie.clone()).on("POST", "/Users");
            provider.script(if carried_out { fault.carried_out() } else { fault });
            provider.script(Fault::new(lie.clone()).on("GET", "/Users"));
            let state = target.read().await.unwrap();
            assert_eq!(state.accounts.len(), 2, "{lie:?}: reading goes on");
            let steps = vec![create(1, "ann"), give(2, "ann", "products", "Connect")];
            let journal = apply(&target, vec![work(None, "ann", steps)]).await;
            let results = journal.results();
            assert_eq!(results[&1], StepResult::Done, "{lie:?}, carried out: {carried_out}");
            assert_eq!(provider.creates()["ann"], 1, "{lie:?}, carried out: {carried_out}");
            assert_eq!(provider.faults_left(), 0, "{lie:?}: both were told");
        }
    }
}

#[tokio::test]
async fn a_target_is_left_alone_as_long_as_it_asks() {
    for date in [false, true] {
        let soon = std::time::SystemTime::now() + Duration::from_secs(2);
        let after = if date { RetryAfter::Date(soon) } else { RetryAfter::Seconds(1) };
        let provider = provider().await;
        let target = target(&provider.url(), provider.token());
        let lie = Lie::TooManyRequests(Some(after.clone()));
        provider.script(Fault::new(lie).on("POST", "/Users"));
        let works =
            ["ann", "bob"].map(|name| work(None, name, vec![create(name.len() as i64, name)]));
        let [ann, mut bob] = works;
        bob.steps[0].id += 1;
        let journal = apply(&target, vec![ann, bob]).await;
        assert!(journal.results().values().all(|one| *one == StepResult::Done), "{after:?}");
        let calls = provider.calls();
        let posts: Vec<_> = calls.iter().filter(|call| call.method == "POST").collect();
        let told = posts.iter().position(|call| call.status == Some(429)).unwrap();
        let waited = posts.last().unwrap().when.duration_since(posts[told].when).unwrap();
        assert!(waited >= Duration::from_millis(900), "{after:?}: only {waited:?}");
    }
}

#[tokio::test]
async fn faults_that_stay_end_the_tries() {
    let cases = [
        (Lie::Status(500), Cause::Unavailable, 5),
        (Lie::TooManyRequests(None), Cause::RateLimited, 5),
        (Lie::TooManyRequests(Some(RetryAfter::Seconds(301))), Cause::RateLimited, 1),
        (Lie::MalformedJson, Cause::UnreadableAnswer, 1),
        (Lie::Html, Cause::UnreadableAnswer, 1),
        (Lie::HugeBody(17 << 20), Cause::UnreadableAnswer, 1),
        (Lie::EndlessBody, Cause::UnreadableAnswer, 1),
        (Lie::Redirect("http://127.0.0.1:9/scim/v2/Users".into()), Cause::UnreadableAnswer, 1),
        (Lie::ErrorInside { status: 403, detail: "no".into() }, Cause::NotPermitted, 1),
    ];
    for (lie, cause, tries) in cases {
        let provider = provider().await;
        let target = target(&provider.url(), provider.token());
        let state = target.read().await.unwrap();
        provider.script(Fault::new(lie.clone()).on("PATCH", "/Users").times(5));
        let steps = vec![give(1, "lou", "role", "Admin")];
        let journal = apply(&target, vec![work(Some(&account(&state, "lou")), "lou", steps)]).await;
        let outcome = journal.outcome(1);
        assert_eq!(outcome.result, StepResult::Failed(cause), "{lie:?}: {}", outcome.message);
        assert_eq!(outcome.tries, tries, "{lie:?}");
        assert!(!outcome.message.is_empty(), "{lie:?} has words");
    }
}

#[tokio::test]
async fn reading_survives_lies_about_form_and_refuses_half_a_target() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    for lie in [Lie::ContentType("text/plain".into()), Lie::WrongTotals(1)] {
        provider.script(Fault::new(lie.clone()).on("GET", "/Users"));
        assert_eq!(target.read().await.unwrap().accounts.len(), 2, "{lie:?}");
    }
    let refused: Vec<(Lie, Cause)> = vec![
        (Lie::WrongTotals(50), Cause::UnreadableAnswer),
        (Lie::Html, Cause::UnreadableAnswer),
        (Lie::EndlessBody, Cause::UnreadableAnswer),
        (Lie::Status(403), Cause::NotPermitted),
        (Lie::Status(404), Cause::NotFound),
    ];
    for (lie, cause) in refused {
        provider.script(Fault::new(lie.clone()).on("GET", "/Users").times(2));
        let error = target.read().await.expect_err("is refused");
        assert_eq!(error.cause, cause, "{lie:?}: {error}");
        assert!(error.place.ends_with("/Users"), "its place: {}", error.place);
        while provider.faults_left() > 0 {
            let _spent = target.read().await;
        }
    }
    let wrong: ConnectError =
        self::target(&provider.url(), "swordfish").read().await.expect_err("refused");
    assert_eq!(wrong.cause, Cause::CredentialRejected, "{wrong}");
    assert!(wrong.message.contains("token") && !wrong.to_string().contains("swordfish"), "{wrong}");
}

#[tokio::test]
async fn a_stopped_or_overtaken_run_sends_nothing() {
    let provider = provider().await;
    let target = target(&provider.url(), provider.token());
    let works = || vec![work(None, "ann", vec![create(1, "ann")])];
    let journal = Memory::default();
    journal.stop.store(true, std::sync::atomic::Ordering::SeqCst);
    target.apply(Vec::new(), works(), &journal).await.unwrap();
    assert_eq!(journal.results()[&1], StepResult::NotSent(NotSent::Cancelled), "stopped");
    let journal = Memory::default();
    journal.fenced.store(true, std::sync::atomic::Ordering::SeqCst);
    target.apply(Vec::new(), works(), &journal).await.expect_err("the journal refuses");
    assert!(writes(&provider).is_empty(), "nothing was written");
}
