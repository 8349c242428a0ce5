//! One entry as a server answers with it.

use super::ber;
use ldap3::asn1::StructureTag;

/// An entry: its name and attributes, as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Entry {
    /// Its distinguished name, without what an extended one has before it.
    pub dn: String,
    /// The GUID that an extended name told.
    pub guid: Option<String>,
    /// Attributes with their values, under the names the server spells, options included.
    pub attributes: Vec<(String, Vec<Vec<u8>>)>,
}

impl Entry {
    /// Reads an answer; `None` when it has not the form of an entry.
    pub fn read(answer: StructureTag) -> Option<Self> {
        let mut parts = ber::parts(answer)?.into_iter();
        let name = String::from_utf8(ber::bytes(parts.next()?)?).ok()?;
        let name = Reference::read(&name);
        let mut attributes = Vec::new();
        for attribute in ber::parts(parts.next()?)? {
            let mut parts = ber::parts(attribute)?.into_iter();
            let kind = String::from_utf8(ber::bytes(parts.next()?)?).ok()?;
            let values = ber::parts(parts.next()?)?;
            let values = values.into_iter().map(ber::bytes).collect::<Option<_>>()?;
            attributes.push((kind, values));
        }
        let Reference { dn, guid } = name;
        Some(Self { dn: dn.to_owned(), guid, attributes })
    }

    /// The values of an attribute, its name compared without case.
    pub fn values(&self, name: &str) -> &[Vec<u8>] {
        let found = self.attributes.iter().find(|(kind, _)| kind.eq_ignore_ascii_case(name));
        found.map_or(&[], |(_, values)| values)
    }

    /// The first value of an attribute as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values(name).first().and_then(|value| std::str::from_utf8(value).ok())
    }

    /// All values of an attribute as text, those that are none left out.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).iter().filter_map(|value| std::str::from_utf8(value).ok())
    }
}

/// A name of an object: `<GUID=...>;<SID=...>;CN=...`, or a plain one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    /// The plain name.
    pub dn: &'a str,
    /// The GUID in its usual form.
    pub guid: Option<String>,
}

impl<'a> Reference<'a> {
    /// Reads a name; what has no such parts before it is a plain one.
    pub fn read(text: &'a str) -> Self {
        let (mut rest, mut guid) = (text, None);
        while let Some(inside) = rest.strip_prefix('<') {
            let Some((part, after)) = inside.split_once('>') else { break };
            if let Some(value) = part.strip_prefix("GUID=") {
                guid = guid_text(value);
            }
            rest = after.strip_prefix(';').unwrap_or(after);
        }
        Self { dn: rest, guid }
    }
}

/// A GUID in its usual form from one with hyphens or from the hexadecimal of its bytes.
fn guid_text(text: &str) -> Option<String> {
    if text.contains('-') {
        let digits = text.chars().filter(char::is_ascii_hexdigit).count();
        return (digits == 32 && text.len() == 36).then(|| text.to_ascii_lowercase());
    }
    let digits: Option<Vec<u8>> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    guid(&digits?)
}

/// An `objectGUID` in its usual form: the first three parts are written with the lowest byte
/// first (MS-DTYP section 2.3.4.2), the rest as they stand.
pub(crate) fn guid(bytes: &[u8]) -> Option<String> {
    let bytes: &[u8; 16] = bytes.try_into().ok()?;
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    Some(hyphenated(order.map(|at| bytes[at])))
}

/// The bytes of a GUID in its usual form, as filters need them.
pub(crate) fn guid_bytes(text: &str) -> Option<[u8; 16]> {
    let digits: String = text.chars().filter(|sign| *sign != '-').collect();
    if digits.len() != 32 || !digits.is_ascii() {
        return None;
    }
    let mut plain = [0; 16];
    for (at, byte) in plain.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok()?;
    }
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    Some(order.map(|at| plain[at]))
}

/// An `entryUUID` as synchronization tells it (RFC 4533 section 2.1): all bytes as they stand.
pub(crate) fn uuid(bytes: &[u8]) -> Option<String> {
    let bytes: &[u8; 16] = bytes.try_into().ok()?;
    Some(hyphenated(*bytes))
}

fn hyphenated(bytes: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&at) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// An `objectSid` as it is written: `S-1-5-21-...` (MS-DTYP section 2.4.2.1).
pub(crate) fn sid(bytes: &[u8]) -> Option<String> {
    let (head, parts) = bytes.split_at_checked(8)?;
    if parts.len() != usize::from(head[1]) * 4 || parts.is_empty() {
        return None;
    }
    let authority = head[2..].iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let mut text = format!("S-{}-{authority}", head[0]);
    for part in parts.chunks_exact(4) {
        let number = part.iter().rev().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
        text.push_str(&format!("-{number}"));
    }
    Some(text)
}

/// A part of an attribute's values, when there are too many for one answer: `member;range=0-1499`
/// (MS-ADTS section 3.1.1.3.1.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    /// The first value's number.
    pub from: u64,
    /// The last value's number; absent where it is the last of all.
    pub to: Option<u64>,
}

/// The name of an attribute without its range, and the range.
pub(crate) fn ranged(name: &str) -> (&str, Option<Range>) {
    let Some((kind, option)) = name.rsplit_once(';') else { return (name, None) };
    let lower = option.to_ascii_lowercase();
    let Some((from, to)) = lower.strip_prefix("range=").and_then(|range| range.split_once('-'))
    else {
        return (name, None);
    };
    let Ok(from) = from.parse() else { return (name, None) };
    match to {
        "*" => (kind, Some(Range { from, to: None })),
        _ => match to.parse() {
            Ok(to) => (kind, Some(Range { from, to: Some(to) })),
            Err(_) => (name, None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Range, Reference, guid, guid_bytes, ranged, sid, uuid};
    use proptest::prelude::*;

    const BYTES: [u8; 16] = [
        0x1f, 0xcf, 0xe6, 0xd6, 0xb7, 0xc3, 0x07, 0x4c, 0x94, 0x62, 0x99, 0xea, 0x28, 0xe5, 0x86,
        0xf9,
    ];

    #[test]
    fn ids_are_written_as_each_vendor_does() {
        let usual = "d6e6cf1f-c3b7-4c07-9462-99ea28e586f9";
        assert_eq!(guid(&BYTES).as_deref(), Some(usual), "the first parts turned round");
        assert_eq!(guid_bytes(usual), Some(BYTES), "and back");
        assert_eq!(uuid(&BYTES).as_deref(), Some("1fcfe6d6-b7c3-074c-9462-99ea28e586f9"));
        assert_eq!(guid(&BYTES[1..]), None);
        let domain = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
        assert_eq!(sid(&domain).as_deref(), Some("S-1-5-32-544"));
        assert_eq!(sid(&domain[..15]), None);
    }

    #[test]
    fn extended_names_are_taken_apart() {
        let text = "<GUID=d6e6cf1f-c3b7-4c07-9462-99ea28e586f9>;<SID=S-1-5-21-1>;CN=a,DC=b";
        let read = Reference::read(text);
        assert_eq!(read.dn, "CN=a,DC=b");
        assert_eq!(read.guid.as_deref(), Some("d6e6cf1f-c3b7-4c07-9462-99ea28e586f9"));
        let bytes = Reference::read("<GUID=1fcfe6d6b7c3074c946299ea28e586f9>;CN=a");
        assert_eq!(bytes.guid, read.guid, "the hexadecimal of the bytes");
        assert_eq!(Reference::read("CN=a,DC=b"), Reference { dn: "CN=a,DC=b", guid: None });
    }

    #[test]
    fn ranges_are_told_from_names() {
        let part = Some(Range { from: 0, to: Some(1499) });
        assert_eq!(ranged("member;range=0-1499"), ("member", part));
        let last = Some(Range { from: 1500, to: None });
        assert_eq!(ranged("member;Range=1500-*"), ("member", last));
        assert_eq!(ranged("cn;lang-en"), ("cn;lang-en", None));
        assert_eq!(ranged("member;range=a-b"), ("member;range=a-b", None));
    }

    proptest! {
        #[test]
        fn every_guid_comes_back(bytes in any::<[u8; 16]>()) {
            prop_assert_eq!(guid(&bytes).as_deref().and_then(guid_bytes), Some(bytes));
        }

        #[test]
        fn any_text_is_read(text in ".{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = (ranged(&text), Reference::read(&text), guid_bytes(&text));
            let _ = (guid(&bytes), sid(&bytes), uuid(&bytes));
        }
    }
}
