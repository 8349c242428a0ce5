//! `rolecallctl push`: the calls that were received, and where they are listened for.

use crate::entry::entry;
use crate::opened::{there, there_to_write};
use crate::print::{self, Sheet, local};
use crate::push_arguments::{Calls, Listen, PushCommand};
use rolecall_contract::types::{PushCallList, PushListening};
use rolecall_contract::{LISTENING_SETTING, call_item, checked_listening, not_listening};
use rolecall_store::{Page, PushCallFilter};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Runs a command on SCIM push.
pub fn run(command: &PushCommand) -> anyhow::Result<u8> {
    match command {
        PushCommand::Calls(asked) => calls(asked),
        PushCommand::Listen(asked) => listen(asked),
    }
}

fn calls(asked: &Calls) -> anyhow::Result<u8> {
    let store = there(&asked.place.state()?)?;
    let filter = PushCallFilter {
        directory: asked.directory.clone(),
        failed: asked.failed,
        method: asked.method.as_ref().map(|method| method.to_uppercase()),
        status: asked.status,
        text: asked.text.clone(),
        from: None,
        until: None,
    };
    let found = store.push_calls(&filter, Page { offset: 0, limit: asked.limit })?;
    let items = found.rows.into_iter().map(call_item).collect();
    let list = PushCallList { total: found.total, items };
    if asked.place.json {
        print::json(&list)?;
        return Ok(0);
    }
    let mut sheet = Sheet::default();
    for call in &list.items {
        let who = if call.token.is_empty() { "no valid token" } else { &call.token };
        let filter = match call.filter.as_str() {
            "" => String::new(),
            filter => format!(" ({filter})"),
        };
        sheet.line(format_args!(
            "{}  {} {} {}{filter}: {}  by {who} from {}",
            local(call.at),
            call.directory,
            call.method,
            call.path,
            call.status,
            call.address
        ));
        if let (Some(means), Some(remedy)) = (&call.means, &call.remedy) {
            sheet.line(format_args!("  \"{}\"", call.detail));
            sheet.line(format_args!("  {means} {remedy}"));
        }
    }
    let left = list.total - list.items.len() as u64;
    if list.items.is_empty() {
        sheet.line("no such call was received in the last 30 days");
    } else if left > 0 {
        sheet.line(format_args!("and {left} more; see --limit"));
    }
    sheet.show()?;
    Ok(0)
}

fn listen(asked: &Listen) -> anyhow::Result<u8> {
    let place = &asked.place;
    if asked.address.is_none() && !asked.off {
        let kept = there(&place.state()?)?.setting(LISTENING_SETTING)?;
        return told(&kept.unwrap_or_else(not_listening), place.json);
    }
    let store = there_to_write(&place.state()?)?;
    let kept: Option<PushListening> = store.setting(LISTENING_SETTING)?;
    let kept = kept.unwrap_or_else(not_listening);
    let chosen = match asked.address {
        None => PushListening { on: false, ..kept },
        Some(address) => PushListening {
            on: true,
            address: address.to_string(),
            certificate: absolute(asked.tls_cert.as_deref())?,
            key: absolute(asked.tls_key.as_deref())?,
            behind_proxy: asked.behind_proxy,
        },
    };
    let chosen = checked_listening(&chosen).map_err(|error| anyhow::Error::msg(error.message))?;
    store.set_setting(LISTENING_SETTING, &chosen)?;
    let detail = json!({"on": chosen.on, "address": chosen.address});
    store.append(&[entry("push_listening_changed", detail)])?;
    told(&chosen, place.json)
}

/// The path as whoever listens finds it from another folder.
fn absolute(path: Option<&Path>) -> anyhow::Result<Option<String>> {
    let absolute: Option<PathBuf> = path.map(std::path::absolute).transpose()?;
    Ok(absolute.map(|path| path.display().to_string()))
}

fn told(kept: &PushListening, as_json: bool) -> anyhow::Result<u8> {
    if as_json {
        print::json(kept)?;
        return Ok(0);
    }
    let how = match (&kept.certificate, kept.behind_proxy) {
        (Some(certificate), _) => format!("by TLS with {certificate}"),
        (None, true) => "behind a proxy that speaks TLS".to_owned(),
        (None, false) => "for this machine alone".to_owned(),
    };
    let words = match kept.on {
        true => format!("SCIM calls are listened for at {}, {how}\n", kept.address),
        false => "SCIM calls of other machines are not listened for\n".to_owned(),
    };
    print::text(&words)?;
    Ok(0)
}
