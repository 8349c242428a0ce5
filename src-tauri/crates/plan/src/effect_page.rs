//! Pages of the people whom an effect concerns.

use crate::base::Base;
use crate::effect::{Effect, TargetEffect, ValueEffect};
use crate::effect_order::{Alone, ChangeKind};
use roaring::RoaringBitmap;
use rolecall_directory::{Folded, Snapshot};
use std::collections::HashSet;
use std::ops::Range;

/// Whom to list.
#[derive(Debug, Clone, Default)]
pub struct EffectQuery<'a> {
    /// Only those whom this concerns; everybody when absent.
    pub of: Option<EffectOf<'a>>,
    /// Only those whose name or userName contains this, without case.
    pub text: &'a str,
    /// How many to pass over.
    pub offset: u64,
    /// How many to list.
    pub limit: u64,
}

/// One kind of change in one target.
#[derive(Debug, Clone, Copy)]
pub struct EffectOf<'a> {
    /// The target's number.
    pub target: usize,
    /// The kind; `Lose` counts replaced values too.
    pub kind: ChangeKind,
    /// The slot's number, for values.
    pub slot: Option<usize>,
    /// The value.
    pub value: Option<&'a str>,
}

/// People an effect concerns, worst first, then by folded userName.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EffectPage {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<Affected>,
}

/// Somebody for whom something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The person's row; `None` for an account without a person.
    pub person: Option<u32>,
    /// The userName.
    pub user: String,
    /// What changes, worst first, then by target, slot and value.
    pub changes: Vec<Change>,
}

/// One change for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happens.
    pub kind: ChangeKind,
    /// The target's number.
    pub target: usize,
    /// The slot's number, for values.
    pub slot: Option<usize>,
    /// The value lost or gained; for `Replace` the new one.
    pub value: Option<String>,
    /// The value that is replaced.
    pub before: Option<String>,
}

/// Somebody in a list: a row, or an account without a person.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Person(u32),
    Alone(&'a Alone),
}

impl Effect {
    /// Lists a part of those whom it concerns.
    #[must_use]
    pub fn page(&self, base: &Base<'_>, query: &EffectQuery<'_>) -> EffectPage {
        let chosen = query.of.map(|of| self.chosen(&of));
        let wanted = Folded::new(query.text.trim());
        let named = |user: &str, name: &str| {
            let holds = |text: &str| Folded::new(text).as_str().contains(wanted.as_str());
            wanted.as_str().is_empty() || holds(user) || holds(name)
        };
        let (mut total, mut items) = (0, Vec::new());
        let alone = |one: &&Alone| {
            let user = one.name.as_str();
            let target = query.of.is_none_or(|of| of.target == one.target);
            target && named(user, "") && chosen.as_ref().is_none_or(|set| set.contains(one.subject))
        };
        let alone: Vec<&Alone> = self.classes.alone.iter().filter(alone).collect();
        for (class, people) in self.classes.people.iter().enumerate() {
            let mut people = match &chosen {
                Some(set) => people & set,
                None => people.clone(),
            };
            if !wanted.as_str().is_empty() {
                let matches = |row: &u32| {
                    let person = base.snapshot.person(*row);
                    named(person.user_name(), &person.display_name())
                };
                people = people.iter().filter(matches).collect();
            }
            let alone: Vec<&Alone> = alone.iter().copied().filter(|a| a.class == class).collect();
            let count = people.len() + alone.len() as u64;
            let from = query.offset.saturating_sub(total).min(count);
            let until = query.offset.saturating_add(query.limit).saturating_sub(total).min(count);
            total += count;
            if from < until {
                let entries = in_order(base, &people, &alone, from as usize..until as usize);
                items.extend(entries.into_iter().map(|entry| self.affected_one(base, entry)));
            }
        }
        EffectPage { total, items }
    }

    /// What changes for the person in `row`.
    #[must_use]
    pub fn changes_of(&self, row: u32) -> Vec<Change> {
        self.changes(|target| Some((target, row)))
    }

    fn chosen(&self, of: &EffectOf<'_>) -> RoaringBitmap {
        let target = self.targets.get(of.target).and_then(Option::as_ref);
        target.map(|target| target.of(of.kind, of.slot, of.value)).unwrap_or_default()
    }

    fn affected_one(&self, base: &Base<'_>, entry: Entry<'_>) -> Affected {
        match entry {
            Entry::Person(row) => Affected {
                person: Some(row),
                user: base.snapshot.person(row).user_name().to_owned(),
                changes: self.changes_of(row),
            },
            Entry::Alone(alone) => {
                let target = base.targets.get(alone.target).and_then(Option::as_ref);
                let user = target.map(|one| one.plan.user(&one.input, alone.subject));
                Affected {
                    person: None,
                    user: user.unwrap_or_default().to_owned(),
                    changes: self.changes(|at| (at == alone.target).then_some((at, alone.subject))),
                }
            }
        }
    }

    fn changes(&self, here: impl Fn(usize) -> Option<(usize, u32)>) -> Vec<Change> {
        let mut changes = Vec::new();
        for (index, effect) in self.targets.iter().enumerate() {
            if let (Some(effect), Some((target, subject))) = (effect, here(index)) {
                effect.changes_of(target, subject, &mut changes);
            }
        }
        changes.sort_by_key(|change| change.kind);
        changes
    }
}

impl TargetEffect {
    fn changes_of(&self, target: usize, subject: u32, changes: &mut Vec<Change>) {
        let accounts = [
            (ChangeKind::Suspend, &self.suspend),
            (ChangeKind::Create, &self.create),
            (ChangeKind::Reactivate, &self.reactivate),
            (ChangeKind::Adopt, &self.adopt),
        ];
        let accounts = accounts.into_iter().filter(|(_, set)| set.contains(subject));
        changes.extend(accounts.map(|(kind, _)| Change {
            kind,
            target,
            slot: None,
            value: None,
            before: None,
        }));
        let mine = |one: &ValueEffect, kind: ChangeKind| match kind {
            ChangeKind::Lose => one.lose.contains(subject),
            ChangeKind::NoSeat => one.no_seat.contains(subject),
            _ => one.gain.contains(subject),
        };
        let value = |kind, one: &ValueEffect, before| Change {
            kind,
            target,
            slot: Some(one.slot),
            value: Some(one.value.clone()),
            before,
        };
        let mut replaced: HashSet<(usize, &str)> = HashSet::new();
        for lost in self.values.iter().filter(|one| mine(one, ChangeKind::Lose)) {
            let instead = self.values.iter().filter(|one| mine(one, ChangeKind::Gain));
            let mut instead = instead.filter(|one| one.slot == lost.slot);
            match instead.next().filter(|_| lost.replaced.contains(subject)) {
                Some(new) => {
                    replaced.insert((new.slot, &new.value));
                    changes.push(value(ChangeKind::Replace, new, Some(lost.value.clone())));
                }
                None => changes.push(value(ChangeKind::Lose, lost, None)),
            }
        }
        for kind in [ChangeKind::NoSeat, ChangeKind::Gain] {
            for one in self.values.iter().filter(|one| mine(one, kind)) {
                let is_told =
                    kind == ChangeKind::Gain && replaced.contains(&(one.slot, one.value.as_str()));
                if !is_told {
                    changes.push(value(kind, one, None));
                }
            }
        }
    }
}

/// The entries at `part` of both lists, merged by folded userName; an account stands before a
/// person of its name.
fn in_order<'a>(
    base: &Base<'_>,
    people: &RoaringBitmap,
    alone: &[&'a Alone],
    part: Range<usize>,
) -> Vec<Entry<'a>> {
    let snapshot = base.snapshot;
    if alone.is_empty() {
        return part_by_name(snapshot, people, part).into_iter().map(Entry::Person).collect();
    }
    let place = |alone: &Alone| place_of_name(snapshot, alone.name.as_str()) as u64;
    let people = people.iter();
    let people =
        people.map(|row| (u64::from(snapshot.name_rank(row)), true, row, Entry::Person(row)));
    let alone = alone.iter().map(|&one| (place(one), false, one.subject, Entry::Alone(one)));
    let mut all: Vec<_> = people.chain(alone).collect();
    all.sort_unstable_by_key(|(place, is_person, row, _)| (*place, *is_person, *row));
    all.into_iter().skip(part.start).take(part.len()).map(|(.., entry)| entry).collect()
}

/// How many people stand before `name` by folded userName.
pub(crate) fn place_of_name(snapshot: &Snapshot, name: &str) -> usize {
    let name = Folded::new(name);
    let names = snapshot.keys().user_name;
    snapshot.by_name().partition_point(|row| *names.text(*row) < *name.as_str())
}

/// The rows at `part` of `people` by folded userName.
pub(crate) fn part_by_name(
    snapshot: &Snapshot,
    people: &RoaringBitmap,
    part: Range<usize>,
) -> Vec<u32> {
    let count = people.len() as usize;
    let looked_at = part.end.saturating_mul(snapshot.by_name().len()) / count.max(1);
    if looked_at < count {
        let rows = snapshot.by_name().iter().copied().filter(|row| people.contains(*row));
        return rows.skip(part.start).take(part.len()).collect();
    }
    let mut rows: Vec<(u32, u32)> =
        people.iter().map(|row| (snapshot.name_rank(row), row)).collect();
    if part.end < rows.len() {
        rows.select_nth_unstable(part.end);
        rows.truncate(part.end);
    }
    rows.sort_unstable();
    rows.into_iter().skip(part.start).take(part.len()).map(|(_, row)| row).collect()
}
