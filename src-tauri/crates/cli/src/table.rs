//! Tables for spreadsheets: CSV whose formulas are defused.

use std::io::{self, Write};

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes `rows` below `header` to `out`.
///
/// # Errors
/// Those of `out` itself, so that a reader who left is still seen as one.
pub fn write<Row: IntoIterator<Item = String>>(
    header: &[&str],
    rows: impl IntoIterator<Item = Row>,
    out: impl Write,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(header).map_err(io_error)?;
    for row in rows {
        writer.write_record(row.into_iter().map(defused)).map_err(io_error)?;
    }
    writer.flush()
}

/// An apostrophe keeps a spreadsheet from running what others wrote.
fn defused(field: String) -> String {
    if field.starts_with(FORMULA) { format!("'{field}") } else { field }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
