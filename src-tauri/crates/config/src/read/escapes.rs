//! Where a character of a string stands in the file, past quotes and escapes.

use super::report::{Report, Text};

/// The byte of the file where the byte `offset` of the value of `text` stands; where the string
/// begins when that cannot be told.
pub(super) fn place_in(report: &Report<'_>, text: &Text, offset: usize) -> usize {
    let start = text.span.start;
    let raw = report.text.get(text.span.clone()).unwrap_or_default();
    let opening = ["\"\"\"", "'''", "\"", "'"].iter().find(|quote| raw.starts_with(**quote));
    let Some(quote) = opening else { return start };
    let mut inner = quote.len();
    if quote.len() == 3 {
        // A newline right behind the opening quotes is not part of the value.
        let rest = &raw[inner..];
        inner += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let Some(body) = raw.get(inner..raw.len().saturating_sub(quote.len())) else { return start };
    let within = if quote.starts_with('\'') { Some(offset) } else { raw_offset(body, offset) };
    within.map_or(start, |within| start + inner + within)
}

/// The byte of `body`, a basic string as it is written, where the byte `offset` of its value comes
/// from.
fn raw_offset(body: &str, offset: usize) -> Option<usize> {
    let mut rest = body;
    let mut value = 0;
    while value < offset {
        let (written, read) = unit(rest)?;
        value += read;
        rest = rest.get(written..)?;
    }
    (value == offset).then_some(body.len() - rest.len())
}

/// How many bytes the first character of `rest` takes as written, and how many in the value.
fn unit(rest: &str) -> Option<(usize, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    let kind = rest[1..].chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        kind if kind.is_whitespace() => {
            // A backslash at the end of a line takes the white space behind it along.
            return Some((rest.len() - rest[1..].trim_start().len(), 0));
        }
        _ => return Some((2, 1)),
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(raw: &str, offset: usize) -> usize {
        let report = Report::new(raw);
        let text = Text { value: String::new(), span: 0..raw.len() };
        place_in(&report, &text, offset)
    }

    #[test]
    fn quotes_and_escapes_are_stepped_over() {
        assert_eq!(place("'abc'", 1), 2, "behind one quote");
        assert_eq!(place("'''\nabc'''", 1), 5, "behind three quotes and a newline");
        assert_eq!(place(r#""a\"bc""#, 2), 4, "an escape is two bytes for one");
        assert_eq!(place(r#""\u00e9bc""#, 2), 7, "an escape of a longer character");
        assert_eq!(place("\"\"\"a\\\n   bc\"\"\"", 1), 4, "the backslash at the end of a line");
        assert_eq!(place("\"ab\"", 9), 0, "past the end, the string itself");
    }
}
