//! Answers of the wrong form or size in a whole run, and a redirect that asks for the token.

use crate::staff::Staff;
use crate::world::{FREE, RULES, World, provider, scim};
use rolecall_directory::Cause;
use rolecall_sandbox::provider::{Fault, Lie, Options, Provider};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

const PEOPLE: usize = 12;

async fn synced() -> (World, Provider) {
    let world = World::new();
    let provider = provider(Options::default()).await;
    world.configure(&scim(&provider.url(), FREE), RULES);
    world.staff(&Staff::of(0..PEOPLE));
    assert!(world.sync().await.is_whole(), "all accounts are made");
    (world, provider)
}

fn risen(provider: &Provider) -> usize {
    provider.users().iter().filter(|user| user["title"] == "Boss").count()
}

#[tokio::test]
async fn bodies_of_a_hundred_megabytes_are_not_swallowed() {
    let (world, provider) = synced().await;
    let huge = || Fault::new(Lie::HugeBody(100 << 20));
    world.staff(&Staff::of(0..PEOPLE).changed(0..PEOPLE, |one| one.title = "Boss".to_owned()));
    provider.script(huge().on("PATCH", "/Users/"));
    let told = world.sync().await;
    let failed: Vec<_> = told.failed().into_iter().map(|(cause, _)| cause).collect();
    assert_eq!(failed, ["unreadable_answer"], "an answer that was not read is no success");
    // It is built on the right answer, so the change was made, and the next run sees that.
    assert_eq!(risen(&provider), PEOPLE, "the target's own count");
    provider.script(huge().on("GET", "/Users"));
    let told = world.sync().await;
    let error = told.target().error.as_ref().expect("the target could not be read");
    assert_eq!(error.cause, "unreadable_answer", "{}", error.message);
    assert!(error.message.contains("16 MiB"), "says how much is read: {}", error.message);
    let told = world.sync().await;
    assert!(told.is_whole(), "what was done all the same is found: {:?}", told.failed());
    assert_eq!(world.failures(), BTreeSet::new(), "and is no failure any more");
    assert_eq!(world.sync().await.steps(), 0, "nothing is left to do");
}

#[tokio::test]
async fn another_content_type_does_not_matter() {
    let (world, provider) = synced().await;
    world.staff(&Staff::of(0..PEOPLE).changed(0..PEOPLE, |one| one.title = "Boss".to_owned()));
    for place in ["/Users", "/Groups", "/Schemas", "/ServiceProviderConfig"] {
        provider.script(Fault::new(Lie::ContentType("text/html".to_owned())).on("GET", place));
    }
    let lie = Lie::ContentType("application/octet-stream".to_owned());
    provider.script(Fault::new(lie).on("PATCH", "/Users/").times(PEOPLE));
    let told = world.sync().await;
    assert!(told.is_whole(), "what says its own form wrongly is read all the same");
    assert_eq!(risen(&provider), PEOPLE, "the target's own count");
    assert_eq!(told.target().accounts.update.len(), PEOPLE, "and the summary's");
    assert_eq!(provider.faults_left(), 0, "all were told");
}

/// A listener that keeps what is sent to it.
async fn eavesdropper() -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            // Whatever comes within a moment is more than should come.
            let read = stream.read_buf(&mut bytes);
            let _late = tokio::time::timeout(std::time::Duration::from_secs(1), read).await;
            hears.lock().unwrap().extend(b"called: ".iter().chain(&bytes));
        }
    });
    (address, heard)
}

#[tokio::test]
async fn the_token_goes_to_nobody_else() {
    let (elsewhere, heard) = eavesdropper().await;
    let (world, provider) = synced().await;
    world.staff(&Staff::of(0..PEOPLE + 1).changed(0..PEOPLE, |one| one.title = "Boss".to_owned()));
    let to = |path: &str| Lie::Redirect(format!("{elsewhere}{path}"));
    provider.script(Fault::new(to("/Users/1")).on("PATCH", "/Users/"));
    provider.script(Fault::new(to("/Users")).on("POST", "/Users"));
    let told = world.sync().await;
    let causes: Vec<_> = told.failed().into_iter().map(|(cause, _)| cause).collect();
    assert_eq!(causes, ["unreadable_answer", "unreadable_answer"], "both are refused");
    assert_eq!(risen(&provider), PEOPLE - 1, "the others are done");
    provider.script(Fault::new(to("/scim")).on("GET", "/Groups"));
    let error = world.sync().await;
    let error = error.target().error.as_ref().expect("the target could not be read");
    assert!(error.message.contains(&elsewhere), "says where it led: {}", error.message);
    assert!(heard.lock().unwrap().is_empty(), "nobody was called there");
    assert!(world.sync().await.is_whole(), "what was not done is done now");
    let open: BTreeSet<(Cause, String)> = world.failures();
    assert_eq!(open, BTreeSet::new(), "and nothing is open");
}

#[tokio::test]
async fn a_page_that_never_ends_is_ended() {
    let (world, provider) = synced().await;
    for place in ["/Users", "/Groups"] {
        provider.script(Fault::new(Lie::EndlessBody).on("GET", place));
        let told = world.sync().await;
        let error = told.target().error.as_ref().expect("the target could not be read");
        assert_eq!(error.cause, "unreadable_answer", "{place}: {}", error.message);
        assert_eq!(told.steps(), 0, "{place}: nothing is planned on half of a target");
    }
    assert_eq!(provider.users().len(), PEOPLE, "nothing was done");
}
