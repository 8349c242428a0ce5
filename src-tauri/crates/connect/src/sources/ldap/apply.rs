//! From what changed at a server to changes of what is kept.
//!
//! Who is in which group is never taken from people: no server tells a person whose groups
//! changed. Where groups name their members by their place in the tree, a group may mean others
//! without a change of its own, so whatever has a new name is looked for in all groups.

use super::body::{self, body_of, id_of};
use super::content::{Plan, What};
use super::delta::Delta;
use super::dn::{Dn, filter_text, key_of, moved};
use super::entry::{Entry, Reference};
use super::fill::no_id;
use super::index::{Index, Known, login_of};
use super::listed::{Listed, in_parts, of_groups};
use super::reading::Reading;
use crate::ConnectError;
use rolecall_directory::{LdapFlavour, MirrorChange};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// How many names one filter asks groups for.
const NAMES: usize = 40;
/// From how many names on all groups are asked for their members.
const MANY_NAMES: usize = 400;

/// What changed, being worked out.
struct Work<'a> {
    plan: &'a Plan,
    index: Index,
    changes: Vec<MirrorChange>,
    /// Filters of groups that may mean others than before.
    concerned: BTreeSet<String>,
    /// Whether all groups may.
    all_concerned: bool,
    /// Groups of Active Directory whose members have to be read whole.
    reread: BTreeSet<String>,
    /// Who came newly, and the groups they say they are in (Active Directory).
    appeared: Vec<(String, Vec<Vec<u8>>)>,
}

impl Reading<'_> {
    /// The changes of what is kept.
    ///
    /// # Errors
    /// When what is kept, or a group whose members are asked for, cannot be read.
    pub(super) async fn applied(&self, delta: Delta) -> Result<Vec<MirrorChange>, ConnectError> {
        let mut work = Work {
            plan: &self.plan,
            index: self.index()?,
            changes: Vec::new(),
            concerned: BTreeSet::new(),
            all_concerned: false,
            reread: delta.reread.iter().cloned().collect(),
            appeared: Vec::new(),
        };
        let mut puts = Vec::new();
        for (what, entry) in &delta.puts {
            let place = &self.connection.place;
            let id = id_of(&self.plan, entry).ok_or_else(|| no_id(&self.plan, entry, place))?;
            puts.push((*what, id, entry));
        }
        let told: HashSet<&str> = puts.iter().map(|(_, id, _)| id.as_str()).collect();
        work.gone(&delta, &told);
        self.move_along(&mut work, &delta, &puts, &told)?;
        for (what, id, entry) in &puts {
            work.put(*what, id, entry);
        }
        if self.plan.flavour == LdapFlavour::Openldap {
            for (_, id, entry) in puts.iter().filter(|(what, ..)| *what == What::Group) {
                work.members(id, &Listed::of(entry));
            }
        }
        work.came_and_left(&delta);
        for group in std::mem::take(&mut work.reread) {
            if work.index.get(&group).is_some_and(|known| known.what == What::Group) {
                let listed = in_parts(&self.connection, &self.plan, &group).await?;
                work.members(&group, &listed);
            }
        }
        self.ask_groups(&mut work).await?;
        Ok(work.changes)
    }

    /// Whatever is below something that has a new name has one too, without being told.
    fn move_along(
        &self,
        work: &mut Work<'_>,
        delta: &Delta,
        puts: &[(What, String, &Entry)],
        told: &HashSet<&str>,
    ) -> Result<(), ConnectError> {
        let mut units: Vec<(Dn, &str)> = Vec::new();
        for (what, id, entry) in puts {
            if let Some(known) = work.index.get(id).filter(|_| *what == What::Unit)
                && key_of(&known.dn) != key_of(&entry.dn)
                && let Some(old) = Dn::parse(&known.dn)
            {
                units.push((old, &entry.dn));
            }
        }
        // What is nearest above counts.
        units.sort_by_key(|(old, _)| std::cmp::Reverse(old.depth()));
        let mut moves = delta.moved.clone();
        for (old, _) in &units {
            for known in work.index.within(old) {
                let nearest = units.iter().find_map(|(old, new)| moved(&known.dn, old, new));
                moves.extend(nearest.map(|dn| (known.id.to_string(), dn)));
            }
        }
        for (id, dn) in moves {
            let Some(known) = work.index.get(&id).filter(|known| *known.dn != *dn).cloned() else {
                continue;
            };
            if told.contains(id.as_str()) {
                continue;
            }
            let kind = known.what.kept_as();
            let kept = self.mirror.get(kind, &id)?;
            if let Some(body) = kept.and_then(|kept| body::moved(&kept, &dn)) {
                work.changes.push(MirrorChange::Put { kind, id, body });
                work.index.put(Known { dn: dn.into(), ..known });
                work.all_concerned = true;
            }
        }
        Ok(())
    }

    /// Asks the groups that may mean others than before for their members.
    async fn ask_groups(&self, work: &mut Work<'_>) -> Result<(), ConnectError> {
        if self.plan.flavour == LdapFlavour::Ad {
            return Ok(());
        }
        let groups = self.plan.groups();
        let mut filters = Vec::new();
        if work.all_concerned || work.concerned.len() > MANY_NAMES {
            filters.push(groups.to_owned());
        } else {
            let names: Vec<&String> = work.concerned.iter().collect();
            for some in names.chunks(NAMES) {
                let any: String = some.iter().map(|filter| filter.as_str()).collect();
                filters.push(format!("(&{groups}(|{any}))"));
            }
        }
        for filter in filters {
            for entry in of_groups(&self.connection, &self.plan, &filter).await? {
                let id = id_of(&self.plan, &entry);
                // A group that is not known yet comes with the next changes.
                if let Some(id) = id.filter(|id| work.index.get(id).is_some()) {
                    work.members(&id, &Listed::of(&entry));
                }
            }
        }
        Ok(())
    }
}

impl Work<'_> {
    fn gone(&mut self, delta: &Delta, told: &HashSet<&str>) {
        let mut gone: Vec<String> = delta.gone.clone();
        for (content, present) in &delta.present {
            let Some(base) = Dn::parse(&content.base) else { continue };
            let absent = self
                .index
                .within(&base)
                .filter(|known| known.what == content.what && !present.contains(&*known.id));
            gone.extend(absent.map(|known| known.id.to_string()));
        }
        for id in gone {
            if told.contains(id.as_str()) || delta.moved.iter().any(|(moved, _)| *moved == id) {
                continue;
            }
            if let Some(known) = self.index.remove(&id) {
                self.changes.push(MirrorChange::Gone { kind: known.what.kept_as(), id });
            }
        }
    }

    fn put(&mut self, what: What, id: &str, entry: &Entry) {
        let body = body_of(self.plan, what, entry);
        let record: Value = serde_json::from_str(&body).unwrap_or_default();
        let login = login_of(what, self.plan.flavour, &record).to_owned();
        let known = Known {
            what,
            id: id.into(),
            dn: entry.dn.as_str().into(),
            login: login.as_str().into(),
        };
        let before = self.index.put(known);
        if let Some(before) = before.as_ref().filter(|before| before.what != what) {
            let kind = before.what.kept_as();
            self.changes.push(MirrorChange::Gone { kind, id: id.to_owned() });
        }
        let kind = what.kept_as();
        self.changes.push(MirrorChange::Put { kind, id: id.to_owned(), body });
        if what == What::Unit {
            return;
        }
        match &before {
            Some(before) if before.what == what => {
                if key_of(&before.dn) != key_of(&entry.dn) {
                    self.concern_name(&before.dn);
                    self.concern_name(&entry.dn);
                }
                if *before.login != *login {
                    self.concern_login(&before.login);
                    self.concern_login(&login);
                }
            }
            _ => {
                self.concern_name(&entry.dn);
                self.concern_login(&login);
                self.appeared.push((id.to_owned(), entry.values("memberOf").to_vec()));
                if what == What::Group && self.plan.flavour == LdapFlavour::Ad {
                    self.reread.insert(id.to_owned());
                }
            }
        }
    }

    fn concern_name(&mut self, dn: &str) {
        let name = filter_text(dn);
        self.concerned.insert(format!("(member={name})(uniqueMember={name})"));
    }

    fn concern_login(&mut self, login: &str) {
        if !login.is_empty() {
            self.concerned.insert(format!("(memberUid={})", filter_text(login)));
        }
    }

    fn members(&mut self, group: &str, listed: &Listed) {
        let members = listed.members(&self.index);
        self.changes.push(MirrorChange::Members { group: group.to_owned(), members });
    }

    /// Single members that came and left, as Active Directory tells them.
    fn came_and_left(&mut self, delta: &Delta) {
        for (group, value) in &delta.left {
            let text = String::from_utf8_lossy(value);
            let told = Reference::read(&text).guid;
            let id = told.or_else(|| self.index.member("member", value).map(|member| member.id));
            if let Some(id) = id {
                self.changes.push(MirrorChange::Left { group: group.clone(), id });
            }
        }
        for (group, value) in &delta.joined {
            if let Some(member) = self.index.member("member", value)
                && self.index.get(group).is_some()
            {
                self.changes.push(MirrorChange::Joined { group: group.clone(), member });
            }
        }
        for (id, groups) in std::mem::take(&mut self.appeared) {
            let Some(known) = self.index.get(&id) else { continue };
            let kind = known.what.kept_as();
            for group in groups.iter().filter_map(|value| self.index.member("memberOf", value)) {
                let member = rolecall_directory::MirrorMember { kind, id: id.clone() };
                self.changes.push(MirrorChange::Joined { group: group.id, member });
            }
        }
    }
}
