//! The few ASN.1 forms that controls and entries are made of, written, and read without trust.

use ldap3::asn1::{
    ASNTag, Enumerated, Integer, OctetString, PL, Sequence, StructureTag, Tag, TagClass, parse_tag,
    write,
};

const BOOLEAN: u64 = 1;
const INTEGER: u64 = 2;
const OCTETS: u64 = 4;
const ENUMERATED: u64 = 10;
const SET: u64 = 17;

/// A sequence as bytes.
pub(super) fn sequence(parts: Vec<Tag>) -> Option<Vec<u8>> {
    let tag = Tag::Sequence(Sequence { inner: parts, ..Default::default() }).into_structure();
    let mut bytes = Default::default();
    write::encode_into(&mut bytes, tag).ok()?;
    Some(bytes.to_vec())
}

/// A whole number.
pub(super) fn integer(number: i64) -> Tag {
    Tag::Integer(Integer { inner: number, ..Default::default() })
}

/// A number of an enumeration.
pub(super) fn enumerated(number: i64) -> Tag {
    Tag::Enumerated(Enumerated { inner: number, ..Default::default() })
}

/// Bytes.
pub(super) fn octets(bytes: &[u8]) -> Tag {
    Tag::OctetString(OctetString { inner: bytes.to_vec(), ..Default::default() })
}

/// What `bytes` hold; `None` when that cannot be read.
pub(super) fn read(bytes: &[u8]) -> Option<StructureTag> {
    parse_tag(bytes).ok().map(|(_, tag)| tag)
}

/// The parts of what is made of parts.
pub(super) fn parts(tag: StructureTag) -> Option<Vec<StructureTag>> {
    match tag.payload {
        PL::C(parts) => Some(parts),
        PL::P(_) => None,
    }
}

/// The bytes of a plain value.
pub(super) fn bytes(tag: StructureTag) -> Option<Vec<u8>> {
    match tag.payload {
        PL::P(bytes) => Some(bytes),
        PL::C(_) => None,
    }
}

/// What is universal in a part.
pub(super) enum Plain {
    /// `BOOLEAN`.
    Yes(bool),
    /// `INTEGER` or `ENUMERATED`.
    Number(u64),
    /// `OCTET STRING`.
    Octets(Vec<u8>),
    /// `SET`.
    Set(Vec<StructureTag>),
}

/// Reads a universal part; `None` of anything else.
pub(super) fn plain(tag: StructureTag) -> Option<Plain> {
    if tag.class != TagClass::Universal {
        return None;
    }
    match (tag.id, tag.payload) {
        (BOOLEAN, PL::P(bytes)) => Some(Plain::Yes(bytes.first().is_some_and(|byte| *byte != 0))),
        (INTEGER | ENUMERATED, PL::P(bytes)) if bytes.len() <= 8 => {
            Some(Plain::Number(bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte))))
        }
        (OCTETS, PL::P(bytes)) => Some(Plain::Octets(bytes)),
        (SET, PL::C(parts)) => Some(Plain::Set(parts)),
        _ => None,
    }
}
