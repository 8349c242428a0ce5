//! Rules follow the groups they name: by stable id, through renames at the source.

use crate::engine::Engine;
use crate::error::EngineError;
use rolecall_directory::{Configuration, Folded, GroupOrigin, Rule, Snapshot};
use rolecall_rules::{named_groups, rename_groups};
use rolecall_scim::fold;
use rolecall_store::{GroupBinding, NewActivity, RewrittenRule, RunId, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The groups of one directory that have ids of their own, and the names that are taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedGroups {
    display: HashMap<String, String>,
    ids: HashMap<Folded, Vec<String>>,
    /// Names that groups without an id of their own have.
    nameless: BTreeSet<Folded>,
}

/// The groups of each directory, by its name.
pub(crate) type Groups = BTreeMap<String, NamedGroups>;

impl NamedGroups {
    pub(crate) fn add(&mut self, id: &str, display: &str) {
        let name = Folded::new(display);
        if id.is_empty() || Folded::new(id) == name {
            self.nameless.insert(name);
            return;
        }
        self.display.insert(id.to_owned(), display.to_owned());
        self.ids.entry(name).or_default().push(id.to_owned());
    }

    fn named(&self, name: &Folded) -> &[String] {
        self.ids.get(name).map_or(&[], Vec::as_slice)
    }
}

fn of_snapshot(configuration: &Configuration, snapshot: &Snapshot) -> Groups {
    let mut groups: Groups =
        configuration.directories.iter().map(|one| (one.name.clone(), <_>::default())).collect();
    for group in snapshot.groups() {
        let directory = configuration.directories.get(usize::from(group.directory));
        let Some(named) = directory.and_then(|one| groups.get_mut(&one.name)) else { continue };
        let id = if group.origin == GroupOrigin::OrgUnit { "" } else { &group.id };
        named.add(id, &group.display);
    }
    groups
}

/// A group that a rule names and that has another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rename {
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) directory: String,
}

/// What the renames of the groups that `rule` names come to. A name that is still taken by
/// another group is followed only when that group had another name itself.
pub(crate) fn renames(rule: &Rule, bindings: &[GroupBinding], groups: &Groups) -> Vec<Rename> {
    let mut renames: BTreeMap<Folded, Vec<Rename>> = BTreeMap::new();
    let mut kept: BTreeSet<Folded> = BTreeSet::new();
    let names: BTreeMap<Folded, String> =
        named_groups(&rule.when).into_iter().map(|name| (Folded::new(&name), name)).collect();
    for binding in bindings.iter().filter(|one| one.rule == rule.id) {
        let Some(old) = names.get(&binding.name) else { continue };
        let Some(named) = groups.get(&binding.directory) else { continue };
        let Some(new) = named.display.get(&binding.group) else { continue };
        if Folded::new(new) == binding.name {
            kept.insert(binding.name.clone());
            continue;
        }
        let was_elsewhere = |id: &String| {
            let of_id =
                |one: &&GroupBinding| one.group == *id && one.directory == binding.directory;
            bindings.iter().filter(of_id).any(|one| one.name != binding.name)
        };
        let free = !named.nameless.contains(&binding.name)
            && named.named(&binding.name).iter().all(was_elsewhere);
        if free {
            renames.entry(binding.name.clone()).or_default().push(Rename {
                old: old.clone(),
                new: new.clone(),
                directory: binding.directory.clone(),
            });
        }
    }
    // Where directories disagree, the text goes on meaning what it says.
    let agreed = renames.into_iter().filter(|(name, found)| {
        !kept.contains(name) && found.iter().all(|one| one.new == found[0].new)
    });
    agreed.filter_map(|(_, found)| found.into_iter().next()).collect()
}

/// The bindings of `rules`: those there were, under new names where `renamed` (by rule id) says
/// so, and one for each name that is not bound yet or whose group is gone.
pub(crate) fn bind(
    rules: &[Rule],
    before: &[GroupBinding],
    renamed: &HashMap<String, Vec<Rename>>,
    groups: &Groups,
) -> Vec<GroupBinding> {
    let mut bound: BTreeMap<(String, Folded, String), String> = BTreeMap::new();
    for rule in rules {
        let names: BTreeSet<Folded> =
            named_groups(&rule.when).iter().map(|name| Folded::new(name)).collect();
        let changes = renamed.get(&rule.id).map(Vec::as_slice).unwrap_or_default();
        for old in before.iter().filter(|one| one.rule == rule.id) {
            let change = changes.iter().find(|one| Folded::new(&one.old) == old.name);
            let name = change.map_or_else(|| old.name.clone(), |one| Folded::new(&one.new));
            let there = groups.get(&old.directory).is_some_and(|named| {
                named.display.contains_key(&old.group) || named.named(&name).is_empty()
            });
            if there && names.contains(&name) {
                let key = (rule.id.clone(), name, old.directory.clone());
                bound.entry(key).or_insert_with(|| old.group.clone());
            }
        }
        for (directory, named) in groups {
            for name in &names {
                if let [only] = named.named(name) {
                    let key = (rule.id.clone(), name.clone(), directory.clone());
                    bound.entry(key).or_insert_with(|| only.clone());
                }
            }
        }
    }
    let binding = |((rule, name, directory), group)| GroupBinding { rule, name, directory, group };
    bound.into_iter().map(binding).collect()
}

impl Engine {
    /// Binds the rules of the workspace to the groups of its last readings, so that a rename in
    /// the next one is seen; a configuration file's rules are not in a workspace.
    pub(crate) fn bind_rules(
        &self,
        store: &Store,
        configuration: &Configuration,
    ) -> Result<(), EngineError> {
        let rules = store.rules()?;
        let before = store.group_bindings()?;
        if rules.is_empty() && before.is_empty() {
            return Ok(());
        }
        let mut groups = Groups::new();
        for directory in &configuration.directories {
            let named = groups.entry(directory.name.clone()).or_default();
            for (id, display) in store.group_names(&directory.name)? {
                named.add(&id, &display);
            }
        }
        let after = bind(&rules, &before, &HashMap::new(), &groups);
        if after != before {
            store.bind_groups(&[], &after)?;
        }
        Ok(())
    }

    /// Rewrites the rules of the workspace whose groups have other names in `snapshot`, tells
    /// Activity, and binds what is not bound yet. Answers the configuration with the rewritten
    /// rules; `None` when all stayed.
    pub(crate) fn follow_renames(
        &self,
        store: &Store,
        configuration: &Configuration,
        snapshot: &Snapshot,
        run: Option<RunId>,
    ) -> Result<Option<Configuration>, EngineError> {
        let mut rules = store.rules()?;
        let before = store.group_bindings()?;
        if rules.is_empty() && before.is_empty() {
            return Ok(None);
        }
        let groups = of_snapshot(configuration, snapshot);
        let mut renamed: HashMap<String, Vec<Rename>> = HashMap::new();
        let mut rewritten = Vec::new();
        for rule in &mut rules {
            let found = renames(rule, &before, &groups);
            let map = found.iter().map(|one| (fold(&one.old), one.new.clone()));
            let Some(after) = rename_groups(&rule.when, &map.collect()) else { continue };
            let entry = |one: &Rename| self.renamed_entry(rule, one, &after, run);
            rewritten.push(RewrittenRule {
                rule: rule.id.clone(),
                before: rule.when.clone(),
                entries: found.iter().map(entry).collect(),
                after: after.clone(),
            });
            rule.when = after;
            renamed.insert(rule.id.clone(), found);
        }
        let after = bind(&rules, &before, &renamed, &groups);
        if rewritten.is_empty() && after == before {
            return Ok(None);
        }
        let done = store.bind_groups(&rewritten, &after)?;
        if !done.contains(&true) {
            return Ok(None);
        }
        let mut configuration = configuration.clone();
        for (rule, _) in rewritten.iter().zip(done).filter(|(_, done)| *done) {
            let same = |one: &&mut Rule| one.id == rule.rule && one.when == rule.before;
            if let Some(one) = configuration.rules.iter_mut().find(same) {
                one.when.clone_from(&rule.after);
            }
        }
        Ok(Some(configuration))
    }

    fn renamed_entry(
        &self,
        rule: &Rule,
        rename: &Rename,
        after: &str,
        run: Option<RunId>,
    ) -> NewActivity {
        NewActivity {
            at: self.clock.now_ms(),
            who: format!("source of {}", rename.directory),
            kind: "rule_renamed_group".to_owned(),
            status: "ok".to_owned(),
            person: None,
            rule: Some(rule.name.clone()),
            target: None,
            run,
            cause: None,
            detail: serde_json::json!({
                "from": rename.old, "to": rename.new, "directory": rename.directory,
                "before": rule.when, "after": after,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
