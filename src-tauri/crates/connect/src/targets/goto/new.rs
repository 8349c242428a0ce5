//! People who are to get an account.

use super::catalogue::Catalogue;
use super::user::User;
use crate::calls::Refusal;
use crate::{AccountWork, PersonToSend, WorkStep};
use rolecall_directory::{Cause, StepKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The longest first or last name.
const NAME: usize = 32;
/// The longest address.
const EMAIL: usize = 128;

/// A person who is to get an account.
#[derive(Debug, Clone)]
pub(super) struct New<'w> {
    pub work: &'w AccountWork,
    pub create: &'w WorkStep,
    pub email: &'w str,
    first_name: &'w str,
    last_name: &'w str,
    /// Keys of the licences that are asked for with the account.
    pub licenses: BTreeSet<String>,
    /// The steps that are done with it when the licences go along.
    pub with: Vec<&'w WorkStep>,
    /// The steps that follow.
    pub rest: Vec<&'w WorkStep>,
}

/// Address, first and last name of `person`, each as GoTo takes it, or why it does not.
pub(super) fn names(person: &PersonToSend) -> [Result<&str, Refusal>; 3] {
    let user = &person.user_name;
    let all = [
        ("email", person.email.as_deref(), EMAIL),
        ("givenName", person.given_name.as_deref(), NAME),
        ("familyName", person.family_name.as_deref(), NAME),
    ];
    all.map(|(name, text, most)| {
        let text = text.map(str::trim).filter(|text| !text.is_empty()).ok_or_else(|| {
            let words = format!("GoTo needs {name} of {user}; fill it in at the source");
            Refusal::new(Cause::AttributeMissing, words)
        })?;
        let invalid = |why: String| {
            let words = format!("{name} of {user} {why} at the source");
            Refusal::new(Cause::AttributeInvalid, words)
        };
        let length = text.chars().count();
        if length > most {
            let why = format!("has {length} characters and GoTo takes {most}; shorten it");
            return Err(invalid(why));
        }
        let is_address = text
            .rsplit_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
        if most == EMAIL && (!is_address || text.contains(|sign: char| sign.is_whitespace())) {
            return Err(invalid(format!("is no address: {text}; correct it")));
        }
        Ok(text)
    })
}

/// What is to be written of an account that exists: what is absent stays as it is.
///
/// # Errors
/// When GoTo would not take it.
pub(super) fn known(text: Result<&str, Refusal>) -> Result<Option<&str>, Refusal> {
    match text {
        Ok(text) => Ok(Some(text)),
        Err(refused) if refused.cause == Cause::AttributeMissing => Ok(None),
        Err(refused) => Err(refused),
    }
}

impl<'w> New<'w> {
    /// The person of `work`, with the licences that can be given along.
    ///
    /// # Errors
    /// When GoTo would not take the person.
    pub fn of(
        work: &'w AccountWork,
        create: &'w WorkStep,
        catalogue: &Catalogue,
    ) -> Result<Self, Refusal> {
        let person = work.person.as_ref().ok_or_else(|| {
            let words = format!("nothing is known of {} any more; sync again", create.step.user);
            Refusal::new(Cause::NotFound, words)
        })?;
        let [email, first_name, last_name] = names(person);
        let (email, first_name, last_name) = (email?, first_name?, last_name?);
        let (mut licenses, mut with, mut rest) = (BTreeSet::new(), Vec::new(), Vec::new());
        for step in work.steps.iter().filter(|step| step.id != create.id) {
            let product = step.step.value.as_deref().filter(|_| {
                step.step.kind == StepKind::Assign && step.step.slot.as_deref() == Some("products")
            });
            match product.map(|product| catalogue.license_for(product)) {
                Some(Ok(key)) => {
                    licenses.insert(key.to_owned());
                    with.push(step);
                }
                // What cannot be given must not keep the account from being made.
                Some(Err(_)) | None => rest.push(step),
            }
        }
        Ok(Self { work, create, email, first_name, last_name, licenses, with, rest })
    }

    /// The person in a POST.
    pub fn record(&self) -> Value {
        json!({"email": self.email, "firstName": self.first_name, "lastName": self.last_name})
    }

    /// The steps of the POST: the account, and its licences when they go along.
    pub fn sent(&self, with_licenses: bool) -> Vec<&'w WorkStep> {
        let with = if with_licenses { self.with.as_slice() } else { &[] };
        std::iter::once(self.create).chain(with.iter().copied()).collect()
    }

    /// The steps that remain after the POST.
    pub fn left(&self, with_licenses: bool) -> Vec<&'w WorkStep> {
        let without = if with_licenses { &[] } else { self.with.as_slice() };
        without.iter().chain(&self.rest).copied().collect()
    }

    /// The user as the POST makes it.
    pub fn user(&self, key: &str, with_licenses: bool) -> User {
        User {
            key: key.to_owned(),
            email: self.email.to_owned(),
            first_name: Some(self.first_name.to_owned()),
            last_name: Some(self.last_name.to_owned()),
            licenses: if with_licenses { self.licenses.clone() } else { BTreeSet::new() },
            ..User::default()
        }
    }
}
