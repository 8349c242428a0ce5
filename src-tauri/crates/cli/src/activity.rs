//! `rolecallctl activity`.

use crate::arguments::ActivityCommand;
use crate::opened::there;
use crate::places::Kept;
use crate::print;
use crate::table;
use rolecall_store::{ActivityEntry, ActivityFilter, Page, Verification};
use serde_json::json;
use std::io::{self, Write};

const HEADER: [&str; 11] =
    ["number", "at", "who", "kind", "status", "person", "rule", "target", "run", "cause", "detail"];

/// Runs a command on the record of all that happened.
pub fn run(command: &ActivityCommand) -> anyhow::Result<u8> {
    match command {
        ActivityCommand::Export(kept) => export(kept),
        ActivityCommand::Verify(kept) => verify(kept),
    }
}

fn export(kept: &Kept) -> anyhow::Result<u8> {
    let store = there(&kept.state()?)?;
    let mut entries = store.activity(&ActivityFilter::default(), Page::ALL)?.rows;
    entries.reverse();
    if kept.json {
        print::json_lines(&entries)?;
    } else {
        print::written(|out| as_csv(entries, out))?;
    }
    Ok(0)
}

fn as_csv(entries: Vec<ActivityEntry>, out: impl Write) -> io::Result<()> {
    let text = |field: Option<String>| field.unwrap_or_default();
    let rows = entries.into_iter().map(|ActivityEntry { seq, entry }| {
        [
            seq.to_string(),
            print::instant(entry.at),
            entry.who,
            entry.kind,
            entry.status,
            text(entry.person),
            text(entry.rule),
            text(entry.target),
            entry.run.map(|run| run.to_string()).unwrap_or_default(),
            entry.cause.map_or("", |cause| cause.word()).to_owned(),
            entry.detail.to_string(),
        ]
    });
    table::write(&HEADER, rows, out)
}

fn verify(kept: &Kept) -> anyhow::Result<u8> {
    let found = there(&kept.state()?)?.verify_activity()?;
    if kept.json {
        print::json(&match found {
            Verification::Intact { count } => json!({"intact": true, "entries": count}),
            Verification::Broken { seq } => json!({"intact": false, "broken_at": seq}),
        })?;
    }
    match found {
        Verification::Intact { count } => {
            if !kept.json {
                print::text(&format!("intact: {count} entries stand as they were written\n"))?;
            }
            Ok(0)
        }
        Verification::Broken { seq } => {
            print::note(format_args!(
                "from entry {seq} on the record is not what was written: compare it with a backup \
                 of the workspace, and find out who could write its file"
            ));
            Ok(1)
        }
    }
}
