//! The words this host shows, from the interface's compiled catalogue.

use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of `ui/src/i18n/hostWords.ts` by their ids there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// In the tray's menu.
    Open,
    /// In the tray's menu.
    SyncNow,
    /// In the tray's menu.
    Quit,
    /// A state.
    InSync,
    /// A state.
    Running,
    /// A state.
    Attention,
    /// A state.
    Off,
}

impl Word {
    fn id(self) -> &'static str {
        match self {
            Self::Open => "tray.open",
            Self::SyncNow => "tray.syncNow",
            Self::Quit => "tray.quit",
            Self::InSync => "tray.state.inSync",
            Self::Running => "tray.state.running",
            Self::Attention => "tray.state.attention",
            Self::Off => "tray.state.off",
        }
    }
}

#[derive(Deserialize)]
struct Catalogue {
    messages: HashMap<String, Vec<Value>>,
}

static ENGLISH: LazyLock<HashMap<String, Vec<Value>>> = LazyLock::new(|| {
    let text = include_str!("../../ui/src/i18n/catalogues/en.json");
    // A catalogue that cannot be read leaves the ids to be shown, and fails the test below.
    let catalogue = serde_json::from_str(text).unwrap_or(Catalogue { messages: HashMap::new() });
    catalogue.messages
});

/// The text of a word.
pub(crate) fn text(word: Word) -> &'static str {
    match ENGLISH.get(word.id()).map(Vec::as_slice) {
        Some([Value::String(text)]) => text,
        _ => word.id(),
    }
}

/// What a message is filled with.
pub(crate) enum Filling<'a> {
    /// A name as it stands.
    Text(&'a str),
    /// A number, which also decides between one and many.
    Number(u64),
}

/// The message called `id`, filled with these by their names; the id where there is none.
pub(crate) fn filled(id: &str, fillings: &[(&str, Filling<'_>)]) -> String {
    let Some(parts) = ENGLISH.get(id) else { return id.to_owned() };
    parts.iter().map(|part| part_of(part, fillings)).collect()
}

/// A part is a text, `[name]`, or `[name, "plural", {"one": parts, "other": parts}]`, where `#`
/// stands for the number.
fn part_of(part: &Value, fillings: &[(&str, Filling<'_>)]) -> String {
    if let Value::String(text) = part {
        return text.clone();
    }
    let given = |name: &Value| fillings.iter().find(|(known, _)| name.as_str() == Some(known));
    match part.as_array().map(Vec::as_slice) {
        Some([name]) => match given(name) {
            Some((_, Filling::Text(text))) => (*text).to_owned(),
            Some((_, Filling::Number(number))) => number.to_string(),
            None => String::new(),
        },
        Some([name, _, forms]) => {
            let Some((_, Filling::Number(number))) = given(name) else { return String::new() };
            let form = forms.get(if *number == 1 { "one" } else { "other" });
            let parts = form.and_then(Value::as_array).into_iter().flatten();
            parts
                .map(|part| match part.as_str() {
                    Some("#") => number.to_string(),
                    _ => part_of(part, fillings),
                })
                .collect()
        }
        _ => String::new(),
    }
}

/// What stands behind `start` in the ids that begin with it.
#[cfg(test)]
pub(crate) fn words_of(start: &str) -> Vec<String> {
    ENGLISH.keys().filter_map(|id| id.strip_prefix(start)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_the_catalogue() {
        for word in [
            Word::Open,
            Word::SyncNow,
            Word::Quit,
            Word::InSync,
            Word::Running,
            Word::Attention,
            Word::Off,
        ] {
            assert!(ENGLISH.contains_key(word.id()), "{} is missing", word.id());
        }
    }

    #[test]
    fn messages_are_filled_and_count() {
        let people = |count| {
            let fillings = [
                ("target", Filling::Text("GoTo")),
                ("cause", Filling::Text("no licences left")),
                ("people", Filling::Number(count)),
            ];
            filled("news.people", &fillings)
        };
        assert_eq!(people(1), "GoTo: no licences left · 1 person");
        assert_eq!(people(14), "GoTo: no licences left · 14 people");
        assert_eq!(filled("no.such", &[]), "no.such");
    }
}
