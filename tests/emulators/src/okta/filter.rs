//! Filter expressions: comparisons joined by `and` and `or`, with parentheses.

use super::errors::Refusal;
use serde_json::Value;

/// A filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Is { path: String, op: String, value: String },
}

impl Filter {
    /// Reads a filter over properties that `allowed` knows.
    ///
    /// # Errors
    /// Okta's refusal of what it cannot read.
    pub fn read(text: &str, allowed: &dyn Fn(&str) -> bool) -> Result<Self, Refusal> {
        let words = words(text).ok_or_else(|| Refusal::search(text))?;
        let mut reader = Reader { words: &words, allowed };
        let filter = reader.any().filter(|_| reader.words.is_empty());
        filter.ok_or_else(|| Refusal::search(text))
    }

    pub fn holds(&self, record: &Value) -> bool {
        match self {
            Self::And(all) => all.iter().all(|one| one.holds(record)),
            Self::Or(any) => any.iter().any(|one| one.holds(record)),
            Self::Is { path, op, value } => {
                let found = path.split('.').fold(record, |value, name| &value[name]);
                match found {
                    Value::Array(elements) => {
                        elements.iter().any(|one| compare(one.as_str(), op, value))
                    }
                    one => compare(one.as_str(), op, value),
                }
            }
        }
    }
}

/// Moments are written in one form, so that their texts compare as they do.
fn compare(found: Option<&str>, op: &str, wanted: &str) -> bool {
    let Some(found) = found else { return false };
    match op {
        "eq" => found.eq_ignore_ascii_case(wanted),
        "sw" => found.starts_with(wanted),
        "co" => found.contains(wanted),
        "gt" => found > wanted,
        "ge" => found >= wanted,
        "lt" => found < wanted,
        _ => found <= wanted,
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    Open,
    Close,
    Name(String),
    Text(String),
}

fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(sign) = rest.chars().next() {
        rest = match sign {
            '(' | ')' => {
                words.push(if sign == '(' { Word::Open } else { Word::Close });
                &rest[1..]
            }
            '"' => {
                let end = rest[1..].find('"')? + 1;
                words.push(Word::Text(rest[1..end].to_owned()));
                &rest[end + 1..]
            }
            _ => {
                let end = rest.find([' ', '(', ')', '"']).unwrap_or(rest.len());
                words.push(Word::Name(rest[..end].to_owned()));
                &rest[end..]
            }
        };
        rest = rest.trim_start();
    }
    Some(words)
}

struct Reader<'a> {
    words: &'a [Word],
    allowed: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn any(&mut self) -> Option<Filter> {
        let mut any = vec![self.all()?];
        while self.word("or") {
            any.push(self.all()?);
        }
        Some(if any.len() == 1 { any.remove(0) } else { Filter::Or(any) })
    }

    fn all(&mut self) -> Option<Filter> {
        let mut all = vec![self.one()?];
        while self.word("and") {
            all.push(self.one()?);
        }
        Some(if all.len() == 1 { all.remove(0) } else { Filter::And(all) })
    }

    fn one(&mut self) -> Option<Filter> {
        match self.words {
            [Word::Open, rest @ ..] => {
                self.words = rest;
                let inside = self.any()?;
                let [Word::Close, rest @ ..] = self.words else { return None };
                self.words = rest;
                Some(inside)
            }
            [Word::Name(path), Word::Name(op), Word::Text(value), rest @ ..] => {
                let op = op.to_ascii_lowercase();
                let moment = path.starts_with("last");
                let known = matches!(op.as_str(), "eq" | "sw" | "co")
                    || (moment && matches!(op.as_str(), "gt" | "ge" | "lt" | "le"));
                self.words = rest;
                let filter = Filter::Is { path: path.clone(), op, value: value.clone() };
                (known && (self.allowed)(path)).then_some(filter)
            }
            _ => None,
        }
    }

    fn word(&mut self, word: &str) -> bool {
        match self.words {
            [Word::Name(name), rest @ ..] if name.eq_ignore_ascii_case(word) => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use serde_json::json;

    #[test]
    fn filters_are_read_as_the_api_documents_them() {
        let record = json!({
            "status": "ACTIVE", "lastUpdated": "2026-01-02T00:00:00.000Z",
            "profile": {"login": "ann@example.com", "teams": ["a", "b"]},
        });
        let all = |_: &str| true;
        for (text, wanted) in [
            ("status eq \"ACTIVE\"", true),
            ("lastUpdated gt \"2026-01-01T00:00:00.000Z\"", true),
            ("lastUpdated gt \"2026-01-03T00:00:00.000Z\"", false),
            ("lastUpdated lt \"2026-01-01T00:00:00.000Z\" or status eq \"ACTIVE\"", true),
            ("status eq \"X\" and (status eq \"ACTIVE\" or status eq \"X\")", false),
            ("profile.login eq \"ann@example.com\"", true),
            ("profile.teams eq \"b\"", true),
            ("profile.missing eq \"b\"", false),
        ] {
            assert_eq!(
                Filter::read(text, &all).ok().map(|one| one.holds(&record)),
                Some(wanted),
                "{text}"
            );
        }
        let odd =
            ["", "status", "status is \"x\"", "(status eq \"x\"", "status gt \"x\"", "a eq x"];
        for text in odd {
            assert!(Filter::read(text, &all).is_err(), "{text:?} is none");
        }
        assert!(Filter::read("profile.city eq \"x\"", &|_| false).is_err(), "not on this property");
    }
}
