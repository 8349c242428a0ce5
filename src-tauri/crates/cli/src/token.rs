//! `rolecallctl token`: by which providers write to directories.

use crate::arguments::TokenCommand;
use crate::entry::{entry, now};
use crate::opened::{configuration, there, there_to_write};
use crate::places::Kept;
use crate::print::{self, Sheet, instant, local};
use anyhow::{Context, bail};
use rolecall_connect::NewToken;
use rolecall_directory::{Configuration, SourceKind};
use rolecall_store::{PushToken, Store};
use serde_json::json;

/// Runs a command on tokens.
pub fn run(command: &TokenCommand) -> anyhow::Result<u8> {
    match command {
        TokenCommand::Create { directory, name, place } => {
            create(directory, name.as_deref(), place)
        }
        TokenCommand::List(kept) => list(kept),
        TokenCommand::Revoke { token, directory, place } => {
            revoke(token, directory.as_deref(), place)
        }
    }
}

fn create(directory: &str, name: Option<&str>, kept: &Kept) -> anyhow::Result<u8> {
    let configuration = configuration(kept)?;
    let directory = pushed(&configuration, directory)?;
    let store = match kept.config {
        // The state beside a file may not be there yet.
        Some(_) => Store::open(&kept.state()?)?,
        None => there_to_write(&kept.state()?)?,
    };
    let there = store.push_tokens()?;
    let taken = |name: &str| there.iter().any(|one| one.directory == directory && one.name == name);
    let made_up = || (1..).map(|number| format!("token {number}")).find(|name| !taken(name));
    let given = name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let name = given.or_else(made_up).unwrap_or_default();
    let NewToken { text, hash } = NewToken::make();
    let (created, who) = (now(), print::who());
    let token =
        PushToken { id: 0, directory: directory.to_owned(), name, hash, created, who, used: None };
    let Some(id) = store.add_push_token(&token)? else {
        bail!(
            "two tokens of \"{directory}\" are valid already: the one in use and the one that is \
             to replace it; revoke one of them with \"rolecallctl token revoke\" first"
        );
    };
    let detail = json!({"directory": directory, "name": token.name});
    store.append(&[entry("token_created", detail)])?;
    if kept.json {
        let name = &token.name;
        print::json(&json!({"id": id, "directory": directory, "name": name, "token": text}))?;
    } else {
        print::text(&format!("{text}\n"))?;
    }
    Ok(0)
}

/// The name of a directory that others write to.
fn pushed<'c>(configuration: &'c Configuration, name: &str) -> anyhow::Result<&'c str> {
    let found = configuration.directories.iter().find(|directory| directory.name == name);
    let found = found.with_context(|| {
        let names: Vec<&str> =
            configuration.directories.iter().map(|one| one.name.as_str()).collect();
        format!("there is no directory \"{name}\"; there is {}", names.join(", "))
    })?;
    if !found.source.as_ref().is_some_and(|source| source.kind == SourceKind::ScimPush) {
        bail!(
            "\"{name}\" is not filled by SCIM push, so nobody needs a token for it; give it \
             [directory.source] kind = \"scim-push\" first"
        );
    }
    Ok(&found.name)
}

fn list(kept: &Kept) -> anyhow::Result<u8> {
    let tokens = there(&kept.state()?)?.push_tokens()?;
    if kept.json {
        let all: Vec<_> = tokens
            .iter()
            .map(|one| {
                json!({
                    "id": one.id,
                    "directory": one.directory,
                    "name": one.name,
                    "created": instant(one.created),
                    "who": one.who,
                    "used": one.used.map(instant),
                })
            })
            .collect();
        print::json(&all)?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for one in &tokens {
        let used = match one.used {
            Some(at) => format!("last used {}", local(at)),
            None => "never used".to_owned(),
        };
        let PushToken { id, directory, name, who, .. } = one;
        let made = local(one.created);
        sheet.line(format_args!("{id}  {directory}  {name}  made {made} by {who}; {used}"));
    }
    if tokens.is_empty() {
        sheet.line("no token is valid");
    }
    sheet.show()?;
    Ok(0)
}

fn revoke(token: &str, directory: Option<&str>, kept: &Kept) -> anyhow::Result<u8> {
    let store = there_to_write(&kept.state()?)?;
    let tokens = store.push_tokens()?;
    let here = tokens.iter().filter(|one| directory.is_none_or(|name| one.directory == name));
    let meant: Vec<&PushToken> =
        here.filter(|one| one.name == token || one.id.to_string() == token).collect();
    let one = match meant.as_slice() {
        [] => bail!("no token \"{token}\" is valid; see \"rolecallctl token list\""),
        [one] => one,
        _ => bail!("several directories have a token \"{token}\"; name one with --directory"),
    };
    let gone = store.revoke_push_token(one.id)?;
    let (directory, name) = gone.context("the token was revoked by somebody else meanwhile")?;
    let detail = json!({"directory": directory, "name": name});
    store.append(&[entry("token_revoked", detail)])?;
    if kept.json {
        print::json(&json!({"id": one.id, "directory": directory, "name": name}))?;
    } else {
        print::text(&format!("the token {name} of {directory} is not valid any more\n"))?;
    }
    Ok(0)
}
