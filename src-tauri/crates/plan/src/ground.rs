//! The ground of a target: everything of a plan that rules have no say in. Made once for each
//! reading of people and accounts; every plan over the same reading stands on it.

use crate::account_keys::AccountKeys;
use crate::links::linked_rows;
use crate::pairs::both_halves;
use crate::protection::{protected_accounts, protected_people};
use crate::subjects::{Actual, MatchKey, Subjects};
use crate::target_plan::{Ours, PlanInput};
use roaring::RoaringBitmap;
use rolecall_directory::{Column, Folded, TargetKind, UnmanagedPolicy};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Who is who in one target, what it holds, and what would become of each person there if rules
/// gave them a value, or none.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Who is who.
    pub subjects: Arc<Subjects>,
    /// What the target holds.
    pub actual: Arc<Actual>,
    /// People and accounts never to be touched.
    pub protected: Arc<RoaringBitmap>,
    /// The same, by what people and by what accounts are.
    pub(crate) protected_people: RoaringBitmap,
    pub(crate) protected_accounts: RoaringBitmap,
    pub(crate) if_wanted: IfWanted,
    pub(crate) if_unwanted: IfUnwanted,
    /// Made when first asked for.
    pub(crate) account_keys: Arc<OnceLock<AccountKeys>>,
    /// By slot and value, under *adopt*: whose unmanaged value becomes managed if rules give it.
    pub(crate) adoptable: Vec<BTreeMap<String, RoaringBitmap>>,
}

/// What becomes of people to whom rules give a value.
#[derive(Debug, Clone, Default)]
pub(crate) struct IfWanted {
    /// They have, or get, an active account of theirs that is managed.
    pub(crate) live: RoaringBitmap,
    pub(crate) create: RoaringBitmap,
    pub(crate) update: RoaringBitmap,
    pub(crate) reactivate: RoaringBitmap,
    pub(crate) adopt: RoaringBitmap,
    pub(crate) foreign: RoaringBitmap,
    pub(crate) account_exists: RoaringBitmap,
    pub(crate) suspended_elsewhere: RoaringBitmap,
    pub(crate) missing: RoaringBitmap,
}

impl IfWanted {
    /// Takes over what becomes of those in `rows`.
    pub(crate) fn patch(&mut self, rows: &RoaringBitmap, these: &Self) {
        let sets = [
            (&mut self.live, &these.live),
            (&mut self.create, &these.create),
            (&mut self.update, &these.update),
            (&mut self.reactivate, &these.reactivate),
            (&mut self.adopt, &these.adopt),
            (&mut self.foreign, &these.foreign),
            (&mut self.account_exists, &these.account_exists),
            (&mut self.suspended_elsewhere, &these.suspended_elsewhere),
            (&mut self.missing, &these.missing),
        ];
        for (all, theirs) in sets {
            *all -= rows;
            *all |= theirs;
        }
    }
}

/// What becomes of accounts to whose people rules give nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct IfUnwanted {
    pub(crate) suspend: RoaringBitmap,
    /// They are suspended already, by Rolecall.
    pub(crate) dormant: RoaringBitmap,
}

/// One part in this many further people fit before accounts without a person are numbered anew.
const ROOM: u32 = 16;

impl Ground {
    /// Reads the ground of the input's target; rules and rule tests are not looked at.
    #[must_use]
    pub fn new(input: &PlanInput<'_>) -> Self {
        let people = input.snapshot.people();
        let count = people.saturating_add(people / ROOM).saturating_add(ROOM);
        let subjects = Subjects::new(
            input.snapshot.keys(),
            count,
            input.table,
            &linked_rows(input),
            &match_keys(&input.target.kind),
            &input.population.duplicate_across,
        );
        Self::over(input, Arc::new(subjects))
    }

    fn over(input: &PlanInput<'_>, subjects: Arc<Subjects>) -> Self {
        let protected_accounts = protected_accounts(input, &subjects);
        let actual = Arc::new(subjects.actual(input.table));
        let protected_people = protected_people(input, None);
        let protected = Arc::new(&protected_people | &protected_accounts);
        let mut ground = Self {
            subjects,
            actual,
            protected,
            protected_people,
            protected_accounts,
            ..Self::default()
        };
        ground.if_wanted = ground.wanted_among(input, &input.snapshot.everyone());
        ground.close(input);
        ground
    }

    /// Makes what follows from who would be live.
    pub(crate) fn close(&mut self, input: &PlanInput<'_>) {
        let untouched = input.population.duplicates() | &*self.protected;
        let managed = &self.actual.managed - untouched;
        self.if_unwanted.suspend = &managed & &self.actual.active;
        self.if_unwanted.dormant = (managed - &self.actual.active) & &self.actual.suspended_here;
        self.adoptable = self.adoptable(input);
    }

    /// Makes ready what is looked up when people change: see [`crate::plan_after`].
    pub fn prepare_changes(&self, input: &PlanInput<'_>) {
        self.account_keys.get_or_init(|| AccountKeys::new(input.table));
    }

    pub(crate) fn match_keys(&self, input: &PlanInput<'_>) -> Vec<MatchKey> {
        match_keys(&input.target.kind)
    }

    /// What becomes of the people in `rows` if rules give them a value.
    pub(crate) fn wanted_among(&self, input: &PlanInput<'_>, rows: &RoaringBitmap) -> IfWanted {
        let actual = &*self.actual;
        let mut these = IfWanted::default();
        let mut live = rows - (input.population.duplicates() | &*self.protected);
        these.foreign = &live & &input.population.foreign;
        live -= &these.foreign;
        let unmanaged = (&live & &actual.accounts) - &actual.managed;
        if input.target.unmanaged == UnmanagedPolicy::Adopt {
            let ours = &actual.active | &actual.suspended_here;
            these.adopt = &unmanaged & &ours;
            these.reactivate = &these.adopt - &actual.active;
            these.suspended_elsewhere = unmanaged - ours;
        } else {
            these.account_exists = unmanaged;
        }
        let inactive = (&live & &actual.managed) - &actual.active;
        these.reactivate |= &inactive & &actual.suspended_here;
        these.suspended_elsewhere |= inactive - &actual.suspended_here;
        live -= &these.account_exists;
        live -= &these.suspended_elsewhere;
        these.create = &live - &actual.accounts;
        these.missing = lacking(input, &these.create);
        these.create -= &these.missing;
        live -= &these.missing;
        these.update = self.outdated(input, &(&live & &actual.managed));
        these.live = live;
        these
    }

    fn adoptable(&self, input: &PlanInput<'_>) -> Vec<BTreeMap<String, RoaringBitmap>> {
        if input.target.unmanaged != UnmanagedPolicy::Adopt {
            return Vec::new();
        }
        let ours = &self.if_wanted.live & &self.actual.managed;
        let slots = input.target.slots.iter().map(|definition| {
            let values = self.actual.values(&definition.name).map(|value| {
                let held = self.actual.held(&definition.name, value);
                (value.to_owned(), &held.unmanaged & &ours)
            });
            values.filter(|(_, rows)| !rows.is_empty()).collect()
        });
        slots.collect()
    }

    /// People of `rows` whose account is written otherwise than the source has it. An accounts
    /// file keeps what it is given to the letter; consoles may normalize keys, so there letter
    /// case alone is no difference.
    fn outdated(&self, input: &PlanInput<'_>, rows: &RoaringBitmap) -> RoaringBitmap {
        let exact = matches!(input.target.kind, TargetKind::Csv { .. });
        let other = |ours: &str, theirs: &str| {
            ours != theirs && (exact || Folded::new(ours) != Folded::new(theirs))
        };
        let compared = input.compared.iter().filter_map(|one| {
            let column = match &one.ours {
                Ours::Attribute(name) => input.snapshot.column(name)?,
                Ours::Computed(column) => column,
            };
            Some((one.theirs.as_str(), column))
        });
        let compared: Vec<(&str, &Column)> = compared.collect();
        let table = input.table;
        let has_names = input.target.kind.has_user_names();
        let differs = |row: u32| {
            let person = input.snapshot.person(row);
            let Some(account) = self.subjects.account(row) else { return false };
            let email = person.email().unwrap_or_default();
            (has_names && other(person.user_name(), table.user_name(account)))
                || (!email.is_empty() && other(email, table.email(account).unwrap_or_default()))
                || compared.iter().any(|(name, column)| {
                    let Some(ours) = column.get(row) else { return false };
                    ours != table.sent(account, name).unwrap_or_default()
                })
        };
        both_halves(rows, differs)
    }
}

/// People of `rows` who lack an attribute the target requires.
fn lacking(input: &PlanInput<'_>, rows: &RoaringBitmap) -> RoaringBitmap {
    let mut lacking = RoaringBitmap::new();
    for name in input.required {
        match input.snapshot.column(name) {
            Some(column) => lacking |= both_halves(rows, |row| column.get(row).is_none()),
            None => return rows.clone(),
        }
    }
    lacking
}

fn match_keys(kind: &TargetKind) -> Vec<MatchKey> {
    match kind {
        TargetKind::Csv { .. } | TargetKind::Umapi { .. } | TargetKind::Goto { .. } => {
            vec![MatchKey::UserName, MatchKey::Email]
        }
        TargetKind::Scim { match_by, .. } => {
            // The configuration takes these three alone, in any case.
            let keys = match_by.iter().map(|name| match name.to_ascii_lowercase().as_str() {
                "externalid" => MatchKey::ExternalId,
                "username" => MatchKey::UserName,
                _ => MatchKey::Email,
            });
            keys.collect()
        }
    }
}
