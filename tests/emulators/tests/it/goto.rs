//! The emulator of GoTo's Admin API answers as public sources describe.

use reqwest::{Client, Method, StatusCode};
use rolecall_emulators::goto::{Conflict, Console, Fault, FaultKind, Tenant, open};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

struct Caller {
    http: Client,
    place: String,
    token: String,
}

impl Caller {
    async fn of(console: &Arc<Console>) -> Self {
        let place = open(console.clone()).await.unwrap();
        let http = Client::builder().no_proxy().build().unwrap();
        let answer = http
            .post(format!("{place}/oauth/token"))
            .basic_auth(&console.client_id, Some(&console.client_secret))
            .body("grant_type=client_credentials")
            .send()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Self { http, place, token }
    }

    async fn ask(&self, method: Method, below: &str, body: Value) -> (StatusCode, Value) {
        let url = format!("{}/admin/rest/v1/accounts/777/{below}", self.place);
        let request = self.http.request(method, url).bearer_auth(&self.token);
        let answer = request.body(body.to_string()).send().await.unwrap();
        let status = answer.status();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default())
    }
}

fn console(tenant: Tenant, per_second: Option<usize>) -> Arc<Console> {
    Arc::new(Console::new(tenant, per_second))
}

#[tokio::test]
async fn people_are_made_together_and_known_ones_are_in_the_answer() {
    let mut tenant = Tenant::new("777");
    let product = tenant.license("GoTo Webinar", "G2W", 2);
    tenant.user("ann@example.com", ["Ann", "A"], &[]);
    tenant.elsewhere.insert("eve@example.com".to_owned());
    let console = console(tenant, None);
    let caller = Caller::of(&console).await;
    let person = |name: &str| json!({"email": name, "firstName": "F", "lastName": "L"});
    let all = ["Ann@example.com", "bob@example.com", "eve@example.com"].map(person);
    let body = json!({"users": all, "suppressEmail": true, "licenseKeys": [product]});
    let (status, answer) = caller.ask(Method::POST, "users", body.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "people are made");
    assert_eq!(answer.as_array().map(Vec::len), Some(3), "all three are in the answer");
    let there = caller.ask(Method::GET, "users", Value::Null).await.1;
    assert_eq!(there["total"], 2, "who has a profile elsewhere is no user yet");
    let licenses = caller.ask(Method::GET, "licenses", Value::Null).await.1;
    let counted = |name: &str| licenses[0][name].as_array().map(Vec::len);
    assert_eq!((counted("userKeys"), counted("invitedUserKeys")), (Some(1), Some(1)), "seats");
    let again = caller.ask(Method::POST, "users", body).await.1;
    assert_eq!(again, answer, "a second time nobody is made, and all are answered");
    assert_eq!(console.tenant().counts.created, 1, "bob alone was made");
    console.tenant().accept("eve@example.com");
    let there = caller.ask(Method::GET, "users", Value::Null).await.1;
    assert_eq!(there["total"], 3, "who accepted is a user");
    let one = json!({"users": [person("dan@example.com")], "licenseKeys": [product]});
    let (status, _) = caller.ask(Method::POST, "users", one).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "two seats were bought and are taken");
}

#[tokio::test]
async fn a_filter_is_read_with_percent_20_and_not_with_plus() {
    let mut tenant = Tenant::new("777");
    tenant.user("ann@example.com", ["Ann", "A"], &[]);
    let console = console(tenant, None);
    let caller = Caller::of(&console).await;
    let right = "users?filter=email%20eq%20%22ann@example.com%22&attributes=key,email";
    let (_, found) = caller.ask(Method::GET, right, Value::Null).await;
    let record = found["results"][0].as_object().unwrap();
    assert_eq!(record.keys().collect::<Vec<_>>(), ["key", "email"], "what was asked for");
    let wrong = "users?filter=email+eq+%22ann@example.com%22";
    let (status, _) = caller.ask(Method::GET, wrong, Value::Null).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a plus is no blank");
}

#[tokio::test]
async fn all_roles_and_seats_gone_is_suspended() {
    let mut tenant = Tenant::new("777");
    let product = tenant.license("GoTo Webinar", "G2W", 2);
    let key = tenant.user("ann@example.com", ["Ann", "A"], &[&product]);
    let role = tenant.named(|tenant| &mut tenant.role_sets, "Reports");
    let console = console(tenant, None);
    let caller = Caller::of(&console).await;
    let filter = "filter=email%20eq%20%22ann@example.com%22";
    caller.ask(Method::PUT, &format!("rolesets/{role}/users?{filter}"), Value::Null).await;
    let path = format!("users/{key}");
    caller.ask(Method::PUT, &path, json!({"licenseKeys": []})).await;
    assert!(!console.tenant().users[&key].is_suspended(), "a role is left");
    caller.ask(Method::DELETE, &format!("users/rolesets?{filter}"), Value::Null).await;
    let tenant = console.tenant();
    assert!(tenant.users[&key].is_suspended(), "nothing is left");
    let counts = (tenant.counts.seats_taken, tenant.counts.roles_changed, tenant.counts.suspended);
    assert_eq!(counts, (1, 2, 1), "each change was counted");
}

#[tokio::test]
async fn an_eleventh_request_within_a_second_is_429_without_retry_after() {
    let console = console(Tenant::new("777"), Some(10));
    let caller = Caller::of(&console).await;
    for _ in 0..11 {
        caller.ask(Method::GET, "licenses", Value::Null).await;
    }
    assert_eq!(console.count("GET", "/licenses", 200), 10, "ten are answered");
    assert_eq!(console.count("GET", "/licenses", 429), 1, "the eleventh is not");
    assert_eq!(console.busiest_second(), 10, "as the record shows");
}

#[tokio::test]
async fn tokens_expire_and_faults_strike_once() {
    let mut tenant = Tenant::new("777");
    tenant.license("GoTo Webinar", "G2W", 2);
    let mut console = Console::new(tenant, None);
    console.conflict = Conflict::Refused;
    console.token_lifetime(Duration::ZERO);
    let console = Arc::new(console);
    let caller = Caller::of(&console).await;
    let (status, words) = caller.ask(Method::GET, "licenses", Value::Null).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "the token is worthless at once");
    assert_eq!(words["int_err_code"], "InvalidToken", "in the words that were seen");

    console.token_lifetime(Duration::from_secs(3600));
    let caller = Caller::of(&console).await;
    let fault = |kind| Fault { method: "POST", path: "/users".into(), after: 0, times: 1, kind };
    console.fault(fault(FaultKind::CutAfter));
    let person = json!({"email": "ann@example.com", "firstName": "A", "lastName": "B"});
    let url = format!("{}/admin/rest/v1/accounts/777/users", caller.place);
    let request = caller.http.post(url).bearer_auth(&caller.token);
    let cut = request.body(json!({"users": [person]}).to_string()).send().await;
    let text = match cut {
        Ok(answer) => answer.text().await,
        Err(error) => Err(error),
    };
    assert!(text.is_err(), "the connection was cut");
    assert!(console.tenant().by_email("ann@example.com").is_some(), "and the person made");
    let (status, _) = caller.ask(Method::POST, "users", json!({"users": [person]})).await;
    assert_eq!(status, StatusCode::CONFLICT, "the second call is answered, here with 409");
}
