//! What the emulator of UMAPI takes and refuses, by Adobe's documentation.

use rolecall_emulators::umapi::{Console, GroupKind, Identity, Organization, open};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

struct Api {
    console: Arc<Console>,
    base: String,
    client: reqwest::Client,
    token: String,
}

impl Api {
    async fn of(console: Console) -> Self {
        let console = Arc::new(console);
        let origin = open(console.clone()).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&scope=openid",
            console.client_id, console.client_secret
        );
        let answer = client.post(format!("{origin}/ims/token/v2")).body(form).send().await.unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Self { base: format!("{origin}/v2/usermanagement"), console, client, token }
    }

    async fn call(&self, request: reqwest::RequestBuilder) -> (u16, Option<String>, Value) {
        let request = request.bearer_auth(&self.token).header("x-api-key", &self.console.client_id);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let wait = answer.headers().get("retry-after").map(|one| one.to_str().unwrap().to_owned());
        let body = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        (status, wait, body)
    }

    async fn get(&self, path: &str) -> (u16, Option<String>, Value) {
        self.call(self.client.get(format!("{}/{path}", self.base))).await
    }

    async fn act(&self, query: &str, commands: &Value) -> (u16, Value) {
        let url = format!("{}/action/{}{query}", self.base, self.console.org_id);
        let request = self.client.post(url).body(commands.to_string());
        let (status, _, body) = self.call(request).await;
        (status, body)
    }

    /// The code of the first error that `command` brings.
    async fn code(&self, command: Value) -> String {
        let (_, answer) = self.act("", &json!([command])).await;
        answer["errors"][0]["errorCode"].as_str().unwrap_or("none").to_owned()
    }
}

async fn api() -> Api {
    let mut organization = Organization::default();
    organization.domains.extend(["example.com".to_owned(), "synced.org".to_owned()]);
    organization.externally_managed.insert("synced.org".to_owned());
    organization.group("Design", GroupKind::UserGroup, None);
    organization.group("Synced", GroupKind::UserGroup, None);
    organization.group("_org_admin", GroupKind::SysadminGroup, None);
    organization.group("Photoshop", GroupKind::ProductProfile, Some(1));
    organization.groups.get_mut("synced").unwrap().is_read_only = true;
    organization.user("ann@example.com", Identity::Federated, ["Ann", "Aho", "DE"]);
    organization.user("bob@example.com", Identity::Enterprise, ["Bob", "Berg", "SE"]);
    let console = Console::new(organization, Duration::from_secs(60));
    console.throttle.lock().unwrap().is_on = false;
    Api::of(console).await
}

fn federated(email: &str, steps: &[Value]) -> Value {
    let create = json!({"createFederatedID": {"email": email, "country": "DE"}});
    let steps: Vec<&Value> = std::iter::once(&create).chain(steps).collect();
    json!({"user": email, "do": steps})
}

fn of_ann(steps: &Value) -> Value {
    json!({"user": "ann@example.com", "do": steps})
}

#[tokio::test]
async fn each_refusal_has_its_code() {
    let api = api().await;
    let groups: Vec<String> = (0..11).map(|at| format!("g{at}")).collect();
    let country = json!({"createFederatedID": {"email": "x@example.com", "country": "germany"}});
    let add = |group: &str| of_ann(&json!([{"add": {"group": [group]}}]));
    let update = |body: Value| of_ann(&json!([{"update": body}]));
    let in_group = |group: &str, step: Value| json!({"usergroup": group, "do": [step]});
    let cases = [
        (federated("ann@example.com", &[]), "error.user.already_in_org"),
        (federated("eve@synced.org", &[]), "error.internal.create_failed"),
        (federated("eve@elsewhere.org", &[]), "error.domain.trust.nonexistent"),
        (federated("nobody", &[]), "error.user.email.invalid"),
        (
            federated(&format!("{}@example.com", "x".repeat(49)), &[]),
            "error.command.string.too_long",
        ),
        (json!({"user": "x@example.com", "do": [country]}), "error.country.invalid"),
        (of_ann(&json!([{"add": {"group": groups}}])), "error.command.add_remove.list_too_long"),
        (add("Nothing"), "error.group.not_found"),
        (add("_org_admin"), "error.group.not_found"),
        (add("Synced"), "error.usergroup.readonly.add_user_not_allowed"),
        (update(json!({"firstname": ""})), "error.user.firstname_missing"),
        (update(json!({"country": "SE"})), "error.update.country.no_update"),
        (update(json!({"email": "bob@example.com"})), "error.user.email.name_in_use"),
        (update(json!({"email": "ann@elsewhere.org"})), "error.user.change_domain_update.no"),
        (json!({"user": "x@example.com", "do": [{"update": {}}]}), "error.user.nonexistent"),
        (
            of_ann(&json!([{"removeFromOrg": {}}, {"update": {}}])),
            "error.command.removefromorg.not_last",
        ),
        (
            of_ann(&json!([{"update": {}}, {"createFederatedID": {}}])),
            "error.command.create.not_first",
        ),
        (in_group("Design", json!({"createUserGroup": {}})), "error.usergroup.already_exists"),
        (
            in_group("Synced", json!({"deleteUserGroup": {}})),
            "error.usergroup.readonly.remove_not_allowed",
        ),
        (in_group("Design", json!({"add": {"user": ["x@y.z"]}})), "error.user.nonexistent"),
    ];
    for (command, code) in cases {
        assert_eq!(api.code(command.clone()).await, code, "{command}");
    }
    assert_eq!(api.console.holds().users.len(), 2, "nothing of it was done");
}

#[tokio::test]
async fn partial_answers_name_command_and_step() {
    let api = api().await;
    let commands = json!([
        federated("cyd@example.com", &[json!({"add": {"group": ["Design"]}})]),
        {"user": "ann@example.com", "requestID": "seven", "do": [
            {"add": {"group": ["Design"]}}, {"add": {"group": ["Nothing"]}}]},
        {"user": "bob", "domain": "example.com", "do": [{"remove": "all"}]},
    ]);
    let (status, answer) = api.act("", &commands).await;
    assert_eq!((status, &answer["result"]), (200, &json!("partial")), "{answer}");
    assert_eq!((&answer["completed"], &answer["notCompleted"]), (&json!(1), &json!(2)), "{answer}");
    let told = |at: usize| {
        let error = &answer["errors"][at];
        (error["index"].clone(), error["step"].clone(), error["requestID"].clone())
    };
    assert_eq!(told(0), (json!(1), json!(1), json!("seven")), "{answer}");
    assert_eq!(told(1).0, json!(2), "a username is not an address: {answer}");
    let design = &api.console.holds().groups["design"];
    let members: Vec<&String> = design.members.keys().collect();
    assert_eq!(members, ["ann@example.com", "cyd@example.com"], "steps before the failed one hold");
}

#[tokio::test]
async fn test_mode_changes_nothing_and_believes_in_users() {
    let api = api().await;
    let unknown = json!([{"user": "x@example.com", "do": [{"add": {"group": ["Design"]}}]}]);
    let (_, answer) = api.act("?testOnly=true", &unknown).await;
    assert_eq!(answer["completedInTestMode"], 1, "unknown users are assumed to exist: {answer}");
    assert_eq!(answer["completed"], 0, "{answer}");
    assert!(api.console.holds().groups["design"].members.is_empty(), "nothing was done");
}

#[tokio::test]
async fn who_has_no_licence_is_inactive_in_the_profile() {
    let api = api().await;
    for user in ["ann@example.com", "bob@example.com"] {
        let add = json!({"user": user, "do": [{"add": {"group": ["Photoshop"]}}]});
        assert_eq!(api.code(add).await, "none", "adding succeeds, licence or not");
    }
    let org = &api.console.org_id;
    let (_, _, page) = api.get(&format!("users/{org}/0/Photoshop?status=inactive")).await;
    assert_eq!(page["users"][0]["email"], "bob@example.com", "{page}");
    assert_eq!(page["lastPage"], true, "{page}");
    let (status, _, body) = api.get(&format!("organizations/{org}/users/x@example.com")).await;
    assert_eq!((status, &body["result"]), (404, &json!("error.user.not_found")), "{body}");
    let (_, _, groups) = api.get(&format!("groups/{org}/7")).await;
    assert_eq!(groups["lastPage"], true, "past the end stands the last page");
}

#[tokio::test]
async fn requests_have_limits() {
    let api = api().await;
    let eleven: Vec<Value> = (0..11).map(|_| of_ann(&json!([{"update": {}}]))).collect();
    assert_eq!(api.act("", &json!(eleven)).await.0, 400, "ten commands are the most");
    api.console.throttle.lock().unwrap().is_on = true;
    for _ in 0..5 {
        assert_eq!(api.get(&format!("groups/{}/0", api.console.org_id)).await.0, 200, "five pass");
    }
    let (status, wait, body) = api.get(&format!("groups/{}/0", api.console.org_id)).await;
    assert_eq!((status, &body["error_code"]), (429, &json!("429050")), "{body}");
    let wait: u64 = wait.unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "to come again after {wait} s");
    let users = api.get(&format!("users/{}/0", api.console.org_id)).await;
    assert_eq!(users.0, 200, "each kind of call has its own throttle");
    api.console.expire_tokens();
    assert_eq!(api.get(&format!("users/{}/0", api.console.org_id)).await.0, 401, "no token");
}
