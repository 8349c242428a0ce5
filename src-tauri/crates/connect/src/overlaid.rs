//! A mirror that is only looked at, with changes laid over it in memory: plans that write nothing
//! ask for changes too.

use crate::{Mirror, MirrorError};
use rolecall_directory::{MirrorChange, MirrorMember, MirrorState, RecordKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Another mirror as it stands, with changes of its own over it, which last as long as it is held.
pub struct OverlaidMirror<'b> {
    below: Box<dyn Mirror + 'b>,
    over: Mutex<Over>,
}

#[derive(Debug, Default)]
struct Over {
    /// Where it stands; as below until something is changed.
    state: Option<MirrorState>,
    /// Bodies that were put; `None` of records that are gone.
    records: BTreeMap<(RecordKind, String), Option<String>>,
    groups: BTreeMap<String, Touched>,
    /// Who is gone, and so is no member by what stands below.
    gone: BTreeSet<(RecordKind, String)>,
    /// What was put since a reading in full began.
    put: BTreeSet<(RecordKind, String)>,
    /// Whether a reading in full began here: what was put below does not count for it.
    is_anew: bool,
}

/// A group whose members changed.
#[derive(Debug, Default)]
struct Touched {
    /// Whether the members below count no more.
    is_whole: bool,
    joined: BTreeMap<String, MirrorMember>,
    left: BTreeSet<String>,
}

impl<'b> OverlaidMirror<'b> {
    /// Changes over `below`, none yet.
    #[must_use]
    pub fn over(below: Box<dyn Mirror + 'b>) -> Self {
        Self { below, over: Mutex::default() }
    }

    fn held(&self) -> MutexGuard<'_, Over> {
        self.over.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_of(&self, over: &Over) -> Result<MirrorState, MirrorError> {
        over.state.clone().map_or_else(|| self.below.state(), Ok)
    }

    /// The ids of a kind that were not put since the reading in full under way began.
    fn unseen_in(&self, over: &Over, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        let mut ids = BTreeSet::new();
        if over.is_anew {
            self.below.each(kind, &mut |id, _| ids.extend([id.to_owned()]))?;
        } else {
            ids.extend(self.below.unseen(kind)?);
        }
        let own = over.records.iter().filter(|((of, _), body)| *of == kind && body.is_some());
        ids.extend(own.map(|((_, id), _)| id.clone()));
        ids.retain(|id| {
            let key = (kind, id.clone());
            !over.put.contains(&key) && over.records.get(&key).is_none_or(Option::is_some)
        });
        Ok(ids.into_iter().collect())
    }
}

impl Over {
    fn change(&mut self, change: &MirrorChange, is_filling: bool) {
        match change {
            MirrorChange::Put { kind, id, body } => {
                if is_filling {
                    self.put.insert((*kind, id.clone()));
                }
                self.records.insert((*kind, id.clone()), Some(body.clone()));
            }
            MirrorChange::Gone { kind, id } => self.forget(*kind, id),
            MirrorChange::Members { group, members } => {
                let joined = members.iter().map(|one| (one.id.clone(), one.clone())).collect();
                let touched = Touched { is_whole: true, joined, left: BTreeSet::new() };
                self.groups.insert(group.clone(), touched);
            }
            MirrorChange::Joined { group, member } => {
                let touched = self.groups.entry(group.clone()).or_default();
                touched.left.remove(&member.id);
                touched.joined.insert(member.id.clone(), member.clone());
            }
            MirrorChange::Left { group, id } => {
                let touched = self.groups.entry(group.clone()).or_default();
                touched.joined.remove(id);
                touched.left.insert(id.clone());
            }
        }
    }

    fn forget(&mut self, kind: RecordKind, id: &str) {
        let key = (kind, id.to_owned());
        self.put.remove(&key);
        self.records.insert(key.clone(), None);
        if kind == RecordKind::Group {
            let empty = Touched { is_whole: true, ..Touched::default() };
            self.groups.insert(id.to_owned(), empty);
        }
        for touched in self.groups.values_mut() {
            touched.joined.retain(|member, one| one.kind != kind || member != id);
        }
        self.gone.insert(key);
    }

    /// Whether `member` of `group` below is one still.
    fn keeps(&self, group: &str, member: &MirrorMember) -> bool {
        let stands = self.groups.get(group).is_none_or(|touched| {
            let (joined, left) = (&touched.joined, &touched.left);
            !touched.is_whole && !left.contains(&member.id) && !joined.contains_key(&member.id)
        });
        stands && !self.gone.contains(&(member.kind, member.id.clone()))
    }
}

impl Mirror for OverlaidMirror<'_> {
    fn state(&self) -> Result<MirrorState, MirrorError> {
        self.state_of(&self.held())
    }

    fn begin(&self) -> Result<(), MirrorError> {
        let mut over = self.held();
        let before = self.state_of(&over)?;
        over.put.clear();
        over.is_anew = true;
        over.state = Some(MirrorState { cursor: None, filling: true, ..before });
        Ok(())
    }

    fn advance(&self, changes: &[MirrorChange], cursor: Option<&str>) -> Result<(), MirrorError> {
        let mut over = self.held();
        let before = self.state_of(&over)?;
        for change in changes {
            over.change(change, before.filling);
        }
        over.state = Some(MirrorState { cursor: cursor.map(str::to_owned), ..before });
        Ok(())
    }

    fn end(&self, cursor: Option<&str>, now: i64) -> Result<(), MirrorError> {
        let mut over = self.held();
        for kind in [RecordKind::Person, RecordKind::Group] {
            for id in self.unseen_in(&over, kind)? {
                over.forget(kind, &id);
            }
        }
        over.put.clear();
        let cursor = cursor.map(str::to_owned);
        over.state = Some(MirrorState { cursor, filling: false, filled_at: Some(now) });
        Ok(())
    }

    fn unseen(&self, kind: RecordKind) -> Result<Vec<String>, MirrorError> {
        let over = self.held();
        if self.state_of(&over)?.filling { self.unseen_in(&over, kind) } else { Ok(Vec::new()) }
    }

    fn get(&self, kind: RecordKind, id: &str) -> Result<Option<String>, MirrorError> {
        match self.held().records.get(&(kind, id.to_owned())) {
            Some(own) => Ok(own.clone()),
            None => self.below.get(kind, id),
        }
    }

    fn each(
        &self,
        kind: RecordKind,
        take: &mut (dyn FnMut(&str, &str) + Send),
    ) -> Result<(), MirrorError> {
        let over = self.held();
        let own = over.records.iter().filter(|((of, _), _)| *of == kind);
        let mut own = own.map(|((_, id), body)| (id.as_str(), body)).peekable();
        self.below.each(kind, &mut |id, body| {
            while let Some((before, put)) = own.next_if(|(one, _)| *one < id) {
                put.iter().for_each(|put| take(before, put));
            }
            match own.next_if(|(one, _)| *one == id) {
                Some((_, put)) => put.iter().for_each(|put| take(id, put)),
                None => take(id, body),
            }
        })?;
        for (id, put) in own {
            put.iter().for_each(|put| take(id, put));
        }
        Ok(())
    }

    fn each_member(
        &self,
        take: &mut (dyn FnMut(&str, MirrorMember) + Send),
    ) -> Result<(), MirrorError> {
        let over = self.held();
        let mut own = over.groups.iter().peekable();
        self.below.each_member(&mut |group, member| {
            while let Some((before, touched)) = own.next_if(|(one, _)| one.as_str() < group) {
                touched.joined.values().for_each(|member| take(before, member.clone()));
            }
            if over.keeps(group, &member) {
                take(group, member);
            }
        })?;
        for (group, touched) in own {
            touched.joined.values().for_each(|member| take(group, member.clone()));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
