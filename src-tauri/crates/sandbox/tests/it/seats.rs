//! Products that cost seats.

use rolecall_sandbox::provider::{Options, Product, Provider};
use serde_json::{Value, json};

use crate::client::{Client, user};

async fn shop() -> (Provider, Client) {
    let products = vec![Product::new("Web inar", 2), Product::new("Connect", 1)];
    let options = Options { products, ..Options::default() };
    let provider = Provider::start(options).await.unwrap();
    let client = Client::of(&provider);
    (provider, client)
}

fn add(names: &[&str]) -> Value {
    let list: Vec<Value> = names.iter().map(|name| json!({"value": name})).collect();
    json!([{"op": "add", "path": "entitlements", "value": list}])
}

#[tokio::test]
async fn more_than_the_seats_is_refused_as_a_whole() {
    let (provider, client) = shop().await;
    let ann = format!("/Users/{}", client.add("ann@example.com").await);
    let bob = format!("/Users/{}", client.add("bob@example.com").await);
    let cy = format!("/Users/{}", client.add("cy@example.com").await);
    assert_eq!(client.patch(&ann, add(&["Web inar"])).await.status, 200);
    assert_eq!(client.patch(&ann, add(&["Web inar"])).await.status, 200, "held already");
    assert_eq!(client.patch(&bob, add(&["Web inar"])).await.status, 200);

    let got = client.patch(&cy, add(&["Connect", "Web inar"])).await;
    assert_eq!(got.status, 400);
    assert_eq!(got.body["detail"], "No licences left for \"Web inar\": 2 of 2 seats are used");
    assert_eq!(client.get(&cy).await.body.get("entitlements"), None, "none of both is given");
    assert_eq!(provider.products()[1].used, 0);
    let mut late = user("dee@example.com");
    late["entitlements"] = json!([{"value": "Web inar"}]);
    assert_eq!(client.send("POST", "/Users", late).await.status, 400);
    assert_eq!(client.found("userName eq \"dee@example.com\"").await, Vec::<String>::new());

    assert_eq!(provider.buy_seats("Web inar", 1).unwrap(), 3);
    assert_eq!(client.patch(&cy, add(&["Connect", "Web inar"])).await.status, 200);
    assert!(provider.buy_seats("Nothing", 1).is_err());
    let unknown = client.patch(&cy, add(&["Nothing"])).await;
    assert_eq!(unknown.body["scimType"], "invalidValue");
}

#[tokio::test]
async fn seats_are_shown_bought_and_given_back_over_http() {
    let (_provider, client) = shop().await;
    let ann = format!("/Users/{}", client.add("ann@example.com").await);
    client.patch(&ann, add(&["Connect", "Web inar"])).await;
    let bought = client.send("POST", "/Products/Web%20inar/seats", json!({"add": 3})).await;
    assert_eq!((bought.status, &bought.body["seats"]), (200, &json!(5)));
    let shown = client.get("/Products").await.body;
    assert_eq!(shown[0], json!({"name": "Web inar", "seats": 5, "used": 1}));
    assert_eq!(shown[1], json!({"name": "Connect", "seats": 1, "used": 1}));
    client
        .patch(&ann, json!([{"op": "remove", "path": "entitlements[value eq \"Connect\"]"}]))
        .await;
    client.send("DELETE", &ann, Value::Null).await;
    let shown = client.get("/Products").await.body;
    assert_eq!((&shown[0]["used"], &shown[1]["used"]), (&json!(0), &json!(0)));
    let wrong = client.send("POST", "/Products/Nothing/seats", json!({"add": 3})).await;
    assert_eq!(wrong.status, 404);
}
