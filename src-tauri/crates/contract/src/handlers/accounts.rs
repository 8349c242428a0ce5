//! Accounts of a target, and whose they are by hand.

use crate::events::topic;
use crate::paging::page_of;
use crate::types::{
    AccountItem, AccountList, AccountsRequest, LinkRequest, Nothing, UnlinkRequest,
};
use crate::{App, AppError};
use rolecall_engine::{AccountView, LinkError, WhichAccounts};
use std::sync::Arc;

/// Accounts of a target as the latest plan read them, which is made where there is none.
///
/// # Errors
/// `not_found` without such a target, `target_unreadable`, `argument_wrong` for another `which`.
pub(crate) async fn list(
    app: &Arc<App>,
    request: AccountsRequest,
) -> Result<AccountList, AppError> {
    let which = match request.which.as_str() {
        "all" => WhichAccounts::All,
        "unlinked" => WhichAccounts::Unlinked,
        "unmanaged" => WhichAccounts::Unmanaged,
        other => {
            let message =
                format!("There is no list \"{other}\"; ask for all, unlinked or unmanaged.");
            return Err(AppError::new("argument_wrong", message));
        }
    };
    let latest = app.latest_or_plan().await?;
    app.work(move |app| {
        let planned = &latest.planned;
        let index = planned.targets.iter().position(|target| target.name == request.target);
        let index = index.ok_or_else(|| AppError::not_found("target", &request.target))?;
        if let Some(error) = &planned.targets[index].error {
            let (target, reason) = (request.target, error.to_string());
            return Err(LinkError::Unread { target, reason }.into());
        }
        let accounts = planned.accounts(index, app.store.links(&request.target)?);
        let rows = accounts.rows(which, &request.text);
        let total = rows.len() as u64;
        let items = page_of(&rows, request.page).map(|&row| item(&accounts.view(row)));
        Ok(AccountList { total, items: items.collect() })
    })
    .await
}

pub(crate) fn item(account: &AccountView<'_>) -> AccountItem {
    AccountItem {
        key: account.key.to_owned(),
        user_name: account.user_name.to_owned(),
        email: account.email.map(str::to_owned),
        active: account.active,
        managed: account.managed,
        user: account.user.map(str::to_owned),
        by_hand: account.by_hand,
    }
}

/// Gives an account to a person.
///
/// # Errors
/// `not_found`, `target_unreadable`, `person_has_account` when the person has another by hand.
pub(crate) async fn link(app: &Arc<App>, request: LinkRequest) -> Result<Nothing, AppError> {
    let latest = app.latest_or_plan().await?;
    app.work(move |app| {
        let what = (request.target.as_str(), request.account.as_str(), request.user.as_str());
        app.engine.link_account(&app.store, &latest.planned, what, &app.options.who)?;
        changed(app);
        Ok(Nothing {})
    })
    .await
}

/// Keeps an account from being anyone's.
///
/// # Errors
/// `not_found`, `target_unreadable`.
pub(crate) async fn unlink(app: &Arc<App>, request: UnlinkRequest) -> Result<Nothing, AppError> {
    let latest = app.latest_or_plan().await?;
    app.work(move |app| {
        let what = (request.target.as_str(), request.account.as_str());
        app.engine.unlink_account(&app.store, &latest.planned, what, &app.options.who)?;
        changed(app);
        Ok(Nothing {})
    })
    .await
}

/// What anything that was planned says of whose accounts are is old now.
fn changed(app: &Arc<App>) {
    app.events.changed(&[topic::CONNECTIONS, topic::PEOPLE, topic::OVERVIEW, topic::ACTIVITY]);
    app.plan_soon();
}
