//! How text is compared: without locale, without case, whatever its composition.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;

/// Returns the key under which two texts are the same: NFC first, then full Unicode case folding.
///
/// Equal to `casefold(NFC(text))` as other languages spell it. Locale plays no part, so `I` and `i`
/// are one everywhere, and the result is not normalized again.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let composed = ComposingNormalizer::new_nfc().normalize(text);
    CaseMapper::new().fold_string(&composed).into_owned()
}

/// Returns [`fold`] without a copy where the text is its own key already.
#[must_use]
pub fn fold_cow(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(fold(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_beyond_lower_case() {
        assert_eq!(fold("Sales"), "sales");
        assert_eq!(fold("STRASSE"), fold("Straße"), "sharp s folds to ss");
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("Σίσυφος"), "final sigma is a sigma");
        assert_eq!(fold("ﬁn"), "fin", "a ligature folds to its letters");
        assert_eq!(fold("Ꭰ"), "Ꭰ", "Cherokee folds upwards");
        assert_eq!(fold("İ"), "i\u{307}", "no locale: the dot stays");
        assert_ne!(fold("ı"), fold("I"), "no locale: dotless i is its own letter");
    }

    #[test]
    fn composes_before_it_folds() {
        assert_eq!(fold("E\u{301}MILE"), fold("émile"));
        assert_eq!(fold("\u{212B}ngstro\u{308}m"), fold("ångström"));
        assert_eq!(fold("\u{1E9E}"), "ss");
        assert_eq!(fold("ǰ"), "j\u{30c}", "the folded form is not composed again");
    }

    #[test]
    fn borrows_what_is_folded_already() {
        assert!(matches!(fold_cow("sales 1"), Cow::Borrowed(_)));
        assert_eq!(fold_cow("Sales"), "sales");
        assert_eq!(fold_cow("é"), "é");
    }
}
