//! The one list of commands. A host expands [`commands!`](crate::commands) to run each; one that
//! a host lacks is a compile error there.

use crate::types::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Calls `$then!` with every command: name, variant, arguments, result and one sentence.
#[macro_export]
macro_rules! commands {
    ($then:ident) => {
        $then! {
            "overview.get" OverviewGet(Nothing) -> Overview : "Reads the Overview.";
            "overview.period" OverviewPeriod(PeriodRequest) -> Period : "Tells what was done in a span of time.";
            "sync.switch" SyncSwitch(SwitchRequest) -> Nothing : "Switches User sync on or off.";
            "sync.pause" SyncPause(PauseRequest) -> Nothing : "Lets no run start by itself for a while.";
            "sync.now" SyncNow(Nothing) -> Nothing : "Starts a run.";
            "sync.stop" SyncStop(Nothing) -> Nothing : "Stops the run between steps.";
            "plan.get" PlanGet(Nothing) -> PlanView : "Reads sources and targets and plans; sends nothing.";
            "plan.export" PlanExport(PlanStepsRequest) -> ExportedFile : "Writes steps of the plan as CSV.";
            "plan.rules" PlanRulesGet(PlanRequest) -> PlanRules : "Tells what each rule gives by the plan.";
            "plan.steps" PlanStepsGet(PlanStepsRequest) -> PlanSteps : "Lists steps of the plan.";
            "runs.list" RunsList(RunsRequest) -> RunList : "Lists runs.";
            "runs.export_list" RunsExportList(RunsRequest) -> ExportedFile : "Writes the list of runs as CSV.";
            "runs.show" RunsShow(RunRequest) -> RunDetails : "Reads a run.";
            "runs.steps" RunsSteps(RunStepsRequest) -> RunSteps : "Lists steps of a run.";
            "runs.export" RunsExport(RunStepsRequest) -> ExportedFile : "Writes steps of a run as CSV.";
            "runs.history" RunsHistory(RunHistoryRequest) -> RunHistory : "Lists what runs since a moment came to.";
            "runs.undo_preview" RunsUndoPreview(RunRequest) -> UndoPreview : "Tells what undoing a run would do; sends nothing.";
            "runs.undo" RunsUndo(UndoRequest) -> Nothing : "Undoes a run as its preview told, and pauses its targets.";
            "targets.pause" TargetsPause(TargetRequest) -> Nothing : "Leaves a target out of runs until it is resumed.";
            "targets.resume" TargetsResume(TargetRequest) -> Nothing : "Lets runs take a target in again.";
            "targets.show" TargetsShow(TargetRequest) -> TargetDetails : "Reads what is said of a target.";
            "targets.try" TargetsTry(TargetDraft) -> TargetTrial : "Tries a target out as it is said, and changes nothing there.";
            "targets.set" TargetsSet(TargetDraft) -> TargetDetails : "Adds a target, or changes what is said of one.";
            "targets.remove" TargetsRemove(TargetRequest) -> Nothing : "Removes a target that no rule names; accounts stay as they are.";
            "quarantine.list" QuarantineListGet(Nothing) -> QuarantineList : "Lists connections in quarantine.";
            "quarantine.try_now" QuarantineTryNow(QuarantineRequest) -> Nothing : "Tries a connection in quarantine now.";
            "quarantine.lift" QuarantineLift(QuarantineRequest) -> Nothing : "Ends the quarantine of a connection.";
            "schedule.get" ScheduleGet(Nothing) -> Schedule : "Reads when runs start by themselves.";
            "schedule.set" ScheduleSet(ScheduleChange) -> Schedule : "Changes when runs start by themselves.";
            "discards.list" DiscardsList(DiscardsRequest) -> DiscardList : "Lists held steps that were given up.";
            "discards.export" DiscardsExport(DiscardsRequest) -> ExportedFile : "Writes held steps that were given up as CSV.";
            "discards.take_back" DiscardsTakeBack(TakeBackRequest) -> Nothing : "Wants steps again that were given up.";
            "failures.list" FailuresList(FailuresRequest) -> FailureList : "Lists the people of a cause.";
            "failures.retry" FailuresRetry(RetryRequest) -> Nothing : "Retries a cause, or some of its people.";
            "failures.retry_all" FailuresRetryAll(Nothing) -> Nothing : "Retries all failures of all causes.";
            "failures.reactivate" FailuresReactivate(RetryRequest) -> Nothing : "Makes accounts that someone else deactivated ours to reactivate, then retries.";
            "failures.holders" FailuresHolders(HoldersRequest) -> HolderList : "Lists who holds a product though no rule gives it.";
            "failures.dismiss" FailuresDismiss(BannerRequest) -> Nothing : "Hides a banner until something new happens.";
            "failures.adopt" FailuresAdopt(RetryRequest) -> Nothing : "Adopts accounts that exist, then retries.";
            "failures.export" FailuresExport(FailuresRequest) -> ExportedFile : "Writes the people of a cause as CSV.";
            "held.approve" HeldApprove(HeldRequest) -> Nothing : "Lets exactly these held steps go, for 7 days.";
            "held.discard" HeldDiscard(HeldRequest) -> Nothing : "Gives up these held steps.";
            "held.decide" HeldDecide(HeldDecision) -> HeldDecided : "Lets chosen held steps go, or gives them up.";
            "rules.list" RulesList(Nothing) -> RuleList : "Lists the rules.";
            "rules.vocabulary" RulesVocabulary(Nothing) -> Vocabulary : "Lists what rules can speak of.";
            "rules.complete" RulesComplete(CompletionRequest) -> Completion : "Offers names for a field.";
            "draft.get" DraftGet(Nothing) -> Draft : "Reads the rules as edited.";
            "draft.standing" DraftStandingGet(Nothing) -> DraftStanding : "Tells whether the draft is still as it was read.";
            "draft.edit" DraftEdit(DraftEdits) -> DraftAnswer : "Edits the draft and tells its effect.";
            "draft.undo" DraftUndo(Nothing) -> DraftAnswer : "Takes the last edits back.";
            "draft.discard" DraftDiscard(Nothing) -> Draft : "Gives up all edits.";
            "draft.merge" DraftMerge(Nothing) -> Draft : "Takes over what others saved; where both touched a rule, the draft's stays.";
            "draft.save" DraftSave(DraftSaveRequest) -> Draft : "Saves the draft, and starts a run if asked.";
            "draft.text" DraftText(Nothing) -> RulesText : "Writes the draft as text.";
            "draft.set_text" DraftSetText(RulesText) -> DraftAnswer : "Makes the draft what the text says.";
            "draft.person" DraftPersonGet(PersonRequest) -> DraftPerson : "Tells what a person would have by the draft, and why.";
            "effect.get" EffectGet(Nothing) -> DraftAnswer : "Computes the effect of the draft.";
            "effect.people" EffectPeopleGet(EffectPeopleRequest) -> EffectPeople : "Lists people an effect concerns.";
            "rule_tests.list" RuleTestsList(Nothing) -> RuleTestList : "Lists rule tests and how they stand under the draft.";
            "rule_tests.set" RuleTestsSet(RuleTestSet) -> RuleTestList : "Keeps a rule test.";
            "rule_tests.delete" RuleTestsDelete(PersonRequest) -> RuleTestList : "Deletes a person's rule test.";
            "exceptions.list" ExceptionsList(Nothing) -> ExceptionList : "Lists exceptions.";
            "exceptions.set" ExceptionsSet(ExceptionSet) -> ExceptionList : "Keeps an exception.";
            "exceptions.delete" ExceptionsDelete(ExceptionRequest) -> ExceptionList : "Deletes an exception.";
            "condition.read" ConditionRead(ConditionText) -> ConditionReading : "Reads a condition and counts whom it matches.";
            "condition.write" ConditionWrite(Condition) -> ConditionText : "Writes a condition as text.";
            "people.list" PeopleList(PeopleRequest) -> PersonList : "Lists people.";
            "people.export" PeopleExport(PeopleRequest) -> ExportedFile : "Writes the people of a list as CSV.";
            "people.show" PeopleShow(DirectoryPerson) -> PersonDetails : "Reads a person with the why of each value.";
            "people.absent" PeopleAbsent(AbsentRequest) -> AbsentPeople : "Lists people whom sources do not deliver: gone, or not seen yet.";
            "people.edits" PeopleEdits(DirectoryPerson) -> PersonEdits : "Tells which values of a person are edited, and whether they may be.";
            "people.edit" PeopleEdit(PersonEdit) -> PersonEdits : "Edits values of a person, in an edit window or in a directory without sync.";
            "people.fall_back" PeopleFallBack(DirectoryPerson) -> PersonEdits : "Gives up all edits of a person.";
            "people.add" PeopleAdd(PersonAdd) -> PersonEdits : "Adds a person to a directory without sync.";
            "people.delete_preview" PeopleDeletePreview(DirectoryPerson) -> DeletionPreview : "Tells what deleting a person for good would mean.";
            "people.delete" PeopleDelete(DeletionRequest) -> Deletion : "Deletes a person for good, and their accounts if asked.";
            "directories.list" DirectoriesList(Nothing) -> DirectoryList : "Lists directories.";
            "directories.show" DirectoriesShow(DirectoryRequest) -> DirectoryDetails : "Reads a directory.";
            "directories.add" DirectoriesAdd(DirectoryAdd) -> DirectoryDetails : "Adds a directory.";
            "directories.set" DirectoriesSet(DirectoryChange) -> DirectoryDetails : "Changes settings of a directory.";
            "directories.remove" DirectoriesRemove(DirectoryRequest) -> Nothing : "Removes a directory that nobody is in.";
            "directories.draft" DirectoriesDraft(SourceDraft) -> DirectoryDetails : "Keeps a source that is being set up, to be resumed.";
            "directories.discard_draft" DirectoriesDiscardDraft(DirectoryRequest) -> DirectoryDetails : "Gives up a source that was being set up.";
            "directories.attach" DirectoriesAttach(AttachRequest) -> DirectoryDetails : "Attaches a source to a directory, or changes the settings of the attached one.";
            "directories.read" DirectoriesRead(DirectoryRequest) -> DirectoryDetails : "Reads a directory from its source now.";
            "directories.remove_sync" DirectoriesRemoveSync(DirectoryRequest) -> SyncRemoved : "Removes the source of a directory; people and accounts stay.";
            "directories.ask_org_unit" DirectoriesAskOrgUnit(OrgUnitAnswer) -> DirectoryDetails : "Answers whether org units are to be mapped.";
            "domains.list" DomainsList(DirectoryRequest) -> DomainList : "Lists the domains of a directory.";
            "domains.add" DomainsAdd(DomainRequest) -> DomainList : "Adds a domain and requests its proof.";
            "domains.check" DomainsCheck(DomainRequest) -> DomainList : "Asks DNS for the proof of a domain now.";
            "domains.restart" DomainsRestart(DomainRequest) -> DomainList : "Requests the proof of an expired domain again.";
            "domains.remove" DomainsRemove(DomainRequest) -> DomainList : "Removes a domain.";
            "domains.resolver" DomainsResolver(Nothing) -> DnsResolver : "Reads which server is asked for the proofs of domains.";
            "domains.set_resolver" DomainsSetResolver(DnsResolver) -> DnsResolver : "Chooses which server is asked for the proofs of domains.";
            "edit_window.open" EditWindowOpen(DirectoryRequest) -> EditWindow : "Lets a synced directory be edited for one hour.";
            "edit_window.close" EditWindowClose(DirectoryRequest) -> Nothing : "Ends editing.";
            "groups.list" GroupsList(GroupsRequest) -> GroupList : "Lists groups.";
            "groups.show" GroupsShow(GroupRequest) -> GroupDetails : "Reads a group with the rules that name it.";
            "groups.members" GroupsMembers(GroupMembersRequest) -> GroupMembers : "Lists the members of a group, and through what they are in it.";
            "org_units.list" OrgUnitsList(OrgUnitsRequest) -> OrgUnitList : "Lists org units, level by level.";
            "org_units.show" OrgUnitsShow(OrgUnitRequest) -> OrgUnitDetails : "Reads an org unit with what its people are given.";
            "attributes.list" AttributesList(Nothing) -> Vocabulary : "Lists attributes and where they are used.";
            "attributes.set" AttributesSet(AttributeSet) -> Vocabulary : "Keeps a custom attribute.";
            "attributes.delete" AttributesDelete(AttributeRequest) -> Vocabulary : "Deletes a custom attribute that nothing uses.";
            "attributes.try" AttributesTry(AttributeTry) -> AttributeTrial : "Tries an attribute on people.";
            "send.list" SendList(Nothing) -> SendMaps : "Lists what is sent to each target.";
            "send.set" SendSetMap(SendSet) -> SendMaps : "Changes what is sent to a target.";
            "send.preview" SendPreviewGet(SendPreviewRequest) -> SendPreview : "Shows exactly what leaves for one person.";
            "accounts.list" AccountsList(AccountsRequest) -> AccountList : "Lists accounts of a target.";
            "accounts.link" AccountsLink(LinkRequest) -> Nothing : "Links an account to a person.";
            "accounts.unlink" AccountsUnlink(UnlinkRequest) -> Nothing : "Keeps an account from being anyone's.";
            "connections.list" ConnectionsList(Nothing) -> Connections : "Lists sources and targets.";
            "connections.test" ConnectionsTest(TargetRequest) -> ConnectionTest : "Tests a target.";
            "connections.file" ConnectionsFile(SourceFile) -> SourceFilePreview : "Looks into a file that is to become a source.";
            "ldap.probe" LdapProbe(LdapServer) -> LdapProbe : "Tries a directory server out step by step; keeps nothing.";
            "ldap.browse" LdapBrowse(LdapBrowseRequest) -> LdapBranch : "Tells what is below an entry of a directory server.";
            "connections.probe" ConnectionsProbe(AttachRequest) -> SourceProbe : "Tries a source out right by right before it is attached.";
            "sign_in.begin" SignInBegin(SignInRequest) -> SignInState : "Begins to sign in to a source by a browser of this machine.";
            "sign_in.get" SignInGet(DirectoryRequest) -> SignInState : "Tells how the sign-in to a source stands.";
            "sign_in.cancel" SignInCancel(DirectoryRequest) -> SignInState : "Gives up waiting for the browser.";
            "push.endpoint" PushEndpointGet(PushEndpointRequest) -> PushEndpoint : "Tells where others write to a directory.";
            "push.listening" PushListeningGet(Nothing) -> PushListening : "Reads where this machine listens for SCIM calls.";
            "push.listen" PushListen(PushListening) -> PushListening : "Chooses where this machine listens for SCIM calls.";
            "push.calls" PushCallsGet(PushCallsRequest) -> PushCallList : "Lists SCIM calls that were received.";
            "tokens.list" TokensList(Nothing) -> TokenList : "Lists tokens by which others write to directories.";
            "tokens.create" TokensCreate(TokenRequest) -> MadeToken : "Makes a token by which others write to a directory.";
            "tokens.revoke" TokensRevoke(TokenRevocation) -> Nothing : "Makes a token invalid.";
            "activity.list" ActivityListGet(ActivityRequest) -> ActivityList : "Lists what happened.";
            "activity.export" ActivityExport(ActivityRequest) -> ExportedFile : "Writes what happened as CSV.";
            "settings.get" SettingsGet(Nothing) -> Settings : "Reads the settings.";
            "settings.set" SettingsSet(SettingsChange) -> Settings : "Changes settings.";
            "notify.get" NotifyGet(Nothing) -> NotifySettings : "Reads where the news of runs go.";
            "notify.set" NotifySet(NotifyChange) -> NotifySettings : "Changes where the news of runs go.";
            "notify.test" NotifyTry(NotifyTest) -> NotifyTested : "Really sends a trial on one channel.";
            "secrets.choose" SecretsChoose(SecretsChoice) -> Settings : "Chooses where secrets are kept.";
            "secrets.set" SecretsSet(SecretRequest) -> Nothing : "Keeps a secret.";
            "workspace.open_sample" WorkspaceOpenSample(Nothing) -> Nothing : "Sets up the sample organization.";
            "workspace.check" WorkspaceCheck(ConfigurationFile) -> ConfigurationCheck : "Checks a configuration file and tells what it would change.";
            "workspace.import" WorkspaceImport(ConfigurationFile) -> Nothing : "Takes over a configuration file.";
            "sample.buy_seats" SampleBuySeats(BuySeatsRequest) -> Nothing : "Buys seats in the sample organization.";
        }
    };
}

macro_rules! define {
    ($($name:literal $variant:ident($args:ty) -> $result:ty : $doc:literal;)*) => {
        /// A command with its arguments, as `{"name": ..., "args": ...}`.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(tag = "name", content = "args")]
        pub enum Command {
            $(#[doc = $doc] #[serde(rename = $name)] $variant($args),)*
        }

        /// The names of all commands.
        pub const COMMAND_NAMES: &[&str] = &[$($name),*];

        impl Command {
            /// The command's name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }
        }

        /// Visits the types of every command: name, arguments, result and what it does.
        pub(crate) fn visit(visitor: &mut impl CommandVisitor) {
            $(visitor.command::<$args, $result>($name, $doc);)*
        }
    };
}

/// Sees each command's types.
pub(crate) trait CommandVisitor {
    /// One command.
    fn command<A: TS + 'static, R: TS + 'static>(&mut self, name: &str, doc: &str);
}

commands!(define);
