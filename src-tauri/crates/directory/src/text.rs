//! Text as the vocabulary compares it: NFC, then full Unicode case folding, without locale.

use rolecall_scim::fold;
use serde::{Deserialize, Serialize};

/// A name or address as it is compared: NFC and case folded. Two spellings of one userName are
/// equal as `Folded`; its order is by code points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Folded(String);

impl Folded {
    /// Folds `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(fold(text))
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Folded {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// The domain of an e-mail address: what follows the last `@`, folded; `None` without an `@`.
#[must_use]
pub fn domain_of(address: &str) -> Option<Folded> {
    address.rsplit_once('@').map(|(_, domain)| Folded::new(domain))
}

/// An org unit path in its one form: a leading `/`, no trailing or doubled `/`; the root is `/`.
/// Empty text is no org unit.
#[must_use]
pub fn org_unit_path(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let mut path = String::with_capacity(text.len() + 1);
    for segment in text.split('/').filter(|segment| !segment.is_empty()) {
        path.push('/');
        path.push_str(segment);
    }
    Some(if path.is_empty() { "/".to_owned() } else { path })
}

/// The paths above `path` and itself, from the root down: `/A/B` gives `/`, `/A`, `/A/B`.
pub fn org_unit_ancestors(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).skip(1).chain([path.len()]);
    std::iter::once("/").chain(ends.map(|end| &path[..end]).filter(|part| part.len() > 1))
}

#[cfg(test)]
mod tests {
    use super::{domain_of, org_unit_ancestors, org_unit_path};

    #[test]
    fn org_units_have_one_form() {
        assert_eq!(org_unit_path("Sales/"), Some("/Sales".into()), "slashes are put in order");
        assert_eq!(org_unit_path("/"), Some("/".into()), "the root stays the root");
        assert_eq!(org_unit_path("  "), None, "blank is no org unit");
    }

    #[test]
    fn ancestors_go_from_the_root_down() {
        let all: Vec<_> = org_unit_ancestors("/A/B").collect();
        assert_eq!(all, ["/", "/A", "/A/B"], "each level once");
        assert_eq!(org_unit_ancestors("/").collect::<Vec<_>>(), ["/"], "the root has only itself");
    }

    #[test]
    fn domains_follow_the_last_at() {
        assert_eq!(
            domain_of("\"a@b\"@Example.COM").map(|d| d.as_str().to_owned()).as_deref(),
            Some("example.com"),
            "the last @ counts, without case"
        );
    }
}
