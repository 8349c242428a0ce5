//! Standard output and standard error. Whoever reads may leave early (`| head`): that is no error,
//! and the rest is not written.

use anyhow::Context;
use serde::Serialize;
use std::fmt::{Display, Write as _};
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

/// Lines for people, gathered and shown at once.
#[derive(Debug, Default)]
pub struct Sheet(String);

impl Sheet {
    /// Adds a line.
    pub fn line(&mut self, line: impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// Adds all lines of another sheet.
    pub fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes all lines to standard output.
    pub fn show(&self) -> anyhow::Result<()> {
        text(&self.0)
    }
}

/// Writes `text` to standard output as it is.
pub fn text(text: &str) -> anyhow::Result<()> {
    written(|out| out.write_all(text.as_bytes()))
}

/// Asks `question`; anything but yes is no.
pub fn agreed(question: &str) -> anyhow::Result<bool> {
    text(&format!("{question} [y/N] "))?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Writes `value` as JSON to standard output as it is made.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    json_lines([value])
}

/// Writes each of `values` as JSON on a line of its own.
pub fn json_lines<T: Serialize>(values: impl IntoIterator<Item = T>) -> anyhow::Result<()> {
    written(|out| {
        for value in values {
            serde_json::to_writer(&mut *out, &value)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}

/// Runs `write` on standard output, buffered.
pub fn written(
    write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>,
) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            // What the buffer still holds is nobody's; dropped as it is, it would be tried again.
            let _ = out.into_parts();
            Ok(())
        }
        other => other.context("the answer could not be written to standard output"),
    }
}

/// Writes a line to standard error. Where nobody reads that either, there is nothing left to do.
pub fn note(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// An error with what caused it, each once.
pub fn chain(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// Who acts: `account@host`.
pub fn who() -> String {
    let account = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let account = account.filter(|account| !account.is_empty());
    let host = gethostname::gethostname();
    format!("{}@{}", account.as_deref().unwrap_or("unknown"), host.to_string_lossy())
}

/// A moment, in milliseconds since 1970, as ISO 8601 in UTC.
pub fn instant(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

/// A moment, in milliseconds since 1970, as the clock on the wall showed it.
pub fn local(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
