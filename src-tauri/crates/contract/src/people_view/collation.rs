//! Text in the order in which a language sorts it (CLDR).

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use rolecall_directory::Strings;

/// Ends the part of a sort key that tells letters apart, before that of accents and case.
const LEVEL_END: u8 = 1;

/// The place of a text among others: by its letters alone, and by accents and case too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) letters: u32,
    pub(crate) whole: u32,
}

/// Puts texts in the order of a language.
pub(crate) struct Collation {
    /// `None` where the language's order is not to be had: by code points then.
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order of `language`, a BCP 47 tag; the root's order where that is no language.
    pub(crate) fn new(language: &str) -> Self {
        let locale = Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        Self { collator: Collator::try_new(locale.into(), options).ok() }
    }

    /// The place of each of `texts`, by its number; equal texts share one.
    pub(crate) fn places(&self, texts: &Strings) -> Vec<Place> {
        let mut keys = Keys::default();
        for text in texts.iter() {
            keys.add(self.collator.as_ref(), text);
        }
        let mut sorted: Vec<(u128, u32)> =
            (0..texts.len()).map(|at| (first_bytes(keys.get(at)), at as u32)).collect();
        sorted.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| keys.get(a.1 as usize).cmp(keys.get(b.1 as usize)))
        });
        let mut places = vec![Place::default(); texts.len()];
        let mut before: Option<(&[u8], Place)> = None;
        for (_, at) in sorted {
            let key = keys.get(at as usize);
            let place = match before {
                None => Place::default(),
                Some((same, place)) if same == key => place,
                Some((other, place)) => Place {
                    letters: place.letters + u32::from(letters(other) != letters(key)),
                    whole: place.whole + 1,
                },
            };
            places[at as usize] = place;
            before = Some((key, place));
        }
        places
    }
}

/// Sort keys one after the other.
#[derive(Default)]
struct Keys {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Keys {
    fn add(&mut self, collator: Option<&CollatorBorrowed<'static>>, text: &str) {
        match collator {
            Some(collator) => {
                // A vector takes every byte.
                let Ok(()) = collator.write_sort_key_to(text, &mut self.bytes);
            }
            None => self.bytes.extend_from_slice(text.as_bytes()),
        }
        self.ends.push(self.bytes.len());
    }

    fn get(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[at]]
    }
}

/// The part of a sort key that tells letters apart.
fn letters(key: &[u8]) -> &[u8] {
    key.split(|&byte| byte == LEVEL_END).next().unwrap_or_default()
}

/// The first bytes of `key` as a number that sorts as they do.
fn first_bytes(key: &[u8]) -> u128 {
    let mut first = [0; 16];
    let length = key.len().min(16);
    first[..length].copy_from_slice(&key[..length]);
    u128::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, texts: &[&str]) -> Vec<String> {
        let mut strings = Strings::default();
        for text in texts {
            strings.intern(text);
        }
        let places = Collation::new(language).places(&strings);
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&at| places[at].whole);
        order.into_iter().map(|at| texts[at].to_owned()).collect()
    }

    #[test]
    fn languages_sort_their_letters_as_their_readers_do() {
        let texts = ["Zoe", "Öberg", "Adam", "Ärla", "Ohm", "émile", "Emil"];
        let german = ["Adam", "Ärla", "Emil", "émile", "Öberg", "Ohm", "Zoe"];
        let swedish = ["Adam", "Emil", "émile", "Ohm", "Zoe", "Ärla", "Öberg"];
        assert_eq!(sorted("de", &texts), german);
        assert_eq!(sorted("sv", &texts), swedish);
        assert_eq!(sorted("no such language", &texts), german, "the root's order");
    }

    #[test]
    fn accents_and_case_do_not_make_other_letters() {
        let mut strings = Strings::default();
        for text in ["Zoe", "Zoë", "zoe", "Zof"] {
            strings.intern(text);
        }
        let places = Collation::new("en").places(&strings);
        assert_eq!(places[0].letters, places[1].letters);
        assert_eq!(places[0].letters, places[2].letters);
        assert_ne!(places[0].whole, places[1].whole);
        assert_ne!(places[0].letters, places[3].letters);
    }
}
