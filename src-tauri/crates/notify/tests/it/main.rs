//! News really sent: to a mail server and a receiver of this test's own, over loopback.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop and say why")]

mod hook;
mod mail;
mod mail_server;
mod news;

use rolecall_connect::{Patience, Proxies};
use rolecall_directory::{Cause, Guard};
use rolecall_notify::{FailureNews, HeldNews, News, Teller};
use rolecall_secrets::{Environment, SecretName, SecretStore, SecretString, Secrets};
use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

/// Retries as the law says, but in milliseconds.
const QUICK: Patience =
    Patience { tries: 5, first: Duration::from_millis(1), most: Duration::from_millis(4) };

/// A teller with these secrets.
fn teller(secrets: &[(&str, &str)]) -> Teller {
    let kept = Secrets::new(Environment::of([] as [(OsString, OsString); 0]));
    kept.use_memory();
    for (name, value) in secrets {
        let name = SecretName::new(*name).expect("a name");
        kept.set(&name, &SecretString::from(*value)).expect("it is kept");
    }
    Teller::new(Arc::new(kept), Proxies::Named { http: None, https: None, except: None }, QUICK)
}

fn some_news() -> News {
    News {
        workspace: "Contoso".to_owned(),
        run: 7,
        trial: false,
        failures: vec![FailureNews {
            cause: Cause::NoLicences,
            target: "console".to_owned(),
            people: 14,
            fresh: 3,
        }],
        held: vec![HeldNews { target: "console".to_owned(), guard: Guard::Removals, steps: 212 }],
        error: None,
    }
}
