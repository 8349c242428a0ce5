//! Measures how much of Adobe's throttle is used and whether it is kept to: one figure, as one line of
//! JSON. `cargo xtask bench` calls this, and judges.
//!
//! `umapi POSTS` gives ten profiles to ten times as many people as there are posts, against the
//! emulator, whose minute and ours last a second.

use async_trait::async_trait;
use rolecall_connect::{
    AccountWork, ApplyTarget, Http, HttpSettings, Journal, JournalError, Outcome, Patience,
    PersonToSend, Proxies, ReadTarget, StepResult, UmapiSettings, UmapiTarget, WorkStep,
};
use rolecall_directory::{AdobeIdentity, Step, StepKind};
use rolecall_emulators::umapi::{Console, GroupKind, Identity, Organization, open};
use secrecy::SecretString;
use serde_json::json;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A minute, sixty times as fast.
const MINUTE: Duration = Duration::from_secs(1);
/// Requests in a minute that Adobe takes.
const RATE: f64 = 10.0;
/// People in a request, and profiles for each.
const PEOPLE: usize = 10;
const PROFILES: usize = 10;

/// What measuring says when it cannot be done.
type Failure = Box<dyn std::error::Error>;

/// A journal that counts.
#[derive(Default)]
struct Counted {
    done: AtomicUsize,
    other: AtomicUsize,
}

#[async_trait]
impl Journal for Counted {
    async fn sending(&self, _: &[i64]) -> Result<(), JournalError> {
        Ok(())
    }

    async fn answered(&self, outcomes: Vec<Outcome>) -> Result<(), JournalError> {
        let done = outcomes.iter().filter(|one| one.result == StepResult::Done).count();
        self.done.fetch_add(done, Ordering::Relaxed);
        self.other.fetch_add(outcomes.len() - done, Ordering::Relaxed);
        Ok(())
    }

    fn cancelled(&self) -> bool {
        false
    }
}

fn main() -> Result<(), Failure> {
    let posts = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(500);
    // The emulator has threads of its own, so that it does not wait for the client's.
    let theirs = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ours = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let console = Arc::new(Console::new(organization(posts), MINUTE));
    let origin = theirs.block_on(open(console.clone()))?;
    let told = ours.block_on(measure(posts, &console, &origin))?;
    writeln!(std::io::stdout().lock(), "{told}")?;
    theirs.shutdown_background();
    Ok(())
}

fn name(person: usize) -> String {
    format!("p{person:06}@example.com")
}

fn organization(posts: usize) -> Organization {
    let mut organization = Organization::default();
    organization.domains.insert("example.com".into());
    for profile in 0..PROFILES {
        organization.group(&format!("Profile {profile}"), GroupKind::ProductProfile, None);
    }
    for person in 0..posts * PEOPLE {
        organization.user(&name(person), Identity::Federated, ["Given", "Family", "DE"]);
    }
    organization
}

async fn measure(
    posts: usize,
    console: &Console,
    origin: &str,
) -> Result<serde_json::Value, Failure> {
    let settings = UmapiSettings {
        org_id: console.org_id.clone(),
        client_id: console.client_id.clone(),
        identity: AdobeIdentity::Federated,
        url: Some(format!("{origin}/v2/usermanagement")),
        token_url: Some(format!("{origin}/ims/token/v2")),
        patience: Patience::default(),
        minute: MINUTE,
        ..UmapiSettings::default()
    };
    let proxies = Proxies::Named { http: None, https: None, except: None };
    let http = Http::new(&HttpSettings { proxies, ..HttpSettings::default() })?;
    let secret = SecretString::from(console.client_secret.clone());
    let target = UmapiTarget::new(settings, secret, http)?;
    let state = target.read().await?;
    let works = state.accounts.rows().map(|row| work(row, state.accounts.record(row))).collect();
    let journal = Counted::default();
    target.apply(Vec::new(), works, &journal).await?;
    let done = journal.done.load(Ordering::Relaxed);
    if done != posts * PEOPLE * PROFILES {
        let other = journal.other.load(Ordering::Relaxed);
        return Err(format!("not all was done: {done} were, {other} were not").into());
    }
    let refused = console.calls().iter().filter(|call| call.ends_with("429")).count();
    let times = console.post_times();
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        return Err("nothing was sent".into());
    };
    // The first window is left out: what it may hold depends on what came before.
    let begin = *first + MINUTE;
    let counted = times.iter().filter(|at| **at > begin).count();
    let minutes = last.duration_since(begin).as_secs_f64() / MINUTE.as_secs_f64();
    Ok(json!({
        "calls": times.len(),
        "steps": done,
        "minutes": minutes,
        "of_rate": counted as f64 / (RATE * minutes),
        "refused": refused,
    }))
}

fn work(row: u32, account: rolecall_directory::AccountRecord) -> AccountWork {
    let user = account.user_name.clone();
    let step = |profile: usize| WorkStep {
        id: i64::from(row) * PROFILES as i64 + profile as i64,
        step: Arc::new(Step {
            user: user.clone(),
            kind: StepKind::Assign,
            slot: Some("product_profiles".to_owned()),
            value: Some(format!("Profile {profile}")),
            rules: Vec::new(),
            person: None,
            account: Some(account.key.clone()),
            of_suspension: false,
        }),
    };
    let steps = (0..PROFILES).map(step).collect();
    let person = PersonToSend { user_name: user.clone(), ..PersonToSend::default() };
    AccountWork { person: Some(person), account: Some(account), steps, adopts: Vec::new() }
}
