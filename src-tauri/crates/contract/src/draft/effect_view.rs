//! The effect of a draft as screens show it.

use super::because::Because;
use super::state::DraftState;
use super::tried::Tried;
use crate::AppError;
use crate::people_view::PeopleView;
use crate::types::{
    Effect, EffectAccounts, EffectChange, EffectFilter, EffectGuard, EffectPeople,
    EffectPeopleRequest, EffectPerson, EffectTest, EffectValue, OwnThere,
};
use rolecall_directory::{Configuration, Held, TargetDefinition};
use rolecall_plan::{
    Affected, Base, BrokenTest, Candidate, Change, ChangeKind, EffectOf, EffectQuery, TargetEffect,
};
use std::cmp::Reverse;

/// How many people come with the effect itself.
const FIRST: u64 = 12;
/// How many values come with it: an effect follows each keystroke, and hundreds would be in its way.
const VALUES: usize = 30;
/// How many people a page has at most.
const PAGE: u64 = 500;

impl DraftState {
    /// What saving the draft would change.
    pub(super) fn effect_of(&self, tried: &Tried, view: &PeopleView) -> Effect {
        let planned = &tried.latest.planned;
        let base = tried.base();
        let targets = planned.configuration.targets.iter();
        let unread = targets.zip(&base.targets).filter(|(_, target)| target.is_none());
        let mut effect = Effect {
            id: tried.id,
            milliseconds: tried.milliseconds,
            people: 0,
            values: Vec::new(),
            more_values: 0,
            accounts: Vec::new(),
            guards: Vec::new(),
            broken_tests: Vec::new(),
            first: Vec::new(),
            unread: unread.map(|(target, _)| target.name.clone()).collect(),
        };
        match tried.candidate() {
            Some(candidate) => self.compare(&mut effect, tried, candidate, view),
            None => as_it_is(&mut effect, &base),
        }
        effect
    }

    fn compare(
        &self,
        effect: &mut Effect,
        tried: &Tried,
        candidate: &Candidate,
        view: &PeopleView,
    ) {
        let base = tried.base();
        let found = candidate.effect();
        effect.people = found.people();
        for (target, one) in base.configuration.targets.iter().zip(&found.targets) {
            let Some(one) = one else { continue };
            effect.values.extend(values(target, one));
            effect.accounts.push(EffectAccounts {
                target: target.name.clone(),
                create: one.create.len(),
                suspend: one.suspend.len(),
                reactivate: one.reactivate.len(),
                adopt: one.adopt.len(),
            });
            let guards = one.guards.iter();
            let guards = guards.map(|guard| self::guard(&target.name, &guard.held, guard.is_old));
            effect.guards.extend(guards);
        }
        effect.values.sort_by_key(|one| (Reverse(one.lose), Reverse(one.gain)));
        effect.more_values = effect.values.len().saturating_sub(VALUES) as u64;
        effect.values.truncate(VALUES);
        let tests = candidate.broken_tests().iter();
        effect.broken_tests =
            tests.map(|test| self::test(test, base.broken_tests.contains(test))).collect();
        let because = Because::new(self, tried);
        let query = EffectQuery { of: None, text: "", offset: 0, limit: FIRST };
        let first = found.page(&base, &query).items;
        effect.first = first.iter().map(|one| person(one, tried, &because, view)).collect();
    }
}

/// Nothing changes; what is broken or would be held already is told as old.
fn as_it_is(effect: &mut Effect, base: &Base<'_>) {
    for (target, one) in base.configuration.targets.iter().zip(&base.targets) {
        let Some(one) = one else { continue };
        let held = one.plan.held.iter().map(|held| guard(&target.name, held, true));
        effect.guards.extend(held);
        let name = target.name.clone();
        let (create, suspend, reactivate, adopt) = (0, 0, 0, 0);
        effect.accounts.push(EffectAccounts { target: name, create, suspend, reactivate, adopt });
    }
    effect.broken_tests = base.broken_tests.iter().map(|one| test(one, true)).collect();
}

fn values<'a>(
    target: &'a TargetDefinition,
    effect: &'a TargetEffect,
) -> impl Iterator<Item = EffectValue> + 'a {
    effect.values.iter().filter_map(|one| {
        let slot = target.slots.get(one.slot)?;
        let is_it =
            |seats: &&rolecall_plan::SeatCount| seats.slot == slot.name && seats.value == one.value;
        Some(EffectValue {
            target: target.name.clone(),
            slot: slot.name.clone(),
            many: slot.many,
            value: one.value.clone(),
            gain: one.gain.len(),
            lose: one.lose.len(),
            instead: one.instead.clone(),
            seats: slot.value(&one.value).and_then(|value| value.seats),
            used: one.used,
            short: effect.seats.iter().find(is_it).map_or(0, |seats| seats.short),
            is_created: one.is_created,
        })
    })
}

fn guard(target: &str, held: &Held, is_old: bool) -> EffectGuard {
    EffectGuard {
        target: target.to_owned(),
        guard: held.guard.word().to_owned(),
        slot: held.slot.clone(),
        value: held.value.clone(),
        steps: held.steps,
        limit: held.limit,
        is_old,
    }
}

fn test(broken: &BrokenTest, is_old: bool) -> EffectTest {
    EffectTest { user: broken.user.clone(), message: broken.message.clone(), is_old }
}

fn person(
    affected: &Affected,
    tried: &Tried,
    because: &Because,
    view: &PeopleView,
) -> EffectPerson {
    let snapshot = &tried.latest.planned.reading.snapshot;
    let words = affected.person.and_then(|row| because.of(snapshot, row));
    EffectPerson {
        user: affected.user.clone(),
        name: match affected.person {
            Some(row) => snapshot.person(row).display_name(),
            None => view.name_of(&affected.user).0,
        },
        because: words.as_ref().map(ToString::to_string).unwrap_or_default(),
        attribute: words.as_ref().and_then(|words| words.attribute.clone()),
        has: words.map(|words| words.has.iter().map(OwnThere::from).collect()).unwrap_or_default(),
        changes: changes_of(&affected.changes, &tried.latest.planned.configuration),
    }
}

/// Changes as screens show them.
pub(crate) fn changes_of(changes: &[Change], configuration: &Configuration) -> Vec<EffectChange> {
    let each = changes.iter().filter_map(|change| {
        let target = configuration.targets.get(change.target)?;
        let slot = change.slot.and_then(|slot| target.slots.get(slot));
        Some(EffectChange {
            target: target.name.clone(),
            kind: change.kind.word().to_owned(),
            slot: slot.map(|slot| slot.name.clone()),
            value: change.value.clone(),
            before: change.before.clone(),
        })
    });
    each.collect()
}

/// A part of those whom the draft's effect concerns.
///
/// # Errors
/// `effect_gone` when the draft was edited since, `not_found` for a target, slot or kind.
pub(crate) fn people_page(
    state: &DraftState,
    request: &EffectPeopleRequest,
    view: &PeopleView,
) -> Result<EffectPeople, AppError> {
    let tried = state.tried.as_ref().filter(|tried| tried.id == request.effect);
    let Some(tried) = tried else {
        let message = "The rules were edited meanwhile. Look at the effect as it is now.";
        return Err(AppError::new("effect_gone", message));
    };
    let Some(candidate) = tried.candidate() else {
        return Ok(EffectPeople { total: 0, items: Vec::new() });
    };
    let of = request.of.as_ref().map(|of| filter(of, candidate.configuration())).transpose()?;
    let query = EffectQuery {
        of,
        text: &request.text,
        offset: request.page.offset,
        limit: request.page.limit.min(PAGE),
    };
    let page = candidate.effect().page(&tried.base(), &query);
    let because = Because::new(state, tried);
    let items = page.items.iter().map(|one| person(one, tried, &because, view)).collect();
    Ok(EffectPeople { total: page.total, items })
}

fn filter<'a>(
    of: &'a EffectFilter,
    configuration: &Configuration,
) -> Result<EffectOf<'a>, AppError> {
    let target = configuration.targets.iter().position(|target| target.name == of.target);
    let target = target.ok_or_else(|| AppError::not_found("target", &of.target))?;
    let kind = ChangeKind::from_word(&of.kind);
    let kind = kind.ok_or_else(|| AppError::not_found("kind of change", &of.kind))?;
    let slots = &configuration.targets[target].slots;
    let slot = of.slot.as_ref().map(|name| {
        let at = slots.iter().position(|slot| slot.name == *name);
        at.ok_or_else(|| AppError::not_found("slot", name))
    });
    Ok(EffectOf { target, kind, slot: slot.transpose()?, value: of.value.as_deref() })
}
