//! Tables as CSV files that a spreadsheet may open.

use crate::AppError;

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table as CSV (RFC 4180). A field that a spreadsheet would take for a formula gets an
/// apostrophe before it.
pub(crate) fn table(
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<String, AppError> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header).map_err(AppError::internal)?;
    for row in rows {
        writer.write_record(row.into_iter().map(defused)).map_err(AppError::internal)?;
    }
    let bytes = writer.into_inner().map_err(AppError::internal)?;
    String::from_utf8(bytes).map_err(AppError::internal)
}

fn defused(field: String) -> String {
    if field.starts_with(FORMULA) { format!("'{field}") } else { field }
}

/// An instant, in milliseconds since 1970, as ISO 8601 in UTC.
pub(crate) fn instant(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_text_is_kept() {
        let row = ["=1+1", "-2", "a,b", "it's", "\tx"].map(str::to_owned).to_vec();
        let text = table(&["a", "b", "c", "d", "e"], [row]).unwrap_or_default();
        assert_eq!(text, "a,b,c,d,e\r\n'=1+1,'-2,\"a,b\",it's,'\tx\r\n");
    }
}
