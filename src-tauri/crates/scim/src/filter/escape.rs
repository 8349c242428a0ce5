//! Texts in quotes: the string escapes of JSON (RFC 8259 section 7), which RFC 7644 takes over.

use std::fmt::{self, Write};

/// How a backslash that starts no escape of JSON is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// As an error.
    Text,
    /// As the pattern's own, so that `"\d"` and `"\bx"` mean what the regex syntax says; `"\\d"`
    /// is the same pattern by JSON's rules.
    Pattern,
}

/// A text with its escapes resolved.
#[derive(Debug, Default)]
pub(super) struct Unescaped {
    /// The text.
    pub(super) text: String,
    /// After each escape, the place in `text` and in what was read.
    resumed: Vec<(usize, usize)>,
}

impl Unescaped {
    /// Returns the byte in what was read that made the byte `at` of the text.
    pub(super) fn origin(&self, at: usize) -> usize {
        let resumed = self.resumed.iter().rev().find(|(made, _)| *made <= at);
        resumed.map_or(at, |(made, read)| read + (at - made))
    }
}

/// Resolves the escapes of `raw`; on failure returns the bytes of the escape that is none.
pub(super) fn unescape(raw: &str, escapes: Escapes) -> Result<Unescaped, (usize, usize)> {
    let mut result = Unescaped::default();
    let mut rest = raw;
    while let Some(backslash) = rest.find('\\') {
        result.text.push_str(&rest[..backslash]);
        let at = raw.len() - rest.len() + backslash;
        let body = &rest[backslash + 1..];
        let length = match resolve(body, escapes) {
            Some((character, length)) => {
                result.text.push(character);
                length
            }
            None => {
                let kept = body.chars().next().filter(|c| !is_surrogate(body, *c));
                let length = kept.map_or(0, char::len_utf8);
                if escapes == Escapes::Text || length == 0 {
                    return Err((at, at + 1 + body.chars().next().map_or(0, char::len_utf8)));
                }
                result.text.push('\\');
                result.text.push_str(&body[..length]);
                length
            }
        };
        rest = &body[length..];
        result.resumed.push((result.text.len(), raw.len() - rest.len()));
    }
    result.text.push_str(rest);
    Ok(result)
}

/// Resolves what follows a backslash to a character and the length of the escape's body.
fn resolve(body: &str, escapes: Escapes) -> Option<(char, usize)> {
    let simple = match body.chars().next()? {
        'u' => return unicode(body),
        'b' if escapes == Escapes::Text => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        same @ ('"' | '\\' | '/') => same,
        _ => return None,
    };
    Some((simple, 1))
}

fn unicode(body: &str) -> Option<(char, usize)> {
    let unit = hex(body.get(1..5)?)?;
    if let Some(character) = char::from_u32(unit) {
        return Some((character, 5));
    }
    let low = hex(body.get(5..)?.strip_prefix("\\u")?.get(..4)?)?;
    if !(0xD800..0xDC00).contains(&unit) || !(0xDC00..0xE000).contains(&low) {
        return None;
    }
    let character = char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))?;
    Some((character, 11))
}

fn hex(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Tells whether the escape is `\uXXXX` of a surrogate without its other half.
fn is_surrogate(body: &str, first: char) -> bool {
    first == 'u' && body.get(1..5).and_then(hex).is_some_and(|unit| char::from_u32(unit).is_none())
}

/// Writes `text` in quotes, escaping only what must be.
pub(super) fn write_quoted(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(out, "\\{c}")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c if c.is_control() => write!(out, "\\u{:04x}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Option<String> {
        unescape(raw, Escapes::Text).ok().map(|unescaped| unescaped.text)
    }

    #[test]
    fn resolves_the_escapes_of_json() {
        assert_eq!(text(r#"a\"b\\c\/d\n\t\r\b\f"#).unwrap(), "a\"b\\c/d\n\t\r\u{8}\u{c}");
        assert_eq!(text(r"\u00e9\uD83D\uDE00!").unwrap(), "é😀!");
    }

    #[test]
    fn refuses_what_json_does_not_know() {
        assert_eq!(unescape(r"CORP\jdoe", Escapes::Text).unwrap_err(), (4, 6));
        for bad in [r"\u12", r"\uD83D", r"\uDE00\uD83D", r"\uD83Dx", r"\u+123", r"\é", r"\uD83D\u"]
        {
            assert_eq!(text(bad), None, "{bad} is no escape");
        }
    }

    #[test]
    fn patterns_keep_their_own_backslashes() {
        let pattern = |raw| unescape(raw, Escapes::Pattern).unwrap().text;
        assert_eq!(pattern(r"^\d+\bx\u{41}\."), r"^\d+\bx\u{41}\.");
        assert_eq!(pattern(r#"^\\d\"\u0041"#), r#"^\d"A"#);
        assert!(unescape(r"\uD83D", Escapes::Pattern).is_err(), "half a character");
    }

    #[test]
    fn places_lead_back_to_what_was_read() {
        let unescaped = unescape(r"a\\d(\u00e9[", Escapes::Pattern).unwrap();
        assert_eq!(unescaped.text, "a\\d(é[");
        assert_eq!(unescaped.origin(0), 0);
        assert_eq!(unescaped.origin(2), 3, "the d behind the escaped backslash");
        assert_eq!(unescaped.origin(unescaped.text.len() - 1), 11, "the bracket");
    }
}
