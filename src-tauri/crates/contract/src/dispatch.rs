//! From commands to what they do. A command that is missing here does not compile.

use crate::handlers::{
    absent, accounts, activity, attribute_edit, attribute_try, attributes, condition, connections,
    directories, discards, domains, draft, draft_save, draft_text, edit_window, effect, exceptions,
    failures, group_members, groups, held, holders, ldap, notify, org_units, overview, pause,
    people, period, person, person_edit, plan, push, rule_tests, rule_view, runs, sample, schedule,
    send, settings, sign_in, source_file, source_probe, sync, target_setup, tokens, undo,
    workspace,
};
use crate::{App, AppError, Command};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Runs `command`; what blocks is done on a thread of its own.
pub(crate) async fn run(app: &Arc<App>, command: Command) -> Result<Value, AppError> {
    match command {
        Command::AccountsList(ask) => json(&accounts::list(app, ask).await?),
        Command::AccountsLink(ask) => json(&accounts::link(app, ask).await?),
        Command::AccountsUnlink(ask) => json(&accounts::unlink(app, ask).await?),
        Command::DraftGet(_) => answer(app, draft::get).await,
        Command::DraftStandingGet(_) => answer(app, draft::standing).await,
        Command::DraftEdit(ask) => answer(app, move |app| draft::edit(app, &ask)).await,
        Command::DraftUndo(_) => answer(app, draft::undo).await,
        Command::DraftDiscard(_) => answer(app, draft::discard).await,
        Command::DraftMerge(_) => answer(app, draft::merge).await,
        Command::DraftSave(ask) => answer(app, move |app| draft_save::save(app, &ask)).await,
        Command::DraftText(_) => answer(app, draft_text::get).await,
        Command::DraftSetText(ask) => answer(app, move |app| draft_text::set(app, &ask)).await,
        Command::DraftPersonGet(ask) => answer(app, move |app| effect::person(app, &ask)).await,
        Command::EffectGet(_) => answer(app, draft::effect).await,
        Command::EffectPeopleGet(ask) => answer(app, move |app| effect::people(app, &ask)).await,
        Command::RuleTestsList(_) => answer(app, rule_tests::list).await,
        Command::RuleTestsSet(ask) => answer(app, move |app| rule_tests::set(app, &ask)).await,
        Command::RuleTestsDelete(ask) => {
            answer(app, move |app| rule_tests::delete(app, &ask)).await
        }
        Command::ExceptionsList(_) => answer(app, |app| exceptions::list(app)).await,
        Command::ExceptionsSet(ask) => answer(app, move |app| exceptions::set(app, &ask)).await,
        Command::ExceptionsDelete(ask) => {
            answer(app, move |app| exceptions::delete(app, &ask)).await
        }
        Command::PlanGet(_) => json(&plan::get(app).await?),
        Command::PeopleShow(ask) => json(&person::show(app, ask).await?),
        Command::WorkspaceOpenSample(_) => json(&sample::open_sample(app).await?),
        Command::SampleBuySeats(ask) => json(&sample::buy_seats(app, ask).await?),
        Command::OverviewGet(_) => answer(app, |app| overview::get(app)).await,
        Command::OverviewPeriod(ask) => answer(app, move |app| period::get(app, ask)).await,
        Command::SyncSwitch(ask) => answer(app, move |app| sync::switch(app, ask)).await,
        Command::SyncPause(ask) => answer(app, move |app| sync::pause(app, ask)).await,
        Command::SyncNow(_) => answer(app, sync::now).await,
        Command::SyncStop(_) => answer(app, sync::stop).await,
        Command::PlanStepsGet(ask) => answer(app, move |app| plan::steps(app, &ask)).await,
        Command::PlanRulesGet(ask) => answer(app, move |app| plan::rules(app, ask)).await,
        Command::PlanExport(ask) => answer(app, move |app| plan::export(app, &ask)).await,
        Command::RunsList(ask) => answer(app, move |app| runs::list(app, &ask)).await,
        Command::RunsExportList(ask) => answer(app, move |app| runs::export_list(app, &ask)).await,
        Command::RunsShow(ask) => answer(app, move |app| runs::show(app, ask)).await,
        Command::RunsSteps(ask) => answer(app, move |app| runs::steps(app, &ask)).await,
        Command::RunsExport(ask) => answer(app, move |app| runs::export(app, &ask)).await,
        Command::RunsHistory(ask) => answer(app, move |app| runs::history(app, &ask)).await,
        Command::RunsUndoPreview(ask) => answer(app, move |app| undo::preview(app, ask)).await,
        Command::RunsUndo(ask) => answer(app, move |app| undo::undo(app, ask)).await,
        Command::TargetsPause(ask) => answer(app, move |app| pause::pause(app, &ask)).await,
        Command::TargetsResume(ask) => answer(app, move |app| pause::resume(app, &ask)).await,
        Command::TargetsShow(ask) => answer(app, move |app| target_setup::show(app, &ask)).await,
        Command::TargetsTry(ask) => answer(app, move |app| target_setup::try_out(app, ask)).await,
        Command::TargetsSet(ask) => answer(app, move |app| target_setup::set(app, ask)).await,
        Command::TargetsRemove(ask) => {
            answer(app, move |app| target_setup::remove(app, &ask)).await
        }
        Command::QuarantineListGet(_) => answer(app, |app| pause::quarantines(app)).await,
        Command::QuarantineTryNow(ask) => answer(app, move |app| pause::try_now(app, &ask)).await,
        Command::QuarantineLift(ask) => answer(app, move |app| pause::lift(app, &ask)).await,
        Command::ScheduleGet(_) => answer(app, |app| schedule::get(app)).await,
        Command::ScheduleSet(ask) => answer(app, move |app| schedule::set(app, &ask)).await,
        Command::DiscardsList(ask) => answer(app, move |app| discards::list(app, &ask)).await,
        Command::DiscardsExport(ask) => answer(app, move |app| discards::export(app, &ask)).await,
        Command::DiscardsTakeBack(ask) => {
            answer(app, move |app| discards::take_back(app, &ask)).await
        }
        Command::FailuresList(ask) => answer(app, move |app| failures::list(app, &ask)).await,
        Command::FailuresRetry(ask) => answer(app, move |app| failures::retry(app, ask)).await,
        Command::FailuresRetryAll(_) => answer(app, failures::retry_all).await,
        Command::FailuresReactivate(ask) => json(&failures::reactivate(app, ask).await?),
        Command::FailuresHolders(ask) => json(&holders::list(app, ask).await?),
        Command::FailuresDismiss(ask) => answer(app, move |app| failures::dismiss(app, &ask)).await,
        Command::FailuresAdopt(ask) => answer(app, move |app| failures::adopt(app, ask)).await,
        Command::FailuresExport(ask) => answer(app, move |app| failures::export(app, &ask)).await,
        Command::HeldApprove(ask) => answer(app, move |app| held::approve(app, &ask)).await,
        Command::HeldDecide(ask) => answer(app, move |app| held::decide(app, &ask)).await,
        Command::HeldDiscard(ask) => answer(app, move |app| held::discard(app, &ask)).await,
        Command::RulesList(_) => answer(app, |app| rule_view::list(app)).await,
        Command::RulesVocabulary(_) | Command::AttributesList(_) => {
            answer(app, |app| attributes::vocabulary(app)).await
        }
        Command::AttributesSet(ask) => answer(app, move |app| attribute_edit::set(app, &ask)).await,
        Command::AttributesDelete(ask) => {
            answer(app, move |app| attribute_edit::delete(app, &ask)).await
        }
        Command::AttributesTry(ask) => {
            answer(app, move |app| attribute_try::try_out(app, &ask)).await
        }
        Command::SendList(_) => answer(app, |app| send::list(app)).await,
        Command::SendSetMap(ask) => answer(app, move |app| send::set(app, &ask)).await,
        Command::SendPreviewGet(ask) => json(&send::preview(app, ask).await?),
        Command::RulesComplete(ask) => {
            answer(app, move |app| attributes::complete(app, &ask)).await
        }
        Command::ConditionRead(ask) => answer(app, move |app| condition::read(app, ask)).await,
        Command::ConditionWrite(ask) => answer(app, move |app| condition::write(app, &ask)).await,
        Command::PeopleList(ask) => answer(app, move |app| people::list(app, &ask)).await,
        Command::PeopleExport(ask) => answer(app, move |app| people::export(app, &ask)).await,
        Command::GroupsList(ask) => answer(app, move |app| groups::list(app, &ask)).await,
        Command::GroupsShow(ask) => answer(app, move |app| groups::show(app, &ask)).await,
        Command::GroupsMembers(ask) => answer(app, move |app| group_members::list(app, &ask)).await,
        Command::OrgUnitsList(ask) => answer(app, move |app| org_units::list(app, &ask)).await,
        Command::OrgUnitsShow(ask) => json(&org_units::show(app, ask).await?),
        Command::PeopleAbsent(ask) => answer(app, move |app| absent::list(app, &ask)).await,
        Command::PeopleEdits(ask) => answer(app, move |app| person_edit::edits(app, &ask)).await,
        Command::PeopleEdit(ask) => answer(app, move |app| person_edit::edit(app, &ask)).await,
        Command::PeopleFallBack(ask) => {
            answer(app, move |app| person_edit::fall_back(app, &ask)).await
        }
        Command::PeopleAdd(ask) => answer(app, move |app| person_edit::add(app, &ask)).await,
        Command::PeopleDeletePreview(ask) => json(&person_edit::delete_preview(app, ask).await?),
        Command::PeopleDelete(ask) => json(&person_edit::delete(app, ask).await?),
        Command::DirectoriesList(_) => answer(app, |app| directories::list(app)).await,
        Command::DirectoriesShow(ask) => answer(app, move |app| directories::show(app, &ask)).await,
        Command::DirectoriesAdd(ask) => answer(app, move |app| directories::add(app, &ask)).await,
        Command::DirectoriesSet(ask) => answer(app, move |app| directories::set(app, &ask)).await,
        Command::DirectoriesRemove(ask) => {
            answer(app, move |app| directories::remove(app, &ask)).await
        }
        Command::DirectoriesDraft(ask) => {
            answer(app, move |app| directories::draft(app, ask)).await
        }
        Command::DirectoriesDiscardDraft(ask) => {
            answer(app, move |app| directories::discard_draft(app, &ask)).await
        }
        Command::DirectoriesAttach(ask) => {
            answer(app, move |app| directories::attach(app, ask)).await
        }
        Command::DirectoriesRead(ask) => answer(app, move |app| directories::read(app, &ask)).await,
        Command::DirectoriesRemoveSync(ask) => {
            answer(app, move |app| directories::remove_sync(app, &ask)).await
        }
        Command::DirectoriesAskOrgUnit(ask) => {
            answer(app, move |app| directories::ask_org_unit(app, &ask)).await
        }
        Command::DomainsList(ask) => answer(app, move |app| domains::list(app, &ask)).await,
        Command::DomainsAdd(ask) => answer(app, move |app| domains::add(app, &ask)).await,
        Command::DomainsCheck(ask) => answer(app, move |app| domains::check(app, &ask)).await,
        Command::DomainsRestart(ask) => answer(app, move |app| domains::restart(app, &ask)).await,
        Command::DomainsRemove(ask) => answer(app, move |app| domains::remove(app, &ask)).await,
        Command::DomainsResolver(_) => answer(app, |app| domains::chosen_resolver(app)).await,
        Command::DomainsSetResolver(ask) => {
            answer(app, move |app| domains::set_resolver(app, &ask)).await
        }
        Command::EditWindowOpen(ask) => answer(app, move |app| edit_window::open(app, &ask)).await,
        Command::EditWindowClose(ask) => {
            answer(app, move |app| edit_window::close(app, &ask)).await
        }
        Command::LdapProbe(ask) => json(&ldap::probe(app, ask).await?),
        Command::LdapBrowse(ask) => json(&ldap::browse(app, ask).await?),
        Command::ConnectionsList(_) => answer(app, |app| connections::list(app)).await,
        Command::ConnectionsTest(ask) => answer(app, move |app| connections::test(app, &ask)).await,
        Command::SignInBegin(ask) => json(&sign_in::begin(app, ask).await?),
        Command::SignInGet(ask) => json(&sign_in::get(app, &ask)),
        Command::SignInCancel(ask) => json(&sign_in::cancel(app, &ask)),
        Command::PushEndpointGet(ask) => answer(app, move |app| push::endpoint(app, &ask)).await,
        Command::PushListeningGet(_) => answer(app, |app| push::listening(app)).await,
        Command::PushListen(ask) => answer(app, move |app| push::set_listening(app, &ask)).await,
        Command::PushCallsGet(ask) => answer(app, move |app| push::calls(app, &ask)).await,
        Command::TokensList(_) => answer(app, |app| tokens::list(app)).await,
        Command::TokensCreate(ask) => answer(app, move |app| tokens::create(app, &ask)).await,
        Command::TokensRevoke(ask) => answer(app, move |app| tokens::revoke(app, ask)).await,
        Command::ConnectionsFile(ask) => {
            answer(app, move |app| source_file::preview(app, &ask)).await
        }
        Command::ConnectionsProbe(ask) => {
            answer(app, move |app| source_probe::probe(app, ask)).await
        }
        Command::ActivityListGet(ask) => answer(app, move |app| activity::list(app, &ask)).await,
        Command::ActivityExport(ask) => answer(app, move |app| activity::export(app, &ask)).await,
        Command::SettingsGet(_) => answer(app, |app| settings::get(app)).await,
        Command::SettingsSet(ask) => answer(app, move |app| settings::set(app, &ask)).await,
        Command::NotifyGet(_) => answer(app, |app| notify::get(app)).await,
        Command::NotifySet(ask) => answer(app, move |app| notify::set(app, ask)).await,
        Command::NotifyTry(ask) => json(&notify::test(app, ask).await?),
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
