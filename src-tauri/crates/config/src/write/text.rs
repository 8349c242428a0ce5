//! TOML as this crate writes it: one spelling for each value.

use std::fmt::Write as _;

/// How long a line may be before a list goes over several.
const WIDTH: usize = 100;

/// `text` in quotes: single ones where they save escapes, as conditions mostly do.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c != '\'' && !c.is_control();
    if text.contains(['"', '\\']) && text.chars().all(plain) {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `name` as a key: bare where TOML allows it.
pub(super) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

/// A list of texts in one line.
pub(super) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// An inline table of these entries, whose values are TOML already.
pub(super) fn inline<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, String)>) -> String {
    let entry = |(name, value): (K, String)| format!("{} = {value}", key(name.as_ref()));
    let entries: Vec<_> = entries.into_iter().map(entry).collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// The lines of a file, in blocks with a header each.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    /// Begins a table, with an empty line above it.
    pub fn header(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(header);
        self.text.push('\n');
    }

    /// Writes `name = value`; the value is TOML already.
    pub fn line(&mut self, name: &str, value: &str) {
        self.text.push_str(name);
        self.text.push_str(" = ");
        self.text.push_str(value);
        self.text.push('\n');
    }

    /// Writes a text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.line(name, &quoted(value));
    }

    /// Writes a list whose elements are TOML already: each in a line of its own when together they
    /// are too long for one.
    pub fn list(&mut self, name: &str, elements: &[String]) {
        let together = format!("[{}]", elements.join(", "));
        if name.len() + 3 + together.chars().count() <= WIDTH {
            self.line(name, &together);
        } else {
            self.line(name, &format!("[\n    {},\n]", elements.join(",\n    ")));
        }
    }

    pub fn finish(self) -> String {
        self.text
    }
}
