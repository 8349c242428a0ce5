//! Yes/no cells.

/// `true` or `false` without case; `empty` for a blank cell; `None` for anything else.
pub(crate) fn yes_or_no(cell: &str, empty: bool) -> Option<bool> {
    match cell.trim() {
        "" => Some(empty),
        word if word.eq_ignore_ascii_case("true") => Some(true),
        word if word.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
