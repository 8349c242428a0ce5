//! A bare HTTP client for the provider.

use reqwest::{Method, Response};
use rolecall_sandbox::provider::Provider;
use serde_json::{Value, json};

pub struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

/// An answer, read.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub body: Value,
    pub etag: Option<String>,
}

impl Client {
    pub fn of(provider: &Provider) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { http, url: provider.url(), token: provider.token().to_owned() }
    }

    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        if_match: Option<&str>,
    ) -> reqwest::Result<Response> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request =
            self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        if let Some(tag) = if_match {
            request = request.header("If-Match", tag);
        }
        if let Some(body) = body {
            request =
                request.header("Content-Type", "application/scim+json").body(body.to_string());
        }
        request.send().await
    }

    pub async fn send(&self, method: &str, path: &str, body: Value) -> Got {
        let body = Some(body).filter(|body| !body.is_null());
        read(self.raw(method, path, body, None).await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Got {
        self.send("GET", path, Value::Null).await
    }

    /// Creates a user and returns the id.
    pub async fn add(&self, user_name: &str) -> String {
        let got = self.send("POST", "/Users", user(user_name)).await;
        assert_eq!(got.status, 201, "{}", got.body);
        got.body["id"].as_str().unwrap().to_owned()
    }

    pub async fn patch(&self, path: &str, operations: Value) -> Got {
        self.send("PATCH", path, patch_op(&operations)).await
    }

    /// The userNames that a filter finds.
    pub async fn found(&self, filter: &str) -> Vec<String> {
        let query = filter.replace('%', "%25").replace(' ', "%20").replace('"', "%22");
        let got = self.get(&format!("/Users?filter={}", query.replace('+', "%2B"))).await;
        assert_eq!(got.status, 200, "{filter}: {}", got.body);
        let list = got.body["Resources"].as_array().unwrap();
        list.iter().map(|user| user["userName"].as_str().unwrap().to_owned()).collect()
    }
}

pub async fn read(response: Response) -> Got {
    let status = response.status().as_u16();
    let etag = response.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    Got { status, etag, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
}

pub fn patch_op(operations: &Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
}

pub fn user(user_name: &str) -> Value {
    let given = user_name.split('@').next().unwrap();
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": user_name,
        "externalId": format!("x-{given}"),
        "name": {"givenName": given, "familyName": "Doe"},
        "emails": [
            {"value": format!("{given}@home.example"), "type": "home"},
            {"value": user_name, "type": "work", "primary": true},
        ],
        "active": true,
    })
}
