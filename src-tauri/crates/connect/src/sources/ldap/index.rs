//! What is kept, looked up by id, by name in the tree, and by login.

use super::body;
use super::content::What;
use super::dn::{Dn, DnKey, key_of, login_key};
use super::entry::Reference;
use crate::{Mirror, MirrorError};
use rolecall_directory::{LdapFlavour, MirrorMember, RecordKind};
use serde_json::Value;
use std::collections::HashMap;

/// One record as it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// What it is.
    pub what: What,
    /// The stable id.
    pub id: Box<str>,
    /// Its name in the tree.
    pub dn: Box<str>,
    /// What `memberUid` calls it.
    pub login: Box<str>,
}

/// All records. One that went leaves an empty place.
#[derive(Debug, Default)]
pub(super) struct Index {
    records: Vec<Option<Known>>,
    by_id: HashMap<Box<str>, u32>,
    by_name: HashMap<DnKey, u32>,
}

impl Index {
    /// What `mirror` keeps.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(mirror: &dyn Mirror, flavour: LdapFlavour) -> Result<Self, MirrorError> {
        let mut index = Self::default();
        for kind in [RecordKind::Group, RecordKind::Person] {
            mirror.each(kind, &mut |id, text| {
                let record: Value = serde_json::from_str(text).unwrap_or_default();
                let word = record.get("what").and_then(Value::as_str);
                let what = match word {
                    Some("unit") => What::Unit,
                    Some("group") => What::Group,
                    _ => What::Person,
                };
                let dn = record.get("dn").and_then(Value::as_str).unwrap_or_default();
                let login = login_of(what, flavour, &record);
                index.put(Known { what, id: id.into(), dn: dn.into(), login: login.into() });
            })?;
        }
        Ok(index)
    }

    /// Puts a record, in place of one with its id; returns that.
    pub fn put(&mut self, known: Known) -> Option<Known> {
        let before = self.remove(&known.id);
        let at = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.by_id.insert(known.id.clone(), at);
        self.by_name.insert(key_of(&known.dn), at);
        if !known.login.is_empty() {
            self.by_name.insert(login_key(&known.login), at);
        }
        self.records.push(Some(known));
        before
    }

    /// Takes a record away.
    pub fn remove(&mut self, id: &str) -> Option<Known> {
        let at = self.by_id.remove(id)?;
        let known = self.records.get_mut(at as usize)?.take()?;
        // Somebody else may have that name by now.
        for key in [key_of(&known.dn), login_key(&known.login)] {
            if self.by_name.get(&key) == Some(&at) {
                self.by_name.remove(&key);
            }
        }
        Some(known)
    }

    /// The record with this id.
    pub fn get(&self, id: &str) -> Option<&Known> {
        self.records.get(*self.by_id.get(id)? as usize)?.as_ref()
    }

    /// All records.
    pub fn all(&self) -> impl Iterator<Item = &Known> {
        self.records.iter().flatten()
    }

    /// Whom a value of an attribute that lists members means; nobody who is not kept.
    pub fn member(&self, attribute: &str, value: &[u8]) -> Option<MirrorMember> {
        let text = std::str::from_utf8(value).ok()?;
        let known = if attribute.eq_ignore_ascii_case("memberUid") {
            self.named(login_key(text))
        } else {
            let reference = Reference::read(text);
            let by_id = reference.guid.as_deref().and_then(|guid| self.get(guid));
            by_id.or_else(|| self.named(key_of(without_number(attribute, reference.dn))))
        }?;
        if known.what == What::Unit {
            return None;
        }
        Some(MirrorMember { kind: known.what.kept_as(), id: known.id.to_string() })
    }

    /// Those whose name in the tree is within `above`.
    pub fn within<'s>(&'s self, above: &'s Dn) -> impl Iterator<Item = &'s Known> {
        self.all().filter(|known| Dn::parse(&known.dn).is_some_and(|dn| dn.is_within(above)))
    }

    fn named(&self, key: DnKey) -> Option<&Known> {
        self.records.get(*self.by_name.get(&key)? as usize)?.as_ref()
    }
}

/// What `memberUid` calls the person of a record.
pub(super) fn login_of(what: What, flavour: LdapFlavour, record: &Value) -> &str {
    if what == What::Person && flavour == LdapFlavour::Openldap {
        body::attribute(record, "uid").unwrap_or_default()
    } else {
        ""
    }
}

/// A value of `uniqueMember` without the number that may stand behind the name (RFC 4517 section
/// 3.3.21).
fn without_number<'v>(attribute: &str, value: &'v str) -> &'v str {
    if !attribute.eq_ignore_ascii_case("uniqueMember") {
        return value;
    }
    match value.rsplit_once('#') {
        Some((name, number)) if number.starts_with('\'') && number.ends_with("'B") => name,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, Known};
    use crate::sources::ldap::content::What;

    fn person(id: &str, dn: &str, login: &str) -> Known {
        Known { what: What::Person, id: id.into(), dn: dn.into(), login: login.into() }
    }

    #[test]
    fn members_are_found_however_they_are_named() {
        let mut index = Index::default();
        index.put(person("1", "uid=Ann,dc=x", "ann"));
        let id = |attribute: &str, value: &str| {
            index.member(attribute, value.as_bytes()).map(|member| member.id)
        };
        assert_eq!(id("member", "UID=ann, dc=X").as_deref(), Some("1"));
        assert_eq!(id("uniqueMember", "uid=ann,dc=x#'0101'B").as_deref(), Some("1"));
        assert_eq!(id("memberUid", "ann").as_deref(), Some("1"));
        assert_eq!(id("memberUid", "Ann"), None, "logins are compared with case (RFC 2307)");
        assert_eq!(id("member", "<GUID=1>;cn=elsewhere").as_deref(), None, "no such GUID");
        assert_eq!(id("member", "cn=dummy"), None, "whom nobody delivered");
    }

    #[test]
    fn a_name_that_was_taken_over_stays_with_who_has_it() {
        let mut index = Index::default();
        index.put(person("1", "uid=a,dc=x", "a"));
        index.put(person("2", "uid=b,dc=x", "b"));
        let before = index.put(person("1", "uid=b,dc=x", "a"));
        assert_eq!(before.map(|known| known.dn), Some("uid=a,dc=x".into()));
        index.put(person("2", "uid=a,dc=x", "b"));
        let id = |value: &[u8]| index.member("member", value).map(|member| member.id);
        assert_eq!(id(b"uid=a,dc=x").as_deref(), Some("2"));
        assert_eq!(id(b"uid=b,dc=x").as_deref(), Some("1"), "two who swapped their names");
    }
}
