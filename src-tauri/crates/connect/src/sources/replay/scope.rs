//! Whom of a source's people it delivers.

use crate::{ConnectError, Mirror};
use rolecall_directory::{Folded, SourceScope, org_unit_path};
use std::collections::{HashMap, HashSet};

/// A scope, looked up in what is kept of the source.
pub(super) struct Scoped {
    /// Ids of those who are in one of the groups; everybody when absent.
    people: Option<HashSet<String>>,
    /// Org units in their one form, folded; every one when empty.
    org_units: Vec<Folded>,
    /// Groups that are named and not there.
    pub missing: Vec<String>,
}

impl Scoped {
    /// Looks up who is in the scope's groups, directly or not; `names` are all groups' by id.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    pub fn read(
        mirror: &dyn Mirror,
        scope: &SourceScope,
        names: &HashMap<String, String>,
    ) -> Result<Self, ConnectError> {
        let paths = scope.org_units.iter().filter_map(|path| org_unit_path(path));
        let org_units = paths.map(|path| Folded::new(&path)).collect();
        let mut scoped = Self { people: None, org_units, missing: Vec::new() };
        if scope.groups.is_empty() {
            return Ok(scoped);
        }
        let mut inside = HashSet::new();
        for wanted in &scope.groups {
            let folded = Folded::new(wanted);
            let alike =
                |(id, name): &(&String, &String)| *id == wanted || Folded::new(name) == folded;
            let found: Vec<&String> = names.iter().filter(alike).map(|(id, _)| id).collect();
            if found.is_empty() {
                scoped.missing.push(wanted.clone());
            }
            inside.extend(found.into_iter().cloned());
        }
        let inside = with_nested(mirror, inside, names)?;
        let mut people = HashSet::new();
        mirror.each_member(&mut |group, member| {
            if inside.contains(group) && !names.contains_key(&member.id) {
                people.insert(member.id);
            }
        })?;
        scoped.people = Some(people);
        Ok(scoped)
    }

    /// Whether the person is in one of the scope's groups.
    pub fn has_person(&self, id: &str) -> bool {
        self.people.as_ref().is_none_or(|people| people.contains(id))
    }

    /// Whether the org unit is one of the scope's, or below one.
    pub fn has_org_unit(&self, path: Option<&str>) -> bool {
        if self.org_units.is_empty() {
            return true;
        }
        let Some(path) = path else { return false };
        let path = Folded::new(path);
        self.org_units.iter().any(|above| {
            let rest = path.as_str().strip_prefix(above.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('/') || above.as_str() == "/"
            })
        })
    }
}

/// These groups, and all that are in them.
fn with_nested(
    mirror: &dyn Mirror,
    mut inside: HashSet<String>,
    names: &HashMap<String, String>,
) -> Result<HashSet<String>, ConnectError> {
    let mut children: HashMap<String, Vec<String>> = HashMap::new();
    mirror.each_member(&mut |group, member| {
        if names.contains_key(&member.id) {
            children.entry(group.to_owned()).or_default().push(member.id);
        }
    })?;
    let mut rest: Vec<String> = inside.iter().cloned().collect();
    while let Some(group) = rest.pop() {
        for child in children.get(&group).into_iter().flatten() {
            if inside.insert(child.clone()) {
                rest.push(child.clone());
            }
        }
    }
    Ok(inside)
}
