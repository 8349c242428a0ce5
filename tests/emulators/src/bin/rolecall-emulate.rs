//! An emulator as a program, for journeys through the interface: `rolecall-emulate entra|google`.
//!
//! It prints where it is and what is registered there, as one line of JSON, and then obeys a line
//! of standard input at a time: `expire` (access tokens), `revoke` (refresh tokens), `decline` and
//! `accept` (whoever signs in), `calls`. Each is answered with a line of JSON. It ends with its
//! input.

use rolecall_emulators::front::Front;
use rolecall_emulators::graph::MemberKind;
use rolecall_emulators::sign_in::SignIns;
use rolecall_emulators::{google, graph};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;

/// Who is there: a name, a department, a badge.
const PEOPLE: [(&str, &str, &str); 7] = [
    ("ann", "Sales", "B-17"),
    ("bo", "Sales", "B-18"),
    ("cai", "Legal", "B-19"),
    ("dora", "Legal", "B-20"),
    ("eli", "Finance", "B-21"),
    ("frida", "Finance", "B-22"),
    ("gro", "Finance", "B-23"),
];

/// What an emulator is told and asked, whichever it is.
trait Console: Send + Sync {
    fn front(&self) -> &Front;
    fn sign_ins(&self) -> &SignIns;
}

impl Console for graph::Console {
    fn front(&self) -> &Front {
        &self.front
    }
    fn sign_ins(&self) -> &SignIns {
        &self.sign_ins
    }
}

impl Console for google::Console {
    fn front(&self) -> &Front {
        &self.front
    }
    fn sign_ins(&self) -> &SignIns {
        &self.sign_ins
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let (console, place) = match kind.as_str() {
        "entra" => entra().await?,
        "google" => workspace().await?,
        other => {
            let words = format!("there is no emulator \"{other}\"; there are entra and google");
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, words));
        }
    };
    tell(&place)?;
    // Calls are answered by other threads; this one has nothing else to do.
    for line in std::io::stdin().lines() {
        tell(&obey(console.as_ref(), line?.trim()))?;
    }
    Ok(())
}

fn tell(value: &Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()
}

fn obey(console: &dyn Console, word: &str) -> Value {
    match word {
        "expire" => console.front().expire_tokens(),
        "revoke" => {
            console.sign_ins().revoke();
            console.front().expire_tokens();
        }
        "decline" => console.sign_ins().decline(true),
        "accept" => console.sign_ins().decline(false),
        "calls" => {
            let calls = console.front().calls().len();
            return json!({"calls": calls, "tokens": console.front().tokens_given()});
        }
        other => return json!({"unknown": other}),
    }
    json!({"done": word})
}

async fn entra() -> std::io::Result<(Arc<dyn Console>, Value)> {
    let mut tenant = graph::Tenant::default();
    let staff = tenant.group("Staff");
    for (name, department, badge) in PEOPLE {
        let user = tenant.user(
            &format!("{name}@vellamo.example"),
            json!({
                "mail": format!("{name}@vellamo.example"), "givenName": name, "surname": "Berg",
                "displayName": format!("{name} Berg"), "department": department,
                "extension_c11e27ab_badge": badge,
            }),
        );
        tenant.join(&staff, &user, MemberKind::User);
    }
    for (name, target) in [("badge", "User"), ("room", "User"), ("colour", "Group")] {
        tenant.extensions.insert(format!("extension_c11e27ab_{name}"), target);
    }
    let console = Arc::new(graph::Console::new(tenant));
    console.grant("Directory.Read.All");
    let place = graph::open(console.clone()).await?;
    let told = json!({
        "tenant": console.tenant_id, "clientId": console.client_id,
        "clientSecret": console.client_secret, "url": format!("{place}/v1.0"),
        "tokenUrl": format!("{place}/{}/oauth2/v2.0/token", console.tenant_id),
    });
    Ok((console, told))
}

async fn workspace() -> std::io::Result<(Arc<dyn Console>, Value)> {
    let mut customer = google::Customer::default();
    for (name, department, badge) in PEOPLE {
        let _id = customer.user(
            &format!("{name}@vellamo.example"),
            json!({
                "name": {"givenName": name, "familyName": "Berg"}, "orgUnitPath": "/Staff",
                "organizations": [{"department": department, "primary": true}],
                "customSchemas": {"Site": {"badge": badge}},
            }),
        );
    }
    let console = Arc::new(google::Console::new(customer));
    let place = google::open(console.clone()).await?;
    let told = json!({
        "url": format!("{place}/admin/directory/v1"), "tokenUrl": format!("{place}/token"),
        "client": {"installed": {"client_id": console.client_id, "client_secret": "desk"}},
    });
    Ok((console, told))
}
