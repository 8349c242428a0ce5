//! The words this host shows, from the interface's compiled catalogue.

use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    Quarantined,
    /// A state.
    Paused,
    /// A state.
    Off,
    /// In the tray's menu.
    PauseHour,
    /// In the tray's menu.
    PauseTomorrow,
    /// In the tray's menu.
    Resume,
    /// In the application's menu.
    Overview,
    /// In the application's menu.
    Rules,
    /// In the application's menu.
    Attributes,
    /// In the application's menu.
    People,
    /// In the application's menu.
    Connections,
    /// In the application's menu.
    Runs,
    /// In the application's menu.
    Activity,
    /// In the application's menu.
    Plan,
    /// In the application's menu.
    Settings,
    /// In the application's menu.
    Go,
    /// In the application's menu.
    Edit,
    /// In the application's menu.
    Window,
    /// In the application's menu.
    About,
    /// In the application's menu.
    Hide,
    /// In the application's menu.
    HideOthers,
    /// In the application's menu.
    Undo,
    /// In the application's menu.
    Redo,
    /// In the application's menu.
    Cut,
    /// In the application's menu.
    Copy,
    /// In the application's menu.
    Paste,
    /// In the application's menu.
    SelectAll,
    /// In the application's menu.
    Minimize,
    /// In the application's menu.
    Close,
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
            Self::Quarantined => "tray.state.quarantined",
            Self::Paused => "tray.state.paused",
            Self::Off => "tray.state.off",
            Self::PauseHour => "tray.pauseHour",
            Self::PauseTomorrow => "tray.pauseTomorrow",
            Self::Resume => "tray.resume",
            Self::Overview => "menu.overview",
            Self::Rules => "menu.rules",
            Self::Attributes => "menu.attributes",
            Self::People => "menu.people",
            Self::Connections => "menu.connections",
            Self::Runs => "menu.runs",
            Self::Activity => "menu.activity",
            Self::Plan => "menu.plan",
            Self::Settings => "menu.settings",
            Self::Go => "menu.go",
            Self::Edit => "menu.edit",
            Self::Window => "menu.window",
            Self::About => "menu.about",
            Self::Hide => "menu.hide",
            Self::HideOthers => "menu.hideOthers",
            Self::Undo => "menu.undo",
            Self::Redo => "menu.redo",
            Self::Cut => "menu.cut",
            Self::Copy => "menu.copy",
            Self::Paste => "menu.paste",
            Self::SelectAll => "menu.selectAll",
            Self::Minimize => "menu.minimize",
            Self::Close => "menu.close",
        }
    }
}

#[derive(Deserialize)]
struct Catalogue {
    messages: HashMap<String, Vec<Value>>,
}

type Messages = HashMap<String, Vec<Value>>;

macro_rules! catalogues {
    ($($language:literal),*) => {
        [$(($language, include_str!(concat!("../../ui/src/i18n/catalogues/", $language, ".json")))),*]
    };
}

/// The languages of the product with their catalogues, English first.
static CATALOGUES: LazyLock<Vec<(&str, Messages)>> = LazyLock::new(|| {
    let all = catalogues!["en", "nl", "sv", "de", "fr", "es", "it", "pt"];
    all.into_iter().map(|(language, text)| (language, messages(text))).collect()
});

/// The place of the language in use among [`CATALOGUES`].
static LANGUAGE: AtomicUsize = AtomicUsize::new(0);

fn messages(text: &str) -> Messages {
    // A catalogue that cannot be read leaves the ids to be shown, and fails the test below.
    let catalogue = serde_json::from_str(text).unwrap_or(Catalogue { messages: HashMap::new() });
    catalogue.messages
}

/// Uses the language of a BCP 47 tag, or of the machine for `system`; English where there is no
/// catalogue. Answers whether it is another one than before.
pub(crate) fn speak(setting: &str) -> bool {
    let wanted = match setting {
        "system" => sys_locale::get_locale().unwrap_or_default(),
        tag => tag.to_owned(),
    };
    let wanted = wanted.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let place = CATALOGUES.iter().position(|(language, _)| *language == wanted).unwrap_or(0);
    LANGUAGE.swap(place, Ordering::Relaxed) != place
}

fn catalogue() -> (&'static str, &'static Messages) {
    let catalogues: &'static [(&str, Messages)] = &CATALOGUES;
    let place = LANGUAGE.load(Ordering::Relaxed).min(catalogues.len() - 1);
    let (language, messages) = &catalogues[place];
    (language, messages)
}

/// The text of a word in the language in use.
pub(crate) fn text(word: Word) -> &'static str {
    match catalogue().1.get(word.id()).map(Vec::as_slice) {
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
    let Some(parts) = catalogue().1.get(id) else { return id.to_owned() };
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
            let form = forms.get(if is_one(*number) { "one" } else { "other" });
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

/// Whether the language in use counts so many as one (CLDR's plural rules of its languages).
fn is_one(number: u64) -> bool {
    number == 1 || (number == 0 && catalogue().0 == "fr")
}

/// What stands behind `start` in the ids that begin with it.
#[cfg(test)]
pub(crate) fn words_of(start: &str) -> Vec<String> {
    CATALOGUES[0].1.keys().filter_map(|id| id.strip_prefix(start)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_every_catalogue() {
        for word in [
            Word::Open,
            Word::SyncNow,
            Word::Quit,
            Word::InSync,
            Word::Running,
            Word::Attention,
            Word::Quarantined,
            Word::Paused,
            Word::Off,
            Word::PauseHour,
            Word::PauseTomorrow,
            Word::Resume,
            Word::Overview,
            Word::Rules,
            Word::Attributes,
            Word::People,
            Word::Connections,
            Word::Runs,
            Word::Activity,
            Word::Plan,
            Word::Settings,
            Word::Go,
            Word::Edit,
            Word::Window,
            Word::About,
            Word::Hide,
            Word::HideOthers,
            Word::Undo,
            Word::Redo,
            Word::Cut,
            Word::Copy,
            Word::Paste,
            Word::SelectAll,
            Word::Minimize,
            Word::Close,
        ] {
            for (language, messages) in CATALOGUES.iter() {
                assert!(messages.contains_key(word.id()), "{language} lacks {}", word.id());
            }
        }
    }

    // One test, as the language is the whole program's.
    #[test]
    fn messages_are_filled_and_count_in_the_language_in_use() {
        let people = |count| {
            let fillings = [
                ("target", Filling::Text("GoTo")),
                ("cause", Filling::Text("X")),
                ("people", Filling::Number(count)),
            ];
            filled("news.people", &fillings)
        };
        assert_eq!(people(1), "GoTo: X · 1 person");
        assert_eq!(people(14), "GoTo: X · 14 people");
        assert_eq!(filled("no.such", &[]), "no.such");

        assert!(speak("de-AT"), "another language");
        assert!(!speak("de"), "the same");
        assert_eq!(people(14), "GoTo: X · 14 Personen");
        assert_eq!(text(Word::SyncNow), "Jetzt synchronisieren");
        assert!(speak("fr-FR"));
        assert_eq!(people(0), "GoTo : X · 0 personne", "none counts as one in French");
        assert!(speak("tlh"), "back to English, as there is no Klingon");
        assert_eq!(text(Word::SyncNow), "Sync now");
    }
}
