//! The words this host shows, from the interface's compiled catalogue.

use serde::Deserialize;
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
    messages: HashMap<String, Vec<serde_json::Value>>,
}

static ENGLISH: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let text = include_str!("../../ui/src/i18n/catalogues/en.json");
    // A catalogue that cannot be read leaves the ids to be shown, and fails the test below.
    let catalogue = serde_json::from_str(text).unwrap_or(Catalogue { messages: HashMap::new() });
    let plain = |(id, parts): (String, Vec<serde_json::Value>)| match parts.as_slice() {
        [serde_json::Value::String(text)] => Some((id, text.clone())),
        _ => None,
    };
    catalogue.messages.into_iter().filter_map(plain).collect()
});

/// The text of a word.
pub(crate) fn text(word: Word) -> &'static str {
    ENGLISH.get(word.id()).map_or(word.id(), String::as_str)
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
}
