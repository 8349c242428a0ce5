//! Distinguished names (RFC 4514): taken apart, compared, and as filters need them (RFC 4515).

use rolecall_scim::fold;
use sha2::{Digest, Sha256};

/// A distinguished name, taken apart. Compared by attribute types without case and by folded
/// values, with inner runs of spaces as one (RFC 4518 section 2.6.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Dn {
    /// The relative names, the entry's own first.
    parts: Vec<Vec<(String, String)>>,
}

/// A distinguished name as a key: equal for equal names, and small.
pub(crate) type DnKey = [u8; 16];

impl Dn {
    /// Reads a name; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text.trim_start_matches(' ');
        if rest.is_empty() {
            return Some(Self { parts });
        }
        loop {
            let mut part = Vec::new();
            loop {
                let (kind, after) = rest.split_once('=')?;
                let kind = kind.trim();
                let is_kind = |sign: char| sign.is_ascii_alphanumeric() || "-._;".contains(sign);
                if kind.is_empty() || !kind.chars().all(is_kind) {
                    return None;
                }
                let (value, end, after) = value(after)?;
                part.push((kind.to_ascii_lowercase(), value));
                rest = after;
                match end {
                    Some('+') => {}
                    Some(_) => break parts.push(part),
                    None => {
                        parts.push(part);
                        return Some(Self { parts });
                    }
                }
            }
        }
    }

    /// The key of the name.
    pub fn key(&self) -> DnKey {
        key(&self.parts)
    }

    /// Whether it is `above` or somewhere below it.
    pub fn is_within(&self, above: &Self) -> bool {
        self.parts
            .len()
            .checked_sub(above.parts.len())
            .is_some_and(|own| canonical(&self.parts[own..]) == canonical(&above.parts))
    }

    /// How many relative names it has.
    pub fn depth(&self) -> usize {
        self.parts.len()
    }

    /// The value of the entry's own relative name.
    pub fn name(&self) -> &str {
        self.parts.first().and_then(|part| part.first()).map_or("", |(_, value)| value)
    }

    /// The path of the org units between `base` and the entry, itself left out: `/A/B` in the
    /// order of the tree, `/` where there is none; `None` of what is not below `base`.
    ///
    /// A slash within a name becomes a space, for a path has slashes between names only: our
    /// decision.
    pub fn org_unit(&self, base: &Self) -> Option<String> {
        self.units(base, 1)
    }

    /// The same with the entry itself, of an org unit.
    pub fn org_unit_itself(&self, base: &Self) -> Option<String> {
        self.units(base, 0)
    }

    fn units(&self, base: &Self, skip: usize) -> Option<String> {
        if !self.is_within(base) {
            return None;
        }
        let between = &self.parts[..self.parts.len() - base.parts.len()];
        let mut path = String::new();
        for (kind, value) in between.iter().skip(skip).rev().filter_map(|part| part.first()) {
            if kind == "ou" || kind == "2.5.4.11" {
                path.push('/');
                path.push_str(&value.replace('/', " "));
            }
        }
        Some(if path.is_empty() { "/".to_owned() } else { path })
    }
}

/// The name `dn` with what is `old` at its end replaced by `new`, as text; `None` when it is not
/// within `old`. What stands before is kept letter by letter.
pub(crate) fn moved(dn: &str, old: &Dn, new: &str) -> Option<String> {
    let parsed = Dn::parse(dn)?;
    if !parsed.is_within(old) {
        return None;
    }
    let own = parsed.depth() - old.depth();
    if own == 0 {
        return Some(new.to_owned());
    }
    let end = parts_end(dn, own)?;
    Some(format!("{},{new}", &dn[..end]))
}

/// Where the first `count` relative names of `dn` end.
fn parts_end(dn: &str, count: usize) -> Option<usize> {
    let (mut escaped, mut quoted, mut seen) = (false, false, 0);
    for (at, sign) in dn.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ',' | ';' if !quoted => {
                seen += 1;
                if seen == count {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    (seen + 1 == count).then_some(dn.len())
}

/// The key of the name in `text`, which need not be one.
pub(crate) fn key_of(text: &str) -> DnKey {
    match Dn::parse(text) {
        Some(dn) => dn.key(),
        None => short(fold(text.trim()).as_bytes()),
    }
}

/// The key under which a login name (`memberUid`) is known.
pub(crate) fn login_key(name: &str) -> DnKey {
    short(format!("login:{}", name.trim()).as_bytes())
}

fn key(parts: &[Vec<(String, String)>]) -> DnKey {
    short(canonical(parts).as_bytes())
}

fn short(bytes: &[u8]) -> DnKey {
    let digest = Sha256::digest(bytes);
    let mut key = DnKey::default();
    key.copy_from_slice(&digest[..16]);
    key
}

/// One spelling for equal names.
fn canonical(parts: &[Vec<(String, String)>]) -> String {
    let mut text = String::new();
    for part in parts {
        let mut pairs: Vec<String> = part
            .iter()
            .map(|(kind, value)| {
                let words: Vec<&str> = value.split_whitespace().collect();
                format!("{kind}={}", fold(&words.join(" ")))
            })
            .collect();
        pairs.sort_unstable();
        for pair in pairs {
            text.push_str(&pair);
            text.push('\u{1}');
        }
        text.push('\u{0}');
    }
    text
}

/// The value at the start of `text`: unescaped; what ended it; what follows.
fn value(text: &str) -> Option<(String, Option<char>, &str)> {
    let text = text.trim_start_matches(' ');
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted_value(quoted);
    }
    let mut bytes = Vec::new();
    // Up to where bytes are kept however they look: escaped spaces stay.
    let mut kept = 0;
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            ',' | ';' | '+' => {
                return Some((finish(bytes, kept)?, Some(sign), &text[at + 1..]));
            }
            '\\' => {
                escape(&mut signs, &mut bytes)?;
                kept = bytes.len();
            }
            '\0' => return None,
            _ => bytes.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Some((finish(bytes, kept)?, None, ""))
}

/// The old quoted form (RFC 4514 section 4 lets readers take it).
fn quoted_value(text: &str) -> Option<(String, Option<char>, &str)> {
    let mut bytes = Vec::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => {
                let rest = text[at + 1..].trim_matches(' ');
                let value = String::from_utf8(bytes).ok()?;
                let Some(end) = rest.chars().next() else { return Some((value, None, "")) };
                return matches!(end, ',' | ';' | '+').then(|| (value, Some(end), &rest[1..]));
            }
            '\\' => escape(&mut signs, &mut bytes)?,
            _ => bytes.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    None
}

/// What stands behind a backslash: two hexadecimal digits are a byte, anything else is itself.
fn escape(signs: &mut std::str::CharIndices<'_>, bytes: &mut Vec<u8>) -> Option<()> {
    let (_, first) = signs.next()?;
    let mut ahead = signs.clone();
    if let Some(high) = first.to_digit(16)
        && let Some(low) = ahead.next().and_then(|(_, sign)| sign.to_digit(16))
    {
        *signs = ahead;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    } else {
        bytes.extend_from_slice(first.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(())
}

fn finish(mut bytes: Vec<u8>, kept: usize) -> Option<String> {
    while bytes.len() > kept && bytes.last() == Some(&b' ') {
        bytes.pop();
    }
    String::from_utf8(bytes).ok()
}

/// Text as a value in a filter (RFC 4515 section 3).
pub(crate) fn filter_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '*' => safe.push_str("\\2a"),
            '(' => safe.push_str("\\28"),
            ')' => safe.push_str("\\29"),
            '\\' => safe.push_str("\\5c"),
            '\0' => safe.push_str("\\00"),
            _ => safe.push(sign),
        }
    }
    safe
}

/// Bytes as a value in a filter.
pub(crate) fn filter_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Dn, filter_text, key_of, moved, parts_end};
    use proptest::prelude::*;

    /// A value as it stands in a name.
    fn escaped(value: &str) -> String {
        let mut text = String::with_capacity(value.len());
        let last = value.chars().count().saturating_sub(1);
        for (at, sign) in value.chars().enumerate() {
            let edge = (at == 0 && (sign == ' ' || sign == '#')) || (at == last && sign == ' ');
            if sign == '\0' {
                text.push_str("\\00");
                continue;
            }
            if edge || ",;+\"\\<>=".contains(sign) {
                text.push('\\');
            }
            text.push(sign);
        }
        text
    }

    fn dn(text: &str) -> Dn {
        Dn::parse(text).unwrap_or_else(|| panic!("{text} is a name"))
    }

    #[test]
    fn names_that_are_equal_are_found_equal() {
        let one = key_of("uid=Ann, ou=Sales  Team,dc=example,dc=com");
        assert_eq!(one, key_of("UID=ann,OU=sales team,DC=Example,dc=COM"), "case and spaces");
        assert_eq!(key_of("cn=a+uid=b,dc=x"), key_of("uid=b+cn=a,dc=x"), "order within a part");
        assert_eq!(key_of(r"cn=Lee\, Ann,dc=x"), key_of(r#"cn="Lee, Ann",dc=x"#), "both escapes");
        assert_eq!(key_of(r"ou=F\C3\B6rs,dc=x"), key_of("ou=Förs,dc=x"), "bytes in hexadecimal");
        assert_ne!(key_of("cn=a,dc=b"), key_of("cn=a\\,dc=b"), "an escaped comma is text");
        assert_ne!(key_of("cn=a,cn=b"), key_of("cn=b,cn=a"), "order of parts counts");
        assert!(Dn::parse("no name at all").is_none() && Dn::parse("cn").is_none());
    }

    #[test]
    fn org_units_are_the_path_below_the_base() {
        let base = dn("dc=example,dc=com");
        let path = |text: &str| dn(text).org_unit(&base);
        assert_eq!(
            path("uid=a,ou=Tyskland,ou=Försäljning,dc=example,dc=com").as_deref(),
            Some("/Försäljning/Tyskland"),
            "in the order of the tree"
        );
        assert_eq!(path("cn=a,cn=Users,dc=example,dc=com").as_deref(), Some("/"), "a container");
        assert_eq!(path("cn=a,ou=A/B,dc=example,dc=com").as_deref(), Some("/A B"));
        assert_eq!(path("cn=a,dc=other,dc=com"), None, "elsewhere");
        let unit = dn("ou=B,ou=A,dc=example,dc=com");
        assert_eq!(unit.org_unit_itself(&base).as_deref(), Some("/A/B"));
    }

    #[test]
    fn what_is_below_moves_along() {
        let old = dn("ou=Old,dc=x");
        assert_eq!(
            moved(r"cn=Lee\, Ann,OU=old,dc=x", &old, "ou=New,dc=x").as_deref(),
            Some(r"cn=Lee\, Ann,ou=New,dc=x")
        );
        assert_eq!(moved("ou=Old,dc=x", &old, "ou=New,dc=x").as_deref(), Some("ou=New,dc=x"));
        assert_eq!(moved("cn=a,ou=Other,dc=x", &old, "ou=New,dc=x"), None);
    }

    #[test]
    fn filters_hold_any_text() {
        assert_eq!(filter_text(r"a*(b)\"), r"a\2a\28b\29\5c");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            let _ = Dn::parse(&text);
        }

        #[test]
        fn what_is_written_is_read_as_it_was(
            parts in prop::collection::vec(("[a-z]{1,4}", "[^\0]{1,12}"), 1..5)
        ) {
            let text: Vec<String> =
                parts.iter().map(|(kind, value)| format!("{kind}={}", escaped(value))).collect();
            let text = text.join(",");
            let read = Dn::parse(&text);
            prop_assert!(read.is_some(), "{}", text);
            let read = read.unwrap_or_default();
            prop_assert_eq!(read.name(), parts[0].1.as_str());
            prop_assert_eq!(read.depth(), parts.len());
            let above = dn(&text.split_at(parts_end(&text, 1).unwrap_or(text.len())).1.replacen(',', "", 1));
            prop_assert!(read.is_within(&above));
        }
    }
}
