//! `rolecallctl activity`.

use crate::arguments::ActivityCommand;
use crate::opened::there;
use crate::places::Kept;
use crate::print;
use rolecall_store::{ActivityEntry, ActivityFilter, Page, Verification};
use serde_json::json;
use std::io::{self, Write};

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
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
        print::written(|out| as_csv(&entries, out))?;
    }
    Ok(0)
}

fn as_csv(entries: &[ActivityEntry], out: impl Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(HEADER).map_err(io_error)?;
    for ActivityEntry { seq, entry } in entries {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let row = [
            seq.to_string(),
            print::instant(entry.at),
            entry.who.clone(),
            entry.kind.clone(),
            entry.status.clone(),
            text(&entry.person),
            text(&entry.rule),
            text(&entry.target),
            entry.run.map(|run| run.to_string()).unwrap_or_default(),
            entry.cause.map_or("", |cause| cause.word()).to_owned(),
            entry.detail.to_string(),
        ];
        writer.write_record(row.map(defused)).map_err(io_error)?;
    }
    writer.flush()
}

/// An apostrophe keeps a spreadsheet from running what others wrote.
fn defused(field: String) -> String {
    if field.starts_with(FORMULA) { format!("'{field}") } else { field }
}

/// The error of the writer itself, so that a reader who left is still seen as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
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
