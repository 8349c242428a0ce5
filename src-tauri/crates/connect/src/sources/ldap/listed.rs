//! Members as groups list them.

use super::connection::{Connection, Search};
use super::content::{MEMBERS, Plan};
use super::controls::extended_dn;
use super::entry::{Entry, ranged};
use super::index::Index;
use crate::ConnectError;
use ldap3::Scope;
use ldap3::controls::RawControl;
use rolecall_directory::{Cause, LdapFlavour, MirrorMember};

/// What a group lists: values of attributes with members.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    /// Attribute and value.
    pub values: Vec<(String, Vec<u8>)>,
    /// Whether there are more than the server gave at once.
    pub cut: bool,
}

impl Listed {
    /// What `entry` lists.
    pub fn of(entry: &Entry) -> Self {
        let mut listed = Self::default();
        for (name, values) in &entry.attributes {
            let (kind, range) = ranged(name);
            if MEMBERS.iter().any(|member| member.eq_ignore_ascii_case(kind)) {
                listed.cut |= range.is_some_and(|range| range.to.is_some());
                let of_kind = values.iter().map(|value| (kind.to_owned(), value.clone()));
                listed.values.extend(of_kind);
            }
        }
        listed
    }

    /// Whom that means, nobody twice; whom nobody delivered is left out.
    pub fn members(&self, index: &Index) -> Vec<MirrorMember> {
        let found = self.values.iter().filter_map(|(kind, value)| index.member(kind, value));
        let mut members: Vec<MirrorMember> = found.collect();
        members.sort_unstable();
        members.dedup();
        members
    }
}

/// What goes with every search of a flavour.
pub(super) fn usual_controls(plan: &Plan) -> Vec<RawControl> {
    match plan.flavour {
        LdapFlavour::Ad => vec![extended_dn()],
        LdapFlavour::Openldap => Vec::new(),
    }
}

/// All members of a group of Active Directory, part by part.
///
/// # Errors
/// When the server refuses or does not answer, or its parts never end.
pub(super) async fn in_parts(
    connection: &Connection,
    plan: &Plan,
    group: &str,
) -> Result<Listed, ConnectError> {
    let name = format!("<GUID={group}>");
    let mut whole = Listed::default();
    let mut from = 0;
    loop {
        let wanted = [format!("member;range={from}-*")];
        let entry = connection.entry(&name, &wanted, usual_controls(plan)).await?;
        let Some(entry) = entry else { return Ok(whole) };
        let mut next = None;
        for (name, values) in &entry.attributes {
            let (kind, range) = ranged(name);
            if kind.eq_ignore_ascii_case("member") {
                let values = values.iter().map(|value| (kind.to_owned(), value.clone()));
                whole.values.extend(values);
                next = next.or(range.and_then(|range| range.to));
            }
        }
        match next {
            None => return Ok(whole),
            Some(to) if to >= from => from = to + 1,
            Some(_) => {
                return Err(ConnectError {
                    cause: Cause::UnreadableAnswer,
                    place: connection.place.clone(),
                    message: format!(
                        "the server gives out the members of {} in parts that do not go on. Ask \
                         whoever runs it",
                        entry.dn
                    ),
                });
            }
        }
    }
}

/// What `groups` (a filter) list now, each with its entry.
///
/// # Errors
/// When the server refuses or does not answer.
pub(super) async fn of_groups(
    connection: &Connection,
    plan: &Plan,
    filter: &str,
) -> Result<Vec<Entry>, ConnectError> {
    let attributes = plan.attributes(super::content::What::Group);
    let search = Search {
        base: &plan.base_text,
        scope: Scope::Subtree,
        filter,
        attributes: &attributes,
        controls: usual_controls(plan),
    };
    connection.all(&search).await
}
