//! From commands to what they do. A command that is missing here does not compile.

use crate::handlers::{
    activity, attributes, condition, connections, failures, held, overview, people, plan,
    rule_view, rules, runs, sample, settings, sync, workspace,
};
use crate::{App, AppError, Command};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Runs `command`; what blocks is done on a thread of its own.
pub(crate) async fn run(app: &Arc<App>, command: Command) -> Result<Value, AppError> {
    match command {
        // Not built yet: each goes to its handler as that comes.
        Command::DraftGet(_)
        | Command::DraftEdit(_)
        | Command::DraftUndo(_)
        | Command::DraftDiscard(_)
        | Command::DraftMerge(_)
        | Command::DraftSave(_)
        | Command::DraftText(_)
        | Command::DraftSetText(_)
        | Command::DraftPersonGet(_)
        | Command::EffectGet(_)
        | Command::EffectPeopleGet(_)
        | Command::RuleTestsList(_)
        | Command::RuleTestsSet(_)
        | Command::RuleTestsDelete(_)
        | Command::ExceptionsList(_)
        | Command::ExceptionsSet(_)
        | Command::ExceptionsDelete(_)
        | Command::AttributesSet(_)
        | Command::AttributesDelete(_)
        | Command::AttributesTry(_)
        | Command::SendList(_)
        | Command::SendSetMap(_)
        | Command::SendPreviewGet(_)
        | Command::AccountsList(_)
        | Command::AccountsLink(_)
        | Command::AccountsUnlink(_) => Err(AppError::new("not_built", "not built yet")),
        Command::PlanGet(_) => json(&plan::get(app).await?),
        Command::PeopleShow(ask) => json(&people::show(app, ask).await?),
        Command::WorkspaceOpenSample(_) => json(&sample::open_sample(app).await?),
        Command::SampleBuySeats(ask) => json(&sample::buy_seats(app, ask).await?),
        Command::OverviewGet(_) => answer(app, |app| overview::get(app)).await,
        Command::SyncSwitch(ask) => answer(app, move |app| sync::switch(app, ask)).await,
        Command::SyncNow(_) => answer(app, sync::now).await,
        Command::SyncStop(_) => answer(app, sync::stop).await,
        Command::PlanStepsGet(ask) => answer(app, move |app| plan::steps(app, &ask)).await,
        Command::RunsList(ask) => answer(app, move |app| runs::list(app, ask)).await,
        Command::RunsShow(ask) => answer(app, move |app| runs::show(app, ask)).await,
        Command::RunsSteps(ask) => answer(app, move |app| runs::steps(app, ask)).await,
        Command::FailuresList(ask) => answer(app, move |app| failures::list(app, &ask)).await,
        Command::FailuresRetry(ask) => answer(app, move |app| failures::retry(app, ask)).await,
        Command::FailuresDismiss(ask) => answer(app, move |app| failures::dismiss(app, &ask)).await,
        Command::FailuresAdopt(ask) => answer(app, move |app| failures::adopt(app, ask)).await,
        Command::FailuresExport(ask) => answer(app, move |app| failures::export(app, &ask)).await,
        Command::HeldApprove(ask) => answer(app, move |app| held::approve(app, &ask)).await,
        Command::HeldDiscard(ask) => answer(app, move |app| held::discard(app, &ask)).await,
        Command::RulesList(_) => answer(app, |app| rule_view::list(app)).await,
        Command::RulesCreate(ask) => answer(app, move |app| rules::create(app, &ask)).await,
        Command::RulesChange(ask) => answer(app, move |app| rules::change(app, &ask)).await,
        Command::RulesMove(ask) => answer(app, move |app| rules::move_to(app, &ask)).await,
        Command::RulesSwitch(ask) => answer(app, move |app| rules::switch(app, &ask)).await,
        Command::RulesDelete(ask) => answer(app, move |app| rules::delete(app, &ask)).await,
        Command::RulesRestore(ask) => answer(app, move |app| rules::restore(app, &ask)).await,
        Command::RulesVocabulary(_) | Command::AttributesList(_) => {
            answer(app, |app| attributes::vocabulary(app)).await
        }
        Command::RulesComplete(ask) => {
            answer(app, move |app| attributes::complete(app, &ask)).await
        }
        Command::ConditionRead(ask) => answer(app, move |app| condition::read(app, ask)).await,
        Command::ConditionWrite(ask) => answer(app, move |app| condition::write(app, &ask)).await,
        Command::PeopleList(ask) => answer(app, move |app| people::list(app, &ask)).await,
        Command::ConnectionsList(_) => answer(app, |app| connections::list(app)).await,
        Command::ConnectionsTest(ask) => answer(app, move |app| connections::test(app, &ask)).await,
        Command::ActivityListGet(ask) => answer(app, move |app| activity::list(app, &ask)).await,
        Command::ActivityExport(ask) => answer(app, move |app| activity::export(app, &ask)).await,
        Command::SettingsGet(_) => answer(app, |app| settings::get(app)).await,
        Command::SettingsSet(ask) => answer(app, move |app| settings::set(app, &ask)).await,
        Command::SecretsChoose(ask) => {
            answer(app, move |app| settings::choose_secrets(app, ask)).await
        }
        Command::SecretsSet(ask) => answer(app, move |app| settings::set_secret(app, ask)).await,
        Command::WorkspaceCheck(ask) => answer(app, move |app| workspace::check(app, &ask)).await,
        Command::WorkspaceImport(ask) => answer(app, move |app| workspace::import(app, &ask)).await,
    }
}

async fn answer<T: Serialize + Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&Arc<App>) -> Result<T, AppError> + Send + 'static,
) -> Result<Value, AppError> {
    app.work(move |app| json(&work(app)?)).await
}

fn json(result: &impl Serialize) -> Result<Value, AppError> {
    serde_json::to_value(result).map_err(AppError::internal)
}
