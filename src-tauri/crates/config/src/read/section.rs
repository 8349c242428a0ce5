//! Tables of the file, asked for their keys by type.

use super::report::{Report, Text, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of the file: what it is in words, and where it begins.
#[derive(Clone)]
pub(super) struct Section<'a> {
    pub report: &'a Report<'a>,
    /// Such as `[[rule]]`.
    pub what: String,
    table: &'a DeTable<'a>,
    at: usize,
}

/// A value of the file with its key.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub report: &'a Report<'a>,
    pub key: &'a str,
    /// Where the key stands.
    pub key_at: usize,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Section<'a> {
    pub fn new(report: &'a Report<'a>, table: &'a DeTable<'a>, at: usize, what: &str) -> Self {
        Self { report, what: what.to_owned(), table, at }
    }

    /// Where it begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// All entries, in the order of the file.
    pub fn entries(&self) -> Vec<Entry<'a>> {
        let report = self.report;
        let mut entries: Vec<_> = (self.table.iter())
            .map(|(key, value)| Entry {
                report,
                key: key.get_ref().as_ref(),
                key_at: key.span().start,
                value,
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_at);
        entries
    }

    /// Reports every key that is not one of `known`.
    pub fn only(&self, known: &[&str]) {
        for entry in self.entries().iter().filter(|entry| !known.contains(&entry.key)) {
            let message = format!("unknown key \"{}\"", entry.key);
            let near = nearest(entry.key, known.iter().copied());
            let message = if near.is_some() {
                message
            } else {
                format!("{message}; {} knows {}", self.what, known.join(", "))
            };
            self.report.suggest(entry.key_at, "unknown_key", message, near);
        }
    }

    /// The entry with this key.
    pub fn get(&self, key: &str) -> Option<Entry<'a>> {
        self.entries().into_iter().find(|entry| entry.key == key)
    }

    /// The entry with this key, reported when missing.
    pub fn required(&self, key: &str, example: &str) -> Option<Entry<'a>> {
        let found = self.get(key);
        if found.is_none() {
            let message = format!("{} lacks {key}; add {key} = {example}", self.what);
            self.report.error(self.at, "missing_key", message);
        }
        found
    }

    /// The text with this key, reported when of another type.
    pub fn text(&self, key: &str) -> Option<Text> {
        self.get(key)?.text()
    }

    /// The text with this key, reported when missing, of another type, or empty.
    pub fn required_text(&self, key: &str, example: &str) -> Option<Text> {
        let text = self.required(key, example)?.text()?;
        if text.value.trim().is_empty() {
            let message = format!("{key} is empty; write {key} = {example}");
            self.report.error(text.at(), "invalid_value", message);
            return None;
        }
        Some(text)
    }

    /// The yes/no with this key, or what holds without it.
    pub fn boolean(&self, key: &str, default: bool) -> bool {
        self.get(key).and_then(|entry| entry.boolean()).unwrap_or(default)
    }

    /// The table with this key, reported when of another type.
    pub fn table(&self, key: &str) -> Option<Section<'a>> {
        self.get(key)?.table(&format!("[{key}]"))
    }

    /// The tables in the array with this key.
    pub fn tables(&self, key: &str, what: &str) -> Vec<Section<'a>> {
        self.get(key).map(|entry| entry.tables(what)).unwrap_or_default()
    }
}

impl<'a> Entry<'a> {
    fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// Where the value stands.
    pub fn at(&self) -> usize {
        self.span().start
    }

    /// Reports that the value is not what was expected.
    pub fn wrong_type(&self, expected: &str) {
        let found = in_words(self.value.get_ref());
        let message = format!("{}: expected {expected}, found {found}", self.key);
        self.report.error(self.at(), "wrong_type", message);
    }

    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        self.value.get_ref().is_str()
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        self.value.get_ref().is_array()
    }

    pub fn text(&self) -> Option<Text> {
        let Some(value) = self.value.get_ref().as_str() else {
            self.wrong_type("a string");
            return None;
        };
        Some(Text { value: value.to_owned(), span: self.span() })
    }

    pub fn boolean(&self) -> Option<bool> {
        let value = self.value.get_ref().as_bool();
        if value.is_none() {
            self.wrong_type("true or false");
        }
        value
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&self, least: u64, most: u64) -> Option<u64> {
        let DeValue::Integer(number) = self.value.get_ref() else {
            self.wrong_type("an integer");
            return None;
        };
        let value = u64::from_str_radix(number.as_str(), number.radix()).ok();
        let fits = value.filter(|value| (least..=most).contains(value));
        if fits.is_none() {
            let bounds = if most >= i64::MAX as u64 {
                format!("{least} or more")
            } else {
                format!("from {least} to {most}")
            };
            let message = format!("{}: expected {bounds}, found {number}", self.key);
            self.report.error(self.at(), "invalid_value", message);
        }
        fits
    }

    /// A number above zero, whole or not.
    pub fn positive(&self) -> Option<f64> {
        let value = match self.value.get_ref() {
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(|value| value as f64)
            }
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => {
                self.wrong_type("a number");
                return None;
            }
        };
        let fits = value.filter(|value| value.is_finite() && *value > 0.0);
        if fits.is_none() {
            let message = format!("{}: expected a number above 0", self.key);
            self.report.error(self.at(), "invalid_value", message);
        }
        fits
    }

    /// A day, as a TOML date or as text, as `YYYY-MM-DD`.
    pub fn date(&self) -> Option<String> {
        let read = match self.value.get_ref() {
            DeValue::Datetime(date) => Some(*date),
            DeValue::String(text) => text.parse::<toml::value::Datetime>().ok(),
            _ => {
                self.wrong_type("a date such as 2027-01-31");
                return None;
            }
        };
        let day = read.filter(|read| read.time.is_none() && read.offset.is_none());
        let Some(day) = day.and_then(|read| read.date) else {
            let message =
                format!("{}: expected a day such as 2027-01-31, without a time", self.key);
            self.report.error(self.at(), "invalid_value", message);
            return None;
        };
        Some(day.to_string())
    }

    /// The texts of a list.
    pub fn texts(&self) -> Option<Vec<Text>> {
        let Some(array) = self.value.get_ref().as_array() else {
            self.wrong_type("a list of strings");
            return None;
        };
        let element = |value| Entry { value, ..*self }.text();
        Some(array.iter().filter_map(element).collect())
    }

    /// The value as a table.
    pub fn table(&self, what: &str) -> Option<Section<'a>> {
        let Some(table) = self.value.get_ref().as_table() else {
            self.wrong_type("a table");
            return None;
        };
        Some(Section::new(self.report, table, self.at(), what))
    }

    /// The tables of a list of tables.
    pub fn tables(&self, what: &str) -> Vec<Section<'a>> {
        let Some(array) = self.value.get_ref().as_array() else {
            self.wrong_type(&format!("a list of tables ({what})"));
            return Vec::new();
        };
        let element = |value| Entry { value, ..*self }.table(what);
        array.iter().filter_map(element).collect()
    }
}

fn in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
