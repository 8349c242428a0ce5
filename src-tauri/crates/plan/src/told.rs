//! What a plan tells of people and accounts for whom it has no step.

use crate::target_plan::{PlanInput, TargetPlan};
use roaring::RoaringBitmap;
use rolecall_directory::{Cause, Failure, UnmanagedPolicy};

/// Writes failures and orphans.
pub(crate) struct Told<'a> {
    pub(crate) plan: &'a TargetPlan,
    pub(crate) input: &'a PlanInput<'a>,
}

impl Told<'_> {
    /// Failures known before sending, each with its person's stable id.
    pub(crate) fn failures(&self) -> Vec<(Failure, String)> {
        let plan = self.plan;
        let mut all = Vec::new();
        for (row, failure) in &self.input.population.failures {
            if !plan.protected.contains(*row) {
                all.push((failure.clone(), self.input.snapshot.person(*row).id().to_owned()));
            }
        }
        let target = &self.input.target.name;
        let mut add = |subjects: &RoaringBitmap, cause, message: &dyn Fn(u32) -> String| {
            for subject in subjects {
                let user = plan.user(self.input, subject).to_owned();
                let failure = Failure { user, cause, message: message(subject) };
                all.push((failure, self.input.snapshot.person(subject).id().to_owned()));
            }
        };
        add(&plan.unable.foreign, Cause::DomainNotVerified, &|subject| {
            let person = self.input.snapshot.person(subject);
            let address = person.email().unwrap_or_else(|| person.user_name());
            format!(
                "{address} is outside the verified domains of the directory; verify its domain or \
                 correct the address at the source"
            )
        });
        add(&plan.unable.account_exists, Cause::AccountExists, &|subject| {
            let user = plan.user(self.input, subject);
            format!(
                "{user} has an account in {target} that Rolecall does not manage; adopt it or leave it"
            )
        });
        add(&plan.unable.suspended_elsewhere, Cause::SuspendedElsewhere, &|subject| {
            let user = plan.user(self.input, subject);
            format!(
                "the account of {user} in {target} was deactivated by someone else; reactivate it, \
                 or leave it as it is"
            )
        });
        add(&plan.unable.missing, Cause::AttributeMissing, &|subject| {
            format!(
                "{target} requires {}; fill it in at the source or map another attribute to it",
                self.lacking(subject).join(" and ")
            )
        });
        all
    }

    /// The attributes the target requires that the person in `row` lacks.
    fn lacking(&self, row: u32) -> Vec<&str> {
        let snapshot = self.input.snapshot;
        let lacks = |name: &&str| snapshot.column(name).is_none_or(|one| one.get(row).is_none());
        self.input.required.iter().map(String::as_str).filter(lacks).collect()
    }

    pub(crate) fn orphans(&self) -> Vec<String> {
        if self.input.target.unmanaged != UnmanagedPolicy::Report {
            return Vec::new();
        }
        let actual = &self.plan.actual;
        let mut alone = (&actual.active - &actual.managed) - &*self.plan.protected;
        alone.remove_range(..self.plan.subjects.people());
        let mut names: Vec<String> =
            alone.iter().map(|subject| self.plan.user(self.input, subject).to_owned()).collect();
        names.sort();
        names
    }
}
