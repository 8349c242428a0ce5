//! Who holds a product though no rule gives it: seats that could be freed.

use crate::paging::page_of;
use crate::seats::holders_without_rule;
use crate::types::{Holder, HolderList, HoldersRequest};
use crate::{App, AppError};
use rolecall_engine::{LinkError, Planned};
use std::sync::Arc;

/// The holders by userName, as the latest plan read them, which is made where there is none.
///
/// # Errors
/// `not_found` without such a target, slot or product; `target_unreadable`.
pub(crate) async fn list(app: &Arc<App>, request: HoldersRequest) -> Result<HolderList, AppError> {
    let latest = app.latest_or_plan().await?;
    app.work(move |_| holders(&latest.planned, &request)).await
}

fn holders(planned: &Planned, request: &HoldersRequest) -> Result<HolderList, AppError> {
    let HoldersRequest { target: name, slot, value, page } = request;
    let index = planned.targets.iter().position(|target| target.name == *name);
    let index = index.ok_or_else(|| AppError::not_found("target", name))?;
    let target = &planned.targets[index];
    if let Some(error) = &target.error {
        return Err(LinkError::Unread { target: name.clone(), reason: error.to_string() }.into());
    }
    if planned.configuration.targets[index].slot(slot).is_none() {
        return Err(AppError::not_found("slot", slot));
    }
    let found = holders_without_rule(planned, index, (slot, value));
    let input = planned.input(index);
    let people = input.snapshot.people();
    let managed = target.table.slots.get(slot).and_then(|slot| slot.values.get(value));
    let managed = managed.map(|holding| target.plan.subjects.of_accounts(&holding.managed()));
    let mut items: Vec<Holder> = found
        .iter()
        .map(|subject| {
            let user = target.plan.user(&input, subject).to_owned();
            let person = (subject < people).then(|| input.snapshot.person(subject));
            Holder {
                name: person.map_or_else(|| user.clone(), |person| person.display_name()),
                email: person.and_then(|person| person.email().map(str::to_owned)),
                person: person.is_some(),
                active: target.plan.actual.active.contains(subject),
                managed: managed.as_ref().is_some_and(|managed| managed.contains(subject)),
                user,
            }
        })
        .collect();
    items.sort_by(|a, b| a.user.cmp(&b.user));
    let total = items.len() as u64;
    Ok(HolderList { total, items: page_of(items, *page).collect() })
}
