//! Desired minus actual: who needs which step, before guards and seats.

use crate::ground::Ground;
use crate::subjects::Held;
use crate::target_plan::{PlanInput, SlotSteps, Steps, TargetPlan, ValueSteps};
use roaring::RoaringBitmap;
use rolecall_directory::TargetDefinition;
use rolecall_rules::{Given, TargetResolution};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// People who cannot be done, by cause.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unable {
    pub(crate) foreign: RoaringBitmap,
    pub(crate) account_exists: RoaringBitmap,
    pub(crate) suspended_elsewhere: RoaringBitmap,
    /// They lack an attribute that the target requires.
    pub(crate) missing: RoaringBitmap,
}

/// Desired minus actual, as rules alone have it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Difference {
    /// Nothing of it is held yet.
    pub(crate) steps: Steps,
    pub(crate) unable: Unable,
    standing: Standing,
}

/// The people a difference distinguishes.
#[derive(Debug, Clone, Default)]
struct Standing {
    /// Whose managed account is, or will be, active and theirs.
    live: RoaringBitmap,
    /// Who loses managed values that rules do not give: the live, those suspended, and those
    /// who are already.
    losing: RoaringBitmap,
    /// By slot of one: the live for whom a speaker decided. A decision replaces whatever a
    /// managed account holds there, managed or not.
    decided: Vec<RoaringBitmap>,
}

impl Standing {
    /// Who stands otherwise in `after`, in all slots alike.
    fn moved(&self, after: &Self, since: Since<'_>) -> RoaringBitmap {
        let mut moved = &self.live ^ &after.live;
        moved |= &self.losing ^ &after.losing;
        if let Since::People(rows) = since {
            moved |= rows;
        }
        moved
    }
}

/// What a difference is made from.
pub(crate) struct Desired<'a> {
    pub(crate) target: &'a TargetDefinition,
    pub(crate) ground: &'a Ground,
    pub(crate) resolution: &'a TargetResolution,
}

/// A difference made before.
pub(crate) struct Before<'a> {
    pub(crate) difference: &'a Difference,
    pub(crate) since: Since<'a>,
}

/// What is another since a difference was made.
#[derive(Clone, Copy)]
pub(crate) enum Since<'a> {
    /// Rules, on the same ground; the resolution it was made from.
    Rules(&'a TargetResolution),
    /// These people, and the ground under them; nobody else is given anything else.
    People(&'a RoaringBitmap),
}

impl<'a> Before<'a> {
    /// Who was given `value`, where rules changed.
    fn given(&self, slot: usize, value: &str) -> Option<&'a Arc<Given>> {
        match self.since {
            Since::Rules(resolution) => resolution.slots.get(slot)?.values.get(value),
            Since::People(_) => None,
        }
    }
}

impl Desired<'_> {
    /// Compares; what is the same as `before` is shared with it.
    pub(crate) fn difference(&self, before: Option<&Before<'_>>) -> Difference {
        let (if_wanted, if_unwanted) = (&self.ground.if_wanted, &self.ground.if_unwanted);
        let wanted = self.resolution.wanted();
        let mut steps = Steps {
            create: wanted & &if_wanted.create,
            update: wanted & &if_wanted.update,
            reactivate: wanted & &if_wanted.reactivate,
            adopt: wanted & &if_wanted.adopt,
            suspend: &if_unwanted.suspend - wanted,
            ..Steps::default()
        };
        let unable = Unable {
            foreign: wanted & &if_wanted.foreign,
            account_exists: wanted & &if_wanted.account_exists,
            suspended_elsewhere: wanted & &if_wanted.suspended_elsewhere,
            missing: wanted & &if_wanted.missing,
        };
        let standing = self.standing(&steps.suspend);
        let moved = before.map(|before| before.difference.standing.moved(&standing, before.since));
        for index in 0..self.target.slots.len() {
            let before = before.zip(moved.as_ref());
            steps.slots.push(self.slot(index, &standing, before));
        }
        let adopted = steps.slots.iter().flat_map(|slot| slot.values.values());
        for entry in adopted.filter(|entry| !entry.adopt.is_empty()) {
            steps.adopt |= &entry.adopt;
        }
        // An adoption writes userName and e-mail itself.
        steps.update -= &steps.adopt;
        Difference { steps, unable, standing }
    }

    fn standing(&self, suspend: &RoaringBitmap) -> Standing {
        let wanted = self.resolution.wanted();
        let live = wanted & &self.ground.if_wanted.live;
        let mut losing = &live | suspend;
        losing |= &self.ground.if_unwanted.dormant - wanted;
        let slots = self.target.slots.iter().zip(&self.resolution.slots);
        let decided = slots.map(|(definition, resolution)| match definition.many {
            true => RoaringBitmap::new(),
            false => resolution.decided() & &live,
        });
        let decided = decided.collect();
        Standing { live, losing, decided }
    }

    fn slot(
        &self,
        index: usize,
        standing: &Standing,
        before: Option<(&Before<'_>, &RoaringBitmap)>,
    ) -> SlotSteps {
        let name = self.target.slots[index].name.as_str();
        let resolution = &self.resolution.slots[index];
        let before = before.map(|(before, moved)| {
            let was = &before.difference.standing.decided[index];
            let now = &standing.decided[index];
            let same = was.is_empty() && now.is_empty();
            (before, if same { Cow::Borrowed(moved) } else { Cow::Owned(moved | (was ^ now)) })
        });
        let whole = before.as_ref().filter(|(before, moved)| {
            let same = match before.since {
                Since::Rules(old) => Arc::ptr_eq(resolution, &old.slots[index]),
                Since::People(_) => true,
            };
            same && moved.is_empty()
        });
        if let Some((before, _)) = whole {
            return before.difference.steps.slots[index].clone();
        }
        let mut found = BTreeMap::new();
        let values: BTreeSet<&str> = resolution
            .values
            .keys()
            .map(String::as_str)
            .chain(self.ground.actual.values(name))
            .collect();
        for value in values {
            let given = resolution.values.get(value);
            let place = Place { desired: self, index, value, given };
            let steps = match &before {
                Some((before, moved)) => place.again(standing, before, moved),
                None => place.steps(standing, None).map(Arc::new),
            };
            if let Some(steps) = steps {
                found.insert(value.to_owned(), steps);
            }
        }
        SlotSteps { values: Arc::new(found), ..SlotSteps::default() }
    }
}

/// One value of one slot.
struct Place<'a> {
    desired: &'a Desired<'a>,
    index: usize,
    value: &'a str,
    given: Option<&'a Arc<Given>>,
}

impl Place<'_> {
    /// The steps of those who are to have the value and of those who hold it, or of `among`
    /// alone; `None` where nobody has one.
    fn steps(&self, standing: &Standing, among: Option<&RoaringBitmap>) -> Option<ValueSteps> {
        let ground = self.desired.ground;
        let definition = &self.desired.target.slots[self.index];
        let held = ground.actual.held(&definition.name, self.value);
        let within = |rows: &RoaringBitmap, others: &RoaringBitmap| match among {
            Some(among) => (rows & among) & others,
            None => rows & others,
        };
        let wanted = match self.given {
            Some(given) if among.is_none() && given.people.is_subset(&standing.live) => {
                given.people.clone()
            }
            Some(given) => Arc::new(within(&given.people, &standing.live)),
            None => Arc::default(),
        };
        let adoptable = ground.adoptable.get(self.index).and_then(|all| all.get(self.value));
        let adopt = adoptable.map(|rows| &*wanted & rows).unwrap_or_default();
        let unassign = match held.held.is_subset(&wanted) {
            true => RoaringBitmap::new(),
            false => self.unassign(held, standing, &wanted, within),
        };
        let assign = match held.held.is_disjoint(&wanted) {
            true => wanted,
            false => Arc::new(&*wanted - &held.held),
        };
        let nobody = assign.is_empty() && unassign.is_empty() && adopt.is_empty();
        (!nobody).then(|| ValueSteps { assign, unassign, adopt, ..ValueSteps::default() })
    }

    /// Those of the holders `within` whom it is taken from, where rules want it for `wanted`.
    fn unassign(
        &self,
        held: &Held,
        standing: &Standing,
        wanted: &RoaringBitmap,
        within: impl Fn(&RoaringBitmap, &RoaringBitmap) -> RoaringBitmap,
    ) -> RoaringBitmap {
        let definition = &self.desired.target.slots[self.index];
        if self.desired.target.kind.rests_on(&definition.name, self.value) {
            return RoaringBitmap::new();
        }
        let mut unassign = within(&held.held, &standing.losing);
        unassign -= &held.unmanaged;
        if !definition.many {
            unassign |= within(&held.held, &standing.decided[self.index]);
        }
        unassign -= wanted;
        unassign
    }

    /// The same, where only the people in `moved`, and those whom rules treat otherwise now,
    /// can have another step than before.
    fn again(
        &self,
        standing: &Standing,
        before: &Before<'_>,
        moved: &RoaringBitmap,
    ) -> Option<Arc<ValueSteps>> {
        let old = before.difference.steps.slots.get(self.index)?.values.get(self.value);
        let was_given = before.given(self.index, self.value);
        let same = match (before.since, was_given, self.given) {
            // Whoever is given it or not any more is among those who moved.
            (Since::People(_), _, _) | (_, None, None) => true,
            (_, Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        let concerned = match same {
            true => Cow::Borrowed(moved),
            false => Cow::Owned(moved | (people(was_given) ^ people(self.given))),
        };
        let name = &self.desired.target.slots[self.index].name;
        let held = &self.desired.ground.actual.held(name, self.value).held;
        let apart = |rows: &RoaringBitmap| rows.is_disjoint(&concerned);
        if concerned.is_empty()
            || (apart(held)
                && apart(people(self.given))
                && old.is_none_or(|old| {
                    apart(&old.assign) && apart(&old.unassign) && apart(&old.adopt)
                }))
        {
            return old.cloned();
        }
        let steps = self.steps(standing, Some(&concerned)).unwrap_or_default();
        let Some(old) = old else {
            return (!steps.is_empty()).then(|| Arc::new(steps));
        };
        let parts = [
            (&*old.assign, &*steps.assign),
            (&old.unassign, &steps.unassign),
            (&old.adopt, &steps.adopt),
        ];
        if parts
            .iter()
            .all(|(old, new)| old.intersection_len(&concerned) == new.len() && new.is_subset(old))
        {
            return Some(old.clone());
        }
        let [assign, unassign, adopt] = parts.map(|(old, new)| (old - &*concerned) | new);
        let assign = Arc::new(assign);
        let steps = ValueSteps { assign, unassign, adopt, ..ValueSteps::default() };
        (!steps.is_empty()).then(|| Arc::new(steps))
    }
}

fn people(given: Option<&Arc<Given>>) -> &RoaringBitmap {
    static NOBODY: LazyLock<RoaringBitmap> = LazyLock::new(RoaringBitmap::new);
    given.map_or(&*NOBODY, |given| &given.people)
}

/// Values that somebody is given and nobody has: neither listed nor held, nor known to exist.
///
/// Where the steps are those of `before`, a plan on the same reading, so are the values.
pub(crate) fn create_values(
    input: &PlanInput<'_>,
    ground: &Ground,
    before: Option<&TargetPlan>,
    steps: &mut Steps,
) {
    let slots = input.target.slots.iter().zip(&mut steps.slots).enumerate();
    for (index, (definition, slot)) in slots.filter(|(_, (one, _))| one.create_values) {
        let same = before.and_then(|plan| plan.steps.slots.get(index));
        if let Some(same) = same.filter(|same| Arc::ptr_eq(&same.values, &slot.values)) {
            slot.create = same.create.clone();
            continue;
        }
        let existing = input.table.existing_values.get(&definition.name);
        let existing: BTreeSet<&str> = existing.into_iter().flatten().map(String::as_str).collect();
        let listed: BTreeSet<&str> =
            definition.values.iter().map(|value| value.name.as_str()).collect();
        let missing = slot.values.iter().filter(|(value, steps)| {
            !steps.assign.is_empty()
                && !listed.contains(value.as_str())
                && ground.actual.held(&definition.name, value).held.is_empty()
                && !existing.contains(value.as_str())
        });
        slot.create = Arc::new(missing.map(|(value, _)| value.clone()).collect());
    }
}
