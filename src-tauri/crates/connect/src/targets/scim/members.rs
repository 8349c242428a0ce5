//! Who is in which group: many members a call, and the ways of providers that know only their own.

use super::change::{is_about_path, is_not_there};
use super::client::Ask;
use super::groups::Groups;
use super::mapping::text_of;
use super::operations::{Unit, value_is};
use super::write::Writing;
use crate::calls::Refusal;
use crate::{JournalError, WorkStep};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use reqwest::Method;
use rolecall_directory::{Cause, NotSent, StepKind};
use rolecall_scim::message::{PatchKind, PatchOperation};
use rolecall_scim::{AttrPath, get, urn};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many members one call changes in a group.
const MEMBERS: usize = 100;

/// A step that changes who is in a group.
#[derive(Debug, Clone)]
pub(super) struct Membership {
    pub step: WorkStep,
    /// The account's key.
    pub user: String,
}

/// A group that the target would not make without members.
#[derive(Debug)]
pub(super) struct Unborn {
    pub step: WorkStep,
    pub name: String,
    pub refused: Refusal,
}

/// What is changed in one group: removals first, for they may free what is given next.
struct Change<'a> {
    name: &'a str,
    members: Vec<&'a [Membership]>,
}

impl Writing<'_> {
    /// Changes who is in which group, as many members at once as a call may carry; `unborn` groups
    /// are made with their first ones.
    pub async fn memberships(
        &self,
        all: Vec<Membership>,
        unborn: Vec<Unborn>,
        groups: &mut Groups,
        unread: Option<&Refusal>,
    ) -> Result<(), JournalError> {
        let mut of_group: BTreeMap<(String, bool), Vec<Membership>> = BTreeMap::new();
        for one in all {
            let name = one.step.step.value.clone().unwrap_or_default();
            let gives = one.step.step.kind == StepKind::Assign;
            of_group.entry((name, gives)).or_default().push(one);
        }
        for one in unborn {
            let wanted = of_group.remove(&(one.name.clone(), true)).unwrap_or_default();
            let name = one.name.clone();
            let left = self.bear(one, wanted, groups).await?;
            of_group.insert((name, true), left);
        }
        let mut changes: Vec<Change<'_>> = Vec::new();
        for ((name, _), members) in &of_group {
            let chunks = members.chunks(MEMBERS);
            match changes.last_mut().filter(|last| last.name == name) {
                Some(last) => last.members.extend(chunks),
                None => changes.push(Change { name, members: chunks.collect() }),
            }
        }
        // The chunks of one group follow each other; different groups go at once.
        let (changes, groups) = (&changes, &*groups);
        stream::iter(0..changes.len())
            .map(|at| async move {
                let change = &changes[at];
                for chunk in &change.members {
                    self.members(change.name, chunk, groups, unread).await?;
                }
                Ok(())
            })
            .buffer_unordered(self.client.gate.ahead())
            .try_collect::<Vec<()>>()
            .await?;
        Ok(())
    }

    async fn members(
        &self,
        name: &str,
        chunk: &[Membership],
        groups: &Groups,
        unread: Option<&Refusal>,
    ) -> Result<(), JournalError> {
        let steps: Vec<&WorkStep> = chunk.iter().map(|one| &one.step).collect();
        if self.journal.cancelled() {
            return self.not_sent(&steps, NotSent::Cancelled, "the run was stopped").await;
        }
        let Some(id) = groups.id(name) else {
            let words =
                format!("the target has no group \"{name}\"; make it there, or set create_values");
            let absent = Refusal::new(Cause::NotFound, words);
            self.sending(&steps).await?;
            return self.failed(&steps, unread.unwrap_or(&absent), None).await;
        };
        let units = chunk.iter().map(|one| {
            let members = AttrPath::new("members");
            let operation = if one.step.step.kind == StepKind::Assign {
                PatchOperation::add(members, json!([self.member(&one.user)]))
            } else {
                PatchOperation::remove(members.with_filter(value_is(groups.member(&one.user))))
            };
            Unit { steps: vec![&one.step], operations: vec![operation] }
        });
        self.send_units(&format!("{}/{id}", self.known.groups), units.collect(), None).await
    }

    /// What stands for an account in the members of a group.
    fn member(&self, key: &str) -> Value {
        let mut member = json!({"value": key});
        if self.known.groups_require(&AttrPath::new("members").with_sub("$ref")) {
            member["$ref"] = json!(format!("{}/{}/{key}", self.client.place(), self.known.users));
        }
        member
    }

    /// Makes a group with the first of its members. Answers those who remain to be added.
    async fn bear(
        &self,
        unborn: Unborn,
        mut members: Vec<Membership>,
        groups: &mut Groups,
    ) -> Result<Vec<Membership>, JournalError> {
        let Unborn { step, name, refused } = unborn;
        if members.is_empty() {
            self.failed(&[&step], &refused, None).await?;
            return Ok(members);
        }
        let rest = members.split_off(members.len().min(MEMBERS));
        let steps: Vec<&WorkStep> = members.iter().map(|one| &one.step).collect();
        self.sending(&steps).await?;
        let mut made = self.make_group(&name, &members).await;
        // One member may be what is refused; with another it may be made.
        let mut alone = members.iter().take(if members.len() > 1 { 3 } else { 0 });
        let mut with = members.len();
        while let (Err(refused), Some(one)) = (&made, alone.next())
            && (refused.is_about_content() || refused.cause == Cause::NotFound)
        {
            with = 0;
            made = self.make_group(&name, std::slice::from_ref(one)).await;
        }
        match made {
            Ok((id, tries, whole)) => {
                groups.insert(&name, id);
                let with = if whole { with } else { 0 };
                let mut done: Vec<&WorkStep> = steps.into_iter().take(with).collect();
                done.push(&step);
                self.done(&done, tries, None).await?;
                members.drain(..with);
                members.extend(rest);
                Ok(members)
            }
            Err(refused) => {
                self.failed(&[&step], &refused, None).await?;
                members.extend(rest);
                Ok(members)
            }
        }
    }

    /// Makes a group. Answers its id, how often it was tried, and whether its members surely are
    /// in it.
    pub async fn make_group(
        &self,
        name: &str,
        members: &[Membership],
    ) -> Result<(String, u32, bool), Refusal> {
        let mut body = json!({"schemas": [urn::GROUP], "displayName": name});
        if !members.is_empty() {
            body["members"] = members.iter().map(|one| self.member(&one.user)).collect();
        }
        let ask = Ask::send(Method::POST, self.known.groups.clone(), &body);
        let refused = match self.client.call(&ask).await {
            Ok(answer) => match super::accounts::id_of(&answer) {
                Some(id) => return Ok((id, answer.tries, true)),
                None => {
                    let words = "the target made the group and did not tell its id";
                    Refusal::new(Cause::UnreadableAnswer, words)
                }
            },
            Err(refused) => refused,
        };
        // It may be there all the same: made by someone else, or without an answer.
        let now = Groups::read(self.client, self.known, self.versions).await;
        match now.ok().and_then(|now| now.id(name).map(str::to_owned)) {
            Some(id) => Ok((id, refused.tries, false)),
            None => Err(refused),
        }
    }

    /// Carries out `operations` on the members of the group at `path`, all additions or all
    /// removals: by PATCH; by PUT where PATCH is not there; removals by naming who goes, where the
    /// target knows no other way.
    pub async fn modify_group(
        &self,
        path: &str,
        operations: &[PatchOperation],
    ) -> Result<u32, Refusal> {
        let removes = operations.iter().any(|one| one.kind == PatchKind::Remove);
        if removes && self.known.learned.members_go_by_value() {
            return self.remove_by_value(path, operations).await;
        }
        let mut refused = None;
        let learned = &self.known.learned;
        let puts = learned.groups_want_put() || (removes && learned.removals_want_put());
        if self.known.features.patch && !puts {
            match self.patch(path, operations).await {
                Ok(answer) => return Ok(answer.tries),
                Err(words) if is_not_there(&words) || (removes && is_about_path(&words)) => {
                    refused = Some(words);
                }
                Err(words) => return Err(words),
            }
        }
        match self.put(path, operations).await {
            Ok(answer) if self.stands(path, &answer.body, operations).await? => {
                match refused {
                    Some(_) if removes => learned.removals_are_put(),
                    Some(_) => learned.groups_are_put(),
                    None => {}
                }
                return Ok(answer.tries);
            }
            Ok(_) => {
                let words = "the target answered the change with success and did not make it";
                refused.get_or_insert(Refusal::new(Cause::NotConfirmed, words));
            }
            Err(words) => {
                refused.get_or_insert(words);
            }
        }
        if removes && self.known.features.patch {
            return self.remove_by_value(path, operations).await;
        }
        Err(refused.unwrap_or_else(|| Refusal::new(Cause::NotConfirmed, "nothing was changed")))
    }

    /// Whether the group at `path`, as it was answered or as it is now, has the members that
    /// `operations` leave.
    async fn stands(
        &self,
        path: &str,
        answered: &Value,
        operations: &[PatchOperation],
    ) -> Result<bool, Refusal> {
        let now = match answered.get("members") {
            Some(_) => members_of(answered),
            None => members_of(&self.whole(path).await?),
        };
        Ok(operations.iter().all(|one| match (one.kind, &one.value) {
            (PatchKind::Remove, _) => selected(one).is_none_or(|member| !now.contains(&member)),
            (_, Some(Value::Array(new))) => {
                new.iter().filter_map(text_of).all(|member| now.contains(&member))
            }
            _ => true,
        }))
    }

    /// Removes members by an operation that names them in its value, as some identity providers
    /// write it. Who reads the standard to the letter would take all of them away by it, so what is
    /// left is looked at, and put back.
    async fn remove_by_value(
        &self,
        path: &str,
        operations: &[PatchOperation],
    ) -> Result<u32, Refusal> {
        let before = members_of(&self.whole(path).await?);
        let going: BTreeSet<String> = operations.iter().filter_map(selected).collect();
        let value: Vec<Value> = going.iter().map(|one| json!({"value": one})).collect();
        let mut operation = PatchOperation::remove(AttrPath::new("members"));
        operation.value = Some(Value::Array(value));
        let answer = self.patch(path, &[operation]).await?;
        let after = members_of(&self.whole(path).await?);
        let lost: Vec<Value> = before
            .difference(&after)
            .filter(|one| !going.contains(*one))
            .map(|one| json!({"value": one}))
            .collect();
        if !lost.is_empty() {
            let back = PatchOperation::add(AttrPath::new("members"), Value::Array(lost));
            self.patch(path, &[back]).await?;
            let words = "the target can take away only all members of a group at once; those who \
                         stay were put back";
            return Err(Refusal::new(Cause::RejectedByTarget, words));
        }
        if !after.is_disjoint(&going) {
            let words = "the target answered the change with success and did not make it";
            return Err(Refusal::new(Cause::NotConfirmed, words));
        }
        self.known.learned.members_are_named();
        Ok(answer.tries)
    }
}

/// The member that a removal selects.
fn selected(operation: &PatchOperation) -> Option<String> {
    let filter = operation.path.as_ref()?.value_filter.as_deref()?;
    match filter {
        rolecall_scim::Filter::Compare { value: rolecall_scim::Literal::Text(text), .. } => {
            Some(text.clone())
        }
        _ => None,
    }
}

fn members_of(group: &Value) -> BTreeSet<String> {
    get(group, &AttrPath::new("members")).into_iter().filter_map(text_of).collect()
}
