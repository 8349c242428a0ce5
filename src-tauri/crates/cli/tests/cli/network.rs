//! SCIM targets over real connections: unreachable, refusing, not trusted, and well.

use crate::relay::Tls;
use crate::world::{World, content, scim_config, sums_hold};
use rolecall_sandbox::provider::{Options, Product, Provider};
use serde_json::json;

pub async fn provider() -> Provider {
    let products = vec![Product::new("Connect", 5), Product::new("Webinar", 9)];
    Provider::start(Options { products, ..Options::default() }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_provisioned() {
    let provider = provider().await;
    let world = World::of_provider(&provider);
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(0));
    assert!(provider.users().is_empty(), "a plan sends nothing");
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(run["summary"], plan["summary"]);
    sums_hold(&run);
    assert_eq!(provider.users().len(), 2);
    let (code, again) = world.json("sync");
    assert_eq!((code, again["summary"]["steps"].as_u64()), (Some(0), Some(0)), "{again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_fails_is_2_and_can_be_retried() {
    let products = vec![Product::new("Connect", 0), Product::new("Webinar", 9)];
    let options = Options { products, ..Options::default() };
    let provider = Provider::start(options).await.unwrap();
    let world = World::of_provider(&provider);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(2), "{run}");
    sums_hold(&run);
    let failed = run["targets"]["console"]["failed"].as_array().unwrap();
    assert_eq!(failed.len(), 1, "{run}");
    assert_eq!(
        (&failed[0]["cause"], &failed[0]["value"]),
        (&json!("no_licences"), &json!("Connect"))
    );
    assert_eq!(provider.users().len(), 2, "all else is done");

    let wrong = ["runs", "retry", "--target", "console", "--config", "c.toml", "--cause"];
    world.run(wrong.iter().chain(&["no_licenses"])).refuses(&["no_licenses", "no_licences"]);
    world.run(wrong.iter().chain(&["conflict"])).refuses(&["nothing to retry"]);
    let others = ["no_licences", "--user", "bob@example.com"];
    world.run(wrong.iter().chain(&others)).refuses(&["bob@example.com"]);
    let retry = "runs retry --target console --cause no_licences --user ANN@example.com";
    assert_eq!(world.json(retry).0, Some(2), "still short");
    provider.buy_seats("Connect", 1).unwrap();
    let (code, run) = world.json(retry);
    assert_eq!(code, Some(0), "{run}");
    sums_hold(&run);
    assert_eq!(run["targets"]["console"]["done"], 1);
    assert_eq!(world.json("sync").1["summary"]["steps"], 0);
}

#[test]
fn an_unreachable_target_is_named() {
    // A port that was free a moment ago and that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut world = World::with(&scim_config(&format!("http://127.0.0.1:{port}/scim/v2"), ""));
    world.set("ROLECALL_SECRET_CONSOLE", "marked-secret");
    let ran = world.run(["sync", "--config", "c.toml", "--json"]);
    let address = format!("http://127.0.0.1:{port}/scim/v2");
    ran.refuses(&["console", &address, "Check the address and the network", "unavailable"]);
    let run = ran.json();
    assert_eq!(run["targets"]["console"]["error"]["cause"], "unavailable");
    sums_hold(&run);
}

#[test]
fn an_address_that_would_show_the_token_is_refused() {
    let mut world = World::with(&scim_config("http://console.example/scim/v2", ""));
    world.set("ROLECALL_SECRET_CONSOLE", "marked-secret");
    world.run(["plan", "--config", "c.toml"]).refuses(&["https://"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_credential_is_told_and_never_shown() {
    let provider = provider().await;
    let mut world = World::of_provider(&provider);
    world.set("ROLECALL_SECRET_CONSOLE", "marked-secret");
    for command in ["plan", "sync", "doctor"] {
        let ran = world.run([command, "--config", "c.toml"]);
        assert_eq!(ran.code, Some(1));
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("Enter a valid token"), "{said}");
        assert!(!said.contains("marked-secret"), "{said}");
    }
    let kept = content(&world.path("c.toml.state"));
    assert!(!kept.windows(13).any(|bytes| bytes == b"marked-secret"), "nor kept");
    assert!(provider.users().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_secret_says_how_to_set_it() {
    let provider = provider().await;
    let world = World::with(&scim_config(&provider.url(), ""));
    let ran = world.run(["plan", "--config", "c.toml"]);
    ran.refuses(&["secret set console", "ROLECALL_SECRET_CONSOLE"]);
    assert!(provider.calls().is_empty(), "nothing was asked without it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_stay_out_of_what_is_printed_and_kept() {
    let provider = provider().await;
    let world = World::of_provider(&provider);
    let mut said = String::new();
    for command in
        ["plan", "sync", "secret list", "doctor", "activity export", "runs show 1", "config export"]
    {
        let ran = world.run(command.split(' ').chain(["--config", "c.toml"]));
        assert_eq!(ran.code, Some(0), "{command}: {}", ran.err);
        said.push_str(&ran.out);
        said.push_str(&ran.err);
    }
    assert!(said.contains("console  (environment)"), "its name is told: {said}");
    assert!(!said.contains(provider.token()));
    let kept = String::from_utf8_lossy(&content(&world.path("c.toml.state"))).into_owned();
    assert!(!kept.contains(provider.token()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_untrusted_certificate_is_named_and_a_company_ca_is_honoured() {
    let provider = provider().await;
    let tls = Tls::before(provider.port()).await;
    let url = format!("{}/scim/v2", tls.origin);
    let mut world = World::with(&scim_config(&url, ""));
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    let ran = world.run(["sync", "--config", "c.toml"]);
    ran.refuses(&[&tls.fingerprint, "console.example", "Example Corp CA", "certificate_untrusted"]);
    ran.refuses(&["`ca`", &tls.origin]);
    assert!(provider.calls().is_empty(), "the token did not leave");

    world.write("corp.pem", &tls.ca);
    world.write("c.toml", scim_config(&url, "ca = \"corp.pem\""));
    let (code, plan) = world.json("plan");
    assert_eq!((code, plan["summary"]["steps"].as_u64()), (Some(0), Some(7)), "through ca");

    world.write("c.toml", scim_config(&url, ""));
    world.set("SSL_CERT_FILE", world.path("corp.pem").to_str().unwrap());
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "through the system's store: {run}");
    assert_eq!(provider.users().len(), 2);
}

#[test]
fn a_file_of_certificates_that_is_none_is_named() {
    let mut world = World::with(&scim_config("https://127.0.0.1:1/scim", "ca = \"corp.pem\""));
    world.set("ROLECALL_SECRET_CONSOLE", "marked-secret");
    world.run(["plan", "--config", "c.toml"]).refuses(&["corp.pem"]);
    world.write("corp.pem", "not a certificate");
    world.run(["plan", "--config", "c.toml"]).refuses(&["corp.pem", "BEGIN CERTIFICATE"]);
}
