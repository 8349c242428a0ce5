//! Proxies that the environment names.

use crate::network::provider;
use crate::relay::{Proxy, Tls};
use crate::world::{World, scim_config};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_go_through_http_proxy() {
    let (provider, proxy) = (provider().await, Proxy::start().await);
    let mut world = World::of_provider(&provider);
    world.set("HTTP_PROXY", &proxy.url);
    world.set("http_proxy", &proxy.url);
    let (code, run) = world.json("sync");
    assert_eq!(code, Some(0), "{run}");
    assert_eq!(provider.users().len(), 2);
    let asked = proxy.asked();
    let begins = format!("GET {}", provider.url());
    assert!(asked.iter().any(|line| line.starts_with(&begins)), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_proxy_names_hosts_that_are_called_directly() {
    let (provider, proxy) = (provider().await, Proxy::start().await);
    let mut world = World::of_provider(&provider);
    world.set("HTTP_PROXY", &proxy.url);
    world.set("http_proxy", &proxy.url);
    world.set("NO_PROXY", "intranet.example,127.0.0.1");
    assert_eq!(world.json("plan").0, Some(0));
    assert_eq!(proxy.asked(), [] as [String; 0]);
    assert!(!provider.calls().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_goes_through_a_tunnel_of_https_proxy() {
    let (provider, proxy) = (provider().await, Proxy::start().await);
    let tls = Tls::before(provider.port()).await;
    let url = format!("{}/scim/v2", tls.origin);
    let mut world = World::with(&scim_config(&url, "ca = \"corp.pem\""));
    world.write("corp.pem", &tls.ca);
    world.set("ROLECALL_SECRET_CONSOLE", provider.token());
    world.set("HTTPS_PROXY", &proxy.url);
    let (code, plan) = world.json("plan");
    assert_eq!(code, Some(0), "{plan}");
    let host = tls.origin.trim_start_matches("https://");
    let asked = proxy.asked();
    assert!(!asked.is_empty());
    assert!(asked.iter().all(|line| *line == format!("CONNECT {host} HTTP/1.1")), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_never_goes_through_a_proxy() {
    let proxy = Proxy::start().await;
    let mut world = World::empty();
    world.set("HTTP_PROXY", &proxy.url);
    world.set("http_proxy", &proxy.url);
    assert_eq!(world.run(["plan", "--sample"]).code, Some(0));
    assert_eq!(proxy.asked(), [] as [String; 0]);
}
