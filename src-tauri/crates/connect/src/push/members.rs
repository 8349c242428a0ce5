//! Who comes into a group and who leaves it.

use super::answer::{Refusal, Stop};
use rolecall_directory::RecordKind;
use rolecall_scim::message::{PatchKind, ScimType};
use rolecall_scim::{AttrPath, Filter, Literal, Op, evaluate};
use rolecall_store::{PushBatch, PushJoining, PushMember, PushRecord, PushView, StoreError};
use serde_json::{Value, json};

/// One change of a group's members, by ids.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum MemberChange {
    /// These come.
    Join(Vec<PushJoining>),
    /// These are all.
    Set(Vec<PushJoining>),
    /// These leave.
    Leave(Vec<String>),
    /// Those leave that a filter over members selects.
    LeaveWhere(Filter),
    /// Those leave that a filter selects, at least one, and these come.
    Swap(Filter, Vec<PushJoining>),
}

impl MemberChange {
    /// Reads an operation on `members`; `None` where it means nothing: names and addresses of
    /// members are ours to tell.
    ///
    /// # Errors
    /// When its value names no members.
    pub fn read(
        kind: PatchKind,
        path: &AttrPath,
        value: Option<&Value>,
    ) -> Result<Option<Self>, Refusal> {
        if path.sub.as_deref().is_some_and(|sub| !sub.eq_ignore_ascii_case("value")) {
            return Ok(None);
        }
        let value = value.filter(|value| !value.is_null());
        Ok(Some(match (kind, path.value_filter.as_deref(), value) {
            (PatchKind::Remove, Some(filter), _) => match named(filter) {
                Some(ids) => Self::Leave(ids),
                None => Self::LeaveWhere(filter.clone()),
            },
            // Without values all of them leave (RFC 7644 section 3.5.2.2); with a list only those
            // (facts of Entra).
            (PatchKind::Remove | PatchKind::Replace, None, None) => Self::Set(Vec::new()),
            (PatchKind::Remove, None, Some(value)) => {
                Self::Leave(joining(value)?.into_iter().map(|one| one.id).collect())
            }
            (PatchKind::Add, Some(filter), _) => match named(filter) {
                Some(ids) => {
                    let bare = |id| PushJoining { id, display: None };
                    Self::Join(ids.into_iter().map(bare).collect())
                }
                None => return Err(Refusal::value("members are added by their \"value\" alone")),
            },
            (PatchKind::Replace, Some(filter), value) => {
                let value = value.map(joining).transpose()?;
                Self::Swap(filter.clone(), value.unwrap_or_default())
            }
            (PatchKind::Add, None, None) => Self::Join(Vec::new()),
            (PatchKind::Add, None, Some(value)) => Self::Join(joining(value)?),
            (PatchKind::Replace, None, Some(value)) => Self::Set(joining(value)?),
        }))
    }
}

/// The ids that a filter of the form `value eq "x" or value eq "y"` names.
fn named(filter: &Filter) -> Option<Vec<String>> {
    match filter {
        Filter::Or(clauses) => clauses
            .iter()
            .map(named)
            .collect::<Option<Vec<_>>>()
            .map(|all| all.into_iter().flatten().collect()),
        Filter::Compare { path, op: Op::Eq, value: Literal::Text(id), .. }
            if path.is("value") && path.value_filter.is_none() =>
        {
            Some(vec![id.clone()])
        }
        _ => None,
    }
}

/// The members in a value: a list of them, one, or bare ids.
pub(super) fn joining(value: &Value) -> Result<Vec<PushJoining>, Refusal> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        single => std::slice::from_ref(single),
    };
    list.iter().filter(|one| !one.is_null()).map(one).collect()
}

fn one(value: &Value) -> Result<PushJoining, Refusal> {
    let part = |name: &str| {
        let members = value.as_object()?;
        members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.as_str()
    };
    let named = value.as_str().or_else(|| part("value"));
    // An address ends in the id.
    let named = named.or_else(|| part("$ref").and_then(|place| place.rsplit('/').next()));
    let id = named.map(str::trim).filter(|id| !id.is_empty());
    let wrong = || Refusal::value("a member has no \"value\": the id of a user or group is needed");
    let id = id.map(str::to_owned).ok_or_else(wrong)?;
    let display = part("display").filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(PushJoining { id, display })
}

/// Refuses what could not be carried out, before anything is written.
///
/// # Errors
/// When nobody is there who is to be replaced.
pub(super) fn check(
    view: &PushView<'_>,
    group: &PushRecord,
    changes: &[MemberChange],
) -> Result<(), Stop> {
    for change in changes {
        if let MemberChange::Swap(filter, _) = change
            && !view.members(group)?.iter().any(|one| meets(filter, one))
        {
            let words = "no member is there that the path's filter selects";
            return Err(Refusal::new(400, ScimType::NoTarget, words).into());
        }
    }
    Ok(())
}

/// Carries changes out in order; tells whether anyone came or left.
///
/// # Errors
/// When the workspace cannot be written.
pub(super) fn carry_out(
    batch: &PushBatch<'_>,
    directory: &str,
    group: &PushRecord,
    changes: &[MemberChange],
) -> Result<bool, StoreError> {
    let mut changed = false;
    for change in changes {
        changed |= match change {
            MemberChange::Join(ids) => batch.join(directory, group, ids)?,
            MemberChange::Set(ids) => batch.set_members(directory, group, ids)?,
            MemberChange::Leave(ids) => batch.leave(group, ids)?,
            MemberChange::LeaveWhere(filter) => leave_where(batch, group, filter)?,
            // A replacement by nobody changes names alone, which are ours to tell.
            MemberChange::Swap(_, ids) if ids.is_empty() => false,
            MemberChange::Swap(filter, ids) => {
                leave_where(batch, group, filter)? | batch.join(directory, group, ids)?
            }
        };
    }
    Ok(changed)
}

fn leave_where(
    batch: &PushBatch<'_>,
    group: &PushRecord,
    filter: &Filter,
) -> Result<bool, StoreError> {
    let mut selected = batch.members(group)?;
    selected.retain(|one| meets(filter, one));
    let ids: Vec<String> = selected.into_iter().map(|one| one.id).collect();
    batch.leave(group, &ids)
}

fn meets(filter: &Filter, member: &PushMember) -> bool {
    let mut resource = json!({"value": member.id, "display": member.display});
    if let Some(kind) = member.kind {
        resource["type"] = json!(if kind == RecordKind::Group { "Group" } else { "User" });
    }
    evaluate(filter, &resource)
}
