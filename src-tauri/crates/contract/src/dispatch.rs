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
        Command::PlanGet(_) => json(&plan::get(app).await?),
        Command::PeopleShow(request) => json(&people::show(app, request).await?),
        Command::WorkspaceOpenSample(_) => json(&sample::open_sample(app).await?),
        Command::SampleBuySeats(request) => json(&sample::buy_seats(app, request).await?),
        Command::OverviewGet(_) => answer(app, |app| overview::get(app)).await,
        Command::SyncSwitch(request) => answer(app, move |app| sync::switch(app, request)).await,
        Command::SyncNow(_) => answer(app, sync::now).await,
        Command::SyncStop(_) => answer(app, sync::stop).await,
        Command::PlanStepsGet(request) => answer(app, move |app| plan::steps(app, &request)).await,
        Command::RunsList(request) => answer(app, move |app| runs::list(app, request)).await,
        Command::RunsShow(request) => answer(app, move |app| runs::show(app, request)).await,
        Command::RunsSteps(request) => answer(app, move |app| runs::steps(app, request)).await,
        Command::FailuresList(request) => {
            answer(app, move |app| failures::list(app, &request)).await
        }
        Command::FailuresRetry(request) => {
            answer(app, move |app| failures::retry(app, request)).await
        }
        Command::FailuresDismiss(request) => {
            answer(app, move |app| failures::dismiss(app, &request)).await
        }
        Command::FailuresAdopt(request) => {
            answer(app, move |app| failures::adopt(app, request)).await
        }
        Command::FailuresExport(request) => {
            answer(app, move |app| failures::export(app, &request)).await
        }
        Command::HeldApprove(request) => answer(app, move |app| held::approve(app, &request)).await,
        Command::HeldDiscard(request) => answer(app, move |app| held::discard(app, &request)).await,
        Command::RulesList(_) => answer(app, |app| rule_view::list(app)).await,
        Command::RulesCreate(request) => answer(app, move |app| rules::create(app, &request)).await,
        Command::RulesChange(request) => answer(app, move |app| rules::change(app, &request)).await,
        Command::RulesMove(request) => answer(app, move |app| rules::move_to(app, &request)).await,
        Command::RulesSwitch(request) => answer(app, move |app| rules::switch(app, &request)).await,
        Command::RulesDelete(request) => answer(app, move |app| rules::delete(app, &request)).await,
        Command::RulesRestore(request) => {
            answer(app, move |app| rules::restore(app, &request)).await
        }
        Command::RulesVocabulary(_) | Command::AttributesList(_) => {
            answer(app, |app| attributes::vocabulary(app)).await
        }
        Command::RulesComplete(request) => {
            answer(app, move |app| attributes::complete(app, &request)).await
        }
        Command::ConditionRead(request) => {
            answer(app, move |app| condition::read(app, request)).await
        }
        Command::ConditionWrite(request) => {
            answer(app, move |app| condition::write(app, &request)).await
        }
        Command::PeopleList(request) => answer(app, move |app| people::list(app, &request)).await,
        Command::ConnectionsList(_) => answer(app, |app| connections::list(app)).await,
        Command::ConnectionsTest(request) => {
            answer(app, move |app| connections::test(app, &request)).await
        }
        Command::ActivityListGet(request) => {
            answer(app, move |app| activity::list(app, &request)).await
        }
        Command::ActivityExport(request) => {
            answer(app, move |app| activity::export(app, &request)).await
        }
        Command::SettingsGet(_) => answer(app, |app| settings::get(app)).await,
        Command::SettingsSet(change) => answer(app, move |app| settings::set(app, &change)).await,
        Command::SecretsChoose(choice) => {
            answer(app, move |app| settings::choose_secrets(app, choice)).await
        }
        Command::SecretsSet(request) => {
            answer(app, move |app| settings::set_secret(app, request)).await
        }
        Command::WorkspaceCheck(file) => answer(app, move |app| workspace::check(app, &file)).await,
        Command::WorkspaceImport(file) => {
            answer(app, move |app| workspace::import(app, &file)).await
        }
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
