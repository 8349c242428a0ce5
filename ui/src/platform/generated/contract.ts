// Generated from the contract by `cargo xtask fix`; do not edit.

/**
 * People who are not delivered.
 */
export type AbsentPeople = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<AbsentPerson>, };

/**
 * A person who is not delivered (any more, or yet).
 */
export type AbsentPerson = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The source's stable id when last delivered.
 */
id: string, 
/**
 * The userName.
 */
user: string, 
/**
 * The name.
 */
name: string, 
/**
 * The e-mail.
 */
email: string | null, 
/**
 * Whether active when last read.
 */
active: boolean, 
/**
 * The org unit path.
 */
orgUnit: string | null, 
/**
 * The department.
 */
department: string | null, 
/**
 * `gone`: disabled, or `not_seen_yet`: as last read until the source delivers them.
 */
state: string, 
/**
 * Since when, in milliseconds since 1970 (UTC).
 */
since: number, };

/**
 * Which people who are not delivered.
 */
export type AbsentRequest = { 
/**
 * Only of this directory.
 */
directory: string | null, 
/**
 * `gone` or `not_seen_yet`; both when absent.
 */
state: string | null, 
/**
 * Only people whose name or address contains this.
 */
text: string, 
/**
 * The part of the list.
 */
page: PageRequest, 
/**
 * The order; by userName when absent.
 */
order?: PeopleOrder, };

/**
 * What came of an account that was to be deleted.
 */
export type AccountDeletion = { 
/**
 * The target.
 */
target: string, 
/**
 * The account's userName.
 */
account: string, 
/**
 * Whether it is deleted.
 */
done: boolean, 
/**
 * Why not; empty where it is.
 */
message: string, };

/**
 * An account.
 */
export type AccountItem = { 
/**
 * The target's key of it.
 */
key: string, 
/**
 * The userName there.
 */
userName: string, 
/**
 * The e-mail there.
 */
email: string | null, 
/**
 * Whether it is active.
 */
active: boolean, 
/**
 * Whether Rolecall manages it.
 */
managed: boolean, 
/**
 * The userName of the person it belongs to.
 */
user: string | null, 
/**
 * Whether an administrator linked or unlinked it by hand.
 */
byHand: boolean, };

/**
 * Accounts of a target as last read, by userName.
 */
export type AccountList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<AccountItem>, };

/**
 * Which accounts.
 */
export type AccountsRequest = { 
/**
 * The target.
 */
target: string, 
/**
 * `all`, `unlinked` (no person explains them), `unmanaged`.
 */
which: string, 
/**
 * Only accounts whose userName or e-mail contains this.
 */
text: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * An entry.
 */
export type ActivityItem = { 
/**
 * Its number.
 */
seq: number, 
/**
 * When.
 */
at: number, 
/**
 * Who: account@host, a token's name, the schedule.
 */
who: string, 
/**
 * Such as `run_finished`, `rule_moved`, `failure`, `sync_switched`.
 */
kind: string, 
/**
 * `ok`, `failed` or `held`.
 */
status: string, 
/**
 * The person concerned.
 */
person: string | null, 
/**
 * The rule concerned.
 */
rule: string | null, 
/**
 * The target concerned.
 */
target: string | null, 
/**
 * The run it belongs to.
 */
run: number | null, 
/**
 * The cause.
 */
cause: string | null, 
/**
 * Names and numbers, before and after.
 */
detail: Record<string, unknown>, };

/**
 * Entries in the order asked for.
 */
export type ActivityList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<ActivityItem>, 
/**
 * The kinds there are, for the filter.
 */
kinds: Array<string>, };

/**
 * Which entries.
 */
export type ActivityRequest = { 
/**
 * Only from this instant on.
 */
from: number | null, 
/**
 * Only up to this instant.
 */
to: number | null, 
/**
 * Only of this kind.
 */
kind: string | null, 
/**
 * Only `ok`, `failed` or `held`.
 */
status: string | null, 
/**
 * Only about this person, by userName.
 */
person?: string, 
/**
 * Only about this rule.
 */
rule?: string, 
/**
 * Only about this target.
 */
target?: string, 
/**
 * Only entries that contain this.
 */
text: string, 
/**
 * `time` (as without it), `kind`, `who` or `status`.
 */
sort?: string, 
/**
 * Whether the order is turned round; without `sort` the newest stand first.
 */
descending?: boolean, 
/**
 * Where entries are written to a file: only these, by number.
 */
chosen?: Chosen, 
/**
 * Where entries are written to a file: `csv` (as without it) or `jsonl`, a JSON object a line.
 */
format?: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * What went wrong: a code a program can act on, a message for people that says what failed, why
 * and the next step, and details by name for screens that say it in another language.
 */
export type AppError = { 
/**
 * A stable word such as `rule_name_taken`.
 */
code: string, 
/**
 * English, whole sentences.
 */
message: string, 
/**
 * Names, places and numbers the message is made of.
 */
details: Record<string, unknown>, };

/**
 * Something happened that screens may show.
 */
export type AppEvent = { "type": "changed", 
/**
 * The topics.
 */
topics: Array<string>, } | { "type": "progress", 
/**
 * How far it is.
 */
progress: Progress, } | { "type": "news", 
/**
 * What is new.
 */
news: News, };

/**
 * A source to be attached to a directory, or the settings of the attached one.
 */
export type AttachRequest = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The source.
 */
source: SourceSettings, 
/**
 * Its secret; absent where it is there already or needs none. It never comes back.
 */
secretValue: string | null, };

/**
 * A custom attribute as an administrator defines it.
 */
export type AttributeDraft = { 
/**
 * The name.
 */
name: string, 
/**
 * What screens call it; the name when empty.
 */
label: string, 
/**
 * `text`, `number`, `boolean`, `date` or `list`.
 */
kind: string, 
/**
 * The column it is read from.
 */
from: string | null, 
/**
 * A CEL expression that computes it instead.
 */
expression: string | null, };

/**
 * An attribute.
 */
export type AttributeItem = { 
/**
 * The name as conditions write it.
 */
name: string, 
/**
 * What an administrator calls it; empty where nobody said.
 */
label: string, 
/**
 * `text`, `number`, `boolean`, `date` or `list`.
 */
kind: string, 
/**
 * Whether it is a custom attribute.
 */
custom: boolean, 
/**
 * The column it is read from.
 */
from: string | null, 
/**
 * People who have a value.
 */
people: number, 
/**
 * Names of rules that use it.
 */
rules: Array<string>, 
/**
 * The CEL expression that computes it.
 */
expression: string | null, 
/**
 * Everything that uses it.
 */
uses: Array<AttributeUse>, };

/**
 * Where a person's value came from.
 */
export type AttributeOrigin = { 
/**
 * `column` of a file, `attribute` of a directory server, `path` in a record of the source, or
 * `expression` that computes it.
 */
kind: string, 
/**
 * Which one; several places in order where the first that has a value counts.
 */
text: string, };

/**
 * An attribute by name.
 */
export type AttributeRequest = { 
/**
 * The name.
 */
name: string, };

/**
 * An attribute to be kept.
 */
export type AttributeSet = { 
/**
 * The name it had; `None` for a new one. Conditions and templates follow a renaming.
 */
oldName: string | null, 
/**
 * The attribute.
 */
attribute: AttributeDraft, };

/**
 * What an attribute comes to.
 */
export type AttributeTrial = { 
/**
 * What is wrong with the expression or the name.
 */
error: ConditionProblem | null, 
/**
 * Up to ten people with what it comes to.
 */
people: Array<AttributeTrialPerson>, 
/**
 * People who would have a value.
 */
present: number, 
/**
 * People whose value could not be read as its type.
 */
unreadable: number, 
/**
 * Columns that the sources deliver.
 */
columns: Array<string>, };

/**
 * What an attribute comes to for one person.
 */
export type AttributeTrialPerson = { 
/**
 * The person.
 */
person: PersonItem, 
/**
 * The values; none when absent.
 */
values: Array<string>, 
/**
 * Why it could not be computed or read.
 */
problem: string | null, };

/**
 * An attribute to be tried on people, not kept.
 */
export type AttributeTry = { 
/**
 * The attribute.
 */
attribute: AttributeDraft, 
/**
 * Only people whose name or address contains this.
 */
text: string, };

/**
 * Where an attribute is used, so what deleting it breaks.
 */
export type AttributeUse = { 
/**
 * `rule`, `exception`, `protect`, `send`, `expression`.
 */
kind: string, 
/**
 * The rule, person, target or attribute.
 */
name: string, };

/**
 * A cause of failure in one target.
 */
export type Banner = { 
/**
 * The cause's word, as in product.md section 4.
 */
cause: string, 
/**
 * The target's name.
 */
target: string, 
/**
 * People affected.
 */
people: number, 
/**
 * Since when.
 */
since: number, 
/**
 * The values concerned, for `no_licences`.
 */
values: Array<BannerValue>, 
/**
 * Names of rules that ask for it, highest first, at most three.
 */
rules: Array<string>, 
/**
 * One message as an example.
 */
sample: string, 
/**
 * What can be done: `details`, `retry`, `adopt`, `reactivate`, `buy_seats`, `dismiss`.
 */
actions: Array<string>, };

/**
 * A banner.
 */
export type BannerRequest = { 
/**
 * The cause's word.
 */
cause: string, 
/**
 * The target.
 */
target: string, };

/**
 * A value that a banner is about.
 */
export type BannerValue = { 
/**
 * The slot.
 */
slot: string, 
/**
 * The value.
 */
value: string, 
/**
 * People who go without.
 */
people: number, 
/**
 * Seats in total.
 */
seats: number, 
/**
 * Seats used.
 */
used: number, 
/**
 * Holders to whom no rule gives it: seats that could be freed.
 */
withoutRule: number, };

/**
 * Seats to be bought in the sample organization.
 */
export type BuySeatsRequest = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * The product.
 */
value: string, 
/**
 * How many.
 */
count: number, };

/**
 * Rows chosen in a list.
 */
export type Chosen = { 
/**
 * Whether all rows are chosen but those of `keys`; else only those.
 */
all: boolean, 
/**
 * What the rows are called by: a number, or what names them.
 */
keys: Array<string>, };

/**
 * Names offered for a field, at most 50.
 */
export type Completion = { 
/**
 * The names, best first.
 */
items: Array<CompletionItem>, };

/**
 * A name offered.
 */
export type CompletionItem = { 
/**
 * The name.
 */
name: string, 
/**
 * People who have it.
 */
people: number, };

/**
 * Which names to offer for a field.
 */
export type CompletionRequest = { 
/**
 * `groups.display`, `orgUnit`, or an attribute.
 */
field: string, 
/**
 * What was typed so far.
 */
text: string, };

/**
 * A condition as the builder shows it.
 */
export type Condition = { "kind": "all", 
/**
 * The parts.
 */
parts: Array<Condition>, } | { "kind": "any", 
/**
 * The parts.
 */
parts: Array<Condition>, } | { "kind": "not", 
/**
 * What must not hold.
 */
part: Condition, } | { "kind": "clause", 
/**
 * The path as written: `groups.display`, `orgUnit`, `department`.
 */
field: string, 
/**
 * `eq ne co sw ew pr gt ge lt le in re`.
 */
op: string, 
/**
 * None for `pr`, several for `in`.
 */
values: Array<string>, } | { "kind": "text", 
/**
 * The text.
 */
text: string, };

/**
 * What is wrong with a condition.
 */
export type ConditionProblem = { 
/**
 * The character it is at, from 1; 0 when it is the whole.
 */
column: number, 
/**
 * What is wrong and what was expected.
 */
message: string, 
/**
 * What was likely meant.
 */
suggestion: string | null, };

/**
 * What came of reading a condition.
 */
export type ConditionReading = { 
/**
 * The canonical text; the given one when it cannot be read.
 */
text: string, 
/**
 * For the builder.
 */
condition: Condition | null, 
/**
 * What is wrong.
 */
error: ConditionProblem | null, 
/**
 * People it matches now.
 */
people: number, 
/**
 * The first of them.
 */
sample: Array<PersonItem>, 
/**
 * Groups and org units it names and the source lacks.
 */
unknown: Array<string>, };

/**
 * A condition as text.
 */
export type ConditionText = { 
/**
 * The text.
 */
text: string, };

/**
 * What a configuration file would change.
 */
export type ConfigurationCheck = { 
/**
 * Errors with their places; nothing can be taken over while there are any.
 */
errors: Array<string>, 
/**
 * What would change, in words.
 */
changes: Array<string>, };

/**
 * A configuration file on this machine.
 */
export type ConfigurationFile = { 
/**
 * Its path.
 */
path: string, };

/**
 * A target.
 */
export type ConnectionTarget = { 
/**
 * The name.
 */
name: string, 
/**
 * The kind.
 */
kind: string, 
/**
 * The file or address.
 */
place: string, 
/**
 * Accounts at the last reading.
 */
accounts: number, 
/**
 * Those Rolecall manages.
 */
managed: number, 
/**
 * The name of the secret, where it needs one.
 */
secret: string | null, 
/**
 * Whether that secret is there.
 */
secretPresent: boolean, 
/**
 * When it was set, in milliseconds since 1970 (UTC), where that is known.
 */
secretSetAt: number | null, 
/**
 * When it is to be renewed.
 */
renewAt: number | null, 
/**
 * When it was last read.
 */
readAt: number | null, 
/**
 * Why the last reading failed.
 */
error: string | null, 
/**
 * The cause's word of that.
 */
cause: string | null, 
/**
 * How often it is synced, or at which times: `40m`, or five fields.
 */
schedule: string, 
/**
 * When the last run began that it took part in.
 */
syncedAt: number | null, 
/**
 * When the next run by itself is due; `None` while User sync is off or the target paused.
 */
nextAt: number | null, 
/**
 * Since when runs leave it out.
 */
paused: PausedTarget | null, 
/**
 * Whether it is in quarantine.
 */
quarantine: QuarantineItem | null, };

/**
 * What a test of a connection found.
 */
export type ConnectionTest = { 
/**
 * Whether it works.
 */
ok: boolean, 
/**
 * What was found or what is wrong, and what to do.
 */
message: string, 
/**
 * Accounts found, when it works.
 */
accounts: number | null, 
/**
 * The cause's word, when it does not work.
 */
cause: string | null, };

/**
 * All connections.
 */
export type Connections = { 
/**
 * The directories with their sources.
 */
sources: Array<SourceItem>, 
/**
 * The targets.
 */
targets: Array<ConnectionTarget>, };

/**
 * An account of a person who is to be deleted.
 */
export type DeletableAccount = { 
/**
 * The target.
 */
target: string, 
/**
 * The account's userName.
 */
account: string, 
/**
 * Whether it can be deleted there too: the target supports it, and Rolecall manages the
 * account.
 */
deletable: boolean, 
/**
 * Why not; empty where it can.
 */
reason: string, };

/**
 * A saved rule that the draft deletes.
 */
export type DeletedRule = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its saved position from 1.
 */
position: number, };

/**
 * What came of a deletion.
 */
export type Deletion = { 
/**
 * Whether the next reading brings the person back.
 */
comesBack: boolean, 
/**
 * What came of each account that was to be deleted.
 */
accounts: Array<AccountDeletion>, };

/**
 * What deleting a person for good would mean.
 */
export type DeletionPreview = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The userName, which has to be typed exactly so.
 */
user: string, 
/**
 * The name.
 */
name: string, 
/**
 * Whether it may be done now: in an edit window, or in a directory without sync.
 */
allowed: boolean, 
/**
 * Whether the source still delivers the person: the next reading brings them back.
 */
comesBack: boolean, 
/**
 * Accounts Rolecall knows of the person.
 */
accounts: Array<DeletableAccount>, };

/**
 * A person to be deleted for good.
 */
export type DeletionRequest = { 
/**
 * The directory; found by the userName when absent.
 */
directory: string | null, 
/**
 * The userName, compared without case.
 */
user: string, 
/**
 * The userName as somebody typed it; compared to the letter.
 */
typed: string, 
/**
 * Whether the accounts are deleted too, where targets support it. It cannot be undone.
 */
accounts: boolean, };

/**
 * A directory to be added.
 */
export type DirectoryAdd = { 
/**
 * The name; no other directory may have it in any case.
 */
name: string, 
/**
 * What the names of org-unit groups begin with; `OU-` when absent.
 */
orgUnitPrefix: string | null, };

/**
 * Settings of a directory to be changed; what is absent stays.
 */
export type DirectoryChange = { 
/**
 * The directory.
 */
directory: string, 
/**
 * Whether people outside the verified domains fail.
 */
checkDomains: boolean | null, 
/**
 * What the names of org-unit groups begin with.
 */
orgUnitPrefix: string | null, 
/**
 * Its place among the directories, from 0: the first in order owns who is in two.
 */
position: number | null, };

/**
 * A directory with all there is to it.
 */
export type DirectoryDetails = { 
/**
 * The directory.
 */
directory: DirectoryItem, 
/**
 * Its source, where one is attached.
 */
source: SourceSettings | null, 
/**
 * Whether the source's secret is there; `None` where it needs none.
 */
secretPresent: boolean | null, 
/**
 * A source that somebody began to set up.
 */
draft: SourceDraft | null, 
/**
 * Groups that the source does not deliver any more; they are kept without members.
 */
goneGroups: Array<GoneGroup>, };

/**
 * A directory.
 */
export type DirectoryItem = { 
/**
 * The name.
 */
name: string, 
/**
 * The kind of source; empty when none is attached.
 */
kind: string, 
/**
 * The file, address or tenant of the source; for push the path others write to.
 */
place: string, 
/**
 * Whether a source is attached: it is read-only then, except in an edit window.
 */
synced: boolean, 
/**
 * People at the last reading, those not seen yet left out.
 */
people: number, 
/**
 * Groups at the last reading.
 */
groups: number, 
/**
 * People who are not delivered any more.
 */
gone: number, 
/**
 * People who were there before the source and were not delivered by it yet.
 */
notSeenYet: number, 
/**
 * People with edited values.
 */
edited: number, 
/**
 * When it was last read, in milliseconds since 1970 (UTC).
 */
readAt: number | null, 
/**
 * When it will be read next by itself: with the next run, and not before it is due.
 */
nextAt: number | null, 
/**
 * What the last reading that did not fail came to, where its source is asked.
 */
last: LastReading | null, 
/**
 * Whether somebody signs in to its source by a browser.
 */
signsIn: boolean, 
/**
 * The day on which the source's secret ends, where it was noted (`YYYY-MM-DD`).
 */
secretExpires: string | null, 
/**
 * Why the last reading failed.
 */
error: string | null, 
/**
 * Warnings of the last reading.
 */
warnings: Array<Warning>, 
/**
 * The domains.
 */
domains: Array<DomainStanding>, 
/**
 * Whether people outside the verified domains fail.
 */
checkDomains: boolean, 
/**
 * What the names of org-unit groups begin with.
 */
orgUnitPrefix: string, 
/**
 * Whether to ask if org units are mapped: nobody carries one, and nobody has answered yet.
 */
asksOrgUnit: boolean, 
/**
 * The edit window, while it is open.
 */
editWindow: EditWindow | null, 
/**
 * Whether its source is in quarantine.
 */
quarantine: QuarantineItem | null, };

/**
 * All directories, in order of ownership.
 */
export type DirectoryList = { 
/**
 * All of them.
 */
items: Array<DirectoryItem>, };

/**
 * A person of a directory.
 */
export type DirectoryPerson = { 
/**
 * The directory; found by the userName when absent.
 */
directory?: string | null, 
/**
 * The userName, compared without case.
 */
user: string, };

/**
 * A directory by name.
 */
export type DirectoryRequest = { 
/**
 * The directory.
 */
directory: string, };

/**
 * A step that was given up until rules do not want it either, or it is taken back.
 */
export type DiscardItem = { 
/**
 * Names it.
 */
id: string, 
/**
 * The target.
 */
target: string, 
/**
 * The person's userName.
 */
user: string, 
/**
 * The kind of step.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * Who gave it up.
 */
who: string, 
/**
 * When.
 */
at: number, };

/**
 * Steps that were given up.
 */
export type DiscardList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<DiscardItem>, };

/**
 * Which discarded steps.
 */
export type DiscardsRequest = { 
/**
 * Only this target.
 */
target: string | null, 
/**
 * Only this kind of step.
 */
kind?: string, 
/**
 * Only people or values whose name contains this.
 */
text: string, 
/**
 * `at` (as without it), `user`, `change` or `who`.
 */
sort?: string, 
/**
 * Whether the order is turned round; without `sort` the newest stand first.
 */
descending?: boolean, 
/**
 * Where they are written to a file: only these, by their ids.
 */
chosen?: Chosen, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * Which server is asked for the proofs of domains.
 */
export type DnsResolver = { 
/**
 * Its address and port, such as `192.0.2.1:53`; the system's own when absent.
 */
address: string | null, };

/**
 * A domain.
 */
export type DomainItem = { 
/**
 * The domain.
 */
name: string, 
/**
 * Whether it is verified.
 */
verified: boolean, };

/**
 * The domains of a directory.
 */
export type DomainList = { 
/**
 * All of them.
 */
items: Array<DomainStanding>, };

/**
 * A domain by name.
 */
export type DomainRequest = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The domain.
 */
domain: string, };

/**
 * A domain and how it stands.
 */
export type DomainStanding = { 
/**
 * The domain.
 */
name: string, 
/**
 * `pending`, `verified` or `expired`.
 */
state: string, 
/**
 * Whether it counts by the administrator's word, without a proof.
 */
byWord: boolean, 
/**
 * The text of the DNS TXT record that proves it.
 */
record: string | null, 
/**
 * When the proof was requested, in milliseconds since 1970 (UTC).
 */
requestedAt: number | null, 
/**
 * When it expires unless it is verified before.
 */
expiresAt: number | null, 
/**
 * When it was verified.
 */
verifiedAt: number | null, 
/**
 * When DNS was last asked.
 */
lastCheckedAt: number | null, 
/**
 * What DNS answered then: `found`, `other_records`, `no_record`, `no_domain`, `no_answer`.
 */
lastAnswer: string | null, };

/**
 * The rules as edited, #1 first; the saved ones where nothing was edited.
 */
export type Draft = { 
/**
 * The rules.
 */
rules: Array<DraftRule>, 
/**
 * Rules that are saved and that the draft deletes, with their saved position from 1.
 */
deleted: Array<DeletedRule>, 
/**
 * Whether anything differs from what is saved.
 */
isChanged: boolean, 
/**
 * Whether the last edit can be taken back.
 */
canUndo: boolean, 
/**
 * Grows with each edit of the draft.
 */
edition: number, 
/**
 * What another administrator saved since the draft was begun; it is never overwritten.
 */
conflict: DraftConflict | null, 
/**
 * People in all directories.
 */
people: number, };

/**
 * What came of edits: the draft as it is now, and its effect.
 */
export type DraftAnswer = { 
/**
 * The rules whose view is other than before the edits.
 */
changed: Array<DraftRule>, 
/**
 * The ids of all rules, #1 first.
 */
order: Array<string>, 
/**
 * Rules that are saved and that the draft deletes.
 */
deleted: Array<DeletedRule>, 
/**
 * Whether anything differs from what is saved.
 */
isChanged: boolean, 
/**
 * Whether the last edit can be taken back.
 */
canUndo: boolean, 
/**
 * Grows with each edit of the draft.
 */
edition: number, 
/**
 * What another administrator saved since the draft was begun.
 */
conflict: DraftConflict | null, 
/**
 * The effect of saving the draft; `None` while a rule cannot be read or nothing is planned.
 */
effect: Effect | null, };

/**
 * What was saved by others since the draft was begun.
 */
export type DraftConflict = { 
/**
 * What they did, a line a rule.
 */
changes: Array<OtherChange>, };

/**
 * Edits made together: undone together.
 */
export type DraftEdits = { 
/**
 * The edits, in order.
 */
edits: Array<RuleEdit>, 
/**
 * Whether they go on with the edit before, as the next letter of a word does: then both are
 * undone together.
 */
continues: boolean, };

/**
 * What one person has now and would have by the draft.
 */
export type DraftPerson = { 
/**
 * The person.
 */
person: PersonItem, 
/**
 * What changes by the draft.
 */
changes: Array<EffectChange>, 
/**
 * What each target gives under the draft, and why.
 */
targets: Array<PersonTarget>, };

/**
 * A rule of the draft.
 */
export type DraftRule = { 
/**
 * The rule with what it comes to; remarks are lint findings over the whole draft.
 */
view: RuleView, 
/**
 * `same`, `new`, `changed`.
 */
change: string, 
/**
 * Its saved position from 1; `None` for a new rule.
 */
savedPosition: number | null, 
/**
 * What keeps it from being saved.
 */
problems: Array<RuleProblem>, };

/**
 * The draft is to be saved.
 */
export type DraftSaveRequest = { 
/**
 * The edition that the screen shows; another one is refused with `draft_changed`.
 */
edition: number, 
/**
 * Whether a run is to start at once.
 */
syncNow: boolean, };

/**
 * Whether a draft that was read is still the draft.
 */
export type DraftStanding = { 
/**
 * Its edition; another one than was read has other rules.
 */
edition: number, 
/**
 * Whether anything differs from what is saved.
 */
isChanged: boolean, 
/**
 * The number of the plan it is compared with; 0 while there is none. Under another one its
 * rules may be about other people.
 */
plan: number, };

/**
 * A failure that a retry found to be wanted no longer.
 */
export type DroppedFailure = { 
/**
 * The person's userName.
 */
user: string, 
/**
 * The target.
 */
target: string, 
/**
 * The cause's word.
 */
cause: string, 
/**
 * The slot.
 */
slot: string | null, 
/**
 * The value.
 */
value: string | null, };

/**
 * An edit window.
 */
export type EditWindow = { 
/**
 * The directory.
 */
directory: string, 
/**
 * When it was opened, in milliseconds since 1970 (UTC).
 */
openedAt: number, 
/**
 * When it closes by itself.
 */
until: number, 
/**
 * Who opened it.
 */
who: string, };

/**
 * A value that an administrator edited.
 */
export type EditedValue = { 
/**
 * The attribute.
 */
attribute: string, 
/**
 * The source's value; empty for none.
 */
source: string, 
/**
 * The edited value, which rules and targets use; empty for none.
 */
edited: string, 
/**
 * When, in milliseconds since 1970 (UTC).
 */
at: number, 
/**
 * Who.
 */
who: string, };

/**
 * What would change by saving, worst first.
 */
export type Effect = { 
/**
 * Under which [`EffectPeopleRequest`] pages it.
 */
id: number, 
/**
 * How long it took to compute, in milliseconds.
 */
milliseconds: number, 
/**
 * People for whom anything changes.
 */
people: number, 
/**
 * The first values that somebody gains or loses; losses first, then by number.
 */
values: Array<EffectValue>, 
/**
 * How many values more somebody gains or loses.
 */
moreValues: number, 
/**
 * Accounts, a target each.
 */
accounts: Array<EffectAccounts>, 
/**
 * Guards that would trip in the following run.
 */
guards: Array<EffectGuard>, 
/**
 * Rule tests that would be broken.
 */
brokenTests: Array<EffectTest>, 
/**
 * The first page of people, worst first.
 */
first: Array<EffectPerson>, 
/**
 * Targets that could not be read, so that nothing is known of them.
 */
unread: Array<string>, };

/**
 * What happens to accounts of one target.
 */
export type EffectAccounts = { 
/**
 * The target.
 */
target: string, 
/**
 * Accounts that the draft alone creates.
 */
create: number, 
/**
 * Accounts that the draft alone suspends.
 */
suspend: number, 
/**
 * Accounts that the draft alone reactivates.
 */
reactivate: number, 
/**
 * Accounts that the draft alone adopts.
 */
adopt: number, };

/**
 * One change for a person.
 */
export type EffectChange = { 
/**
 * The target.
 */
target: string, 
/**
 * `suspend`, `lose`, `replace`, `no_seat`, `create`, `reactivate`, `adopt`, `gain`.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value lost or gained; for `replace` the new one.
 */
value: string | null, 
/**
 * The value that is replaced.
 */
before: string | null, };

/**
 * Whom to list.
 */
export type EffectFilter = { 
/**
 * The target.
 */
target: string, 
/**
 * `gain`, `lose`, `no_seat`, `create`, `suspend`, `reactivate`, `adopt`.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value.
 */
value: string | null, };

/**
 * A guard that would trip.
 */
export type EffectGuard = { 
/**
 * The target.
 */
target: string, 
/**
 * `removals`, `source_shrunk`, `bad_rows`, `unknown_name`, `rule_test`.
 */
guard: string, 
/**
 * `accounts`, a slot, or `*`.
 */
slot: string, 
/**
 * The value, for a guard on one.
 */
value: string | null, 
/**
 * Steps it would hold.
 */
steps: number, 
/**
 * Its limit, for `removals`.
 */
limit: number | null, 
/**
 * Whether it trips without the draft too.
 */
isOld: boolean, };

/**
 * People an effect concerns, worst first.
 */
export type EffectPeople = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<EffectPerson>, };

/**
 * A part of the people an effect concerns.
 */
export type EffectPeopleRequest = { 
/**
 * The effect.
 */
effect: number, 
/**
 * Only these; everybody when absent.
 */
of: EffectFilter | null, 
/**
 * Only people whose name or userName contains this.
 */
text: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * A person for whom something changes.
 */
export type EffectPerson = { 
/**
 * The userName.
 */
user: string, 
/**
 * The name.
 */
name: string, 
/**
 * Why an edited rule does or does not match, in English: `in EMEA through EMEA Sales`. Empty when the
 * edited rules do not name the person's groups or attributes.
 */
because: string, 
/**
 * The attribute that the reason is of; `None` where it is of groups.
 */
attribute: string | null, 
/**
 * What the person has there; empty where `because` is.
 */
has: Array<OwnThere>, 
/**
 * What changes, worst first.
 */
changes: Array<EffectChange>, };

/**
 * A rule test that would be broken.
 */
export type EffectTest = { 
/**
 * The person's userName.
 */
user: string, 
/**
 * What was expected and what comes out.
 */
message: string, 
/**
 * Whether it is broken without the draft too.
 */
isOld: boolean, };

/**
 * Who gains and who loses one value.
 */
export type EffectValue = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * Whether the slot takes many values.
 */
many: boolean, 
/**
 * The value.
 */
value: string, 
/**
 * People who gain it.
 */
gain: number, 
/**
 * People who lose it.
 */
lose: number, 
/**
 * In a slot of one, the value that most of those who lose it are given instead.
 */
instead: string | null, 
/**
 * Seats in total, where it costs a licence.
 */
seats: number | null, 
/**
 * Accounts that would hold it after the run.
 */
used: number, 
/**
 * People who would go without a seat.
 */
short: number, 
/**
 * Whether it would be created in the target.
 */
isCreated: boolean, };

/**
 * An exception as an administrator writes it.
 */
export type ExceptionDraft = { 
/**
 * The person's userName.
 */
user: string, 
/**
 * Why; required.
 */
reason: string, 
/**
 * Its last day, `YYYY-MM-DD` (UTC).
 */
until: string | null, 
/**
 * What it gives.
 */
assigns: Array<RuleAssignment>, 
/**
 * What it withholds.
 */
withholds: Array<RuleWithholding>, };

/**
 * An exception and how it stands.
 */
export type ExceptionItem = { 
/**
 * What it says.
 */
exception: ExceptionDraft, 
/**
 * The person; `None` when no directory has them.
 */
person: PersonItem | null, 
/**
 * Whether its last day is over.
 */
isOver: boolean, };

/**
 * All exceptions, the first deciding of several.
 */
export type ExceptionList = { 
/**
 * The exceptions.
 */
exceptions: Array<ExceptionItem>, 
/**
 * Stands for exactly this list.
 */
version: number, };

/**
 * An exception by its place.
 */
export type ExceptionRequest = { 
/**
 * Its place, from 0.
 */
index: number, 
/**
 * The version of the list; another one is refused.
 */
version: number, };

/**
 * An exception to be kept.
 */
export type ExceptionSet = { 
/**
 * Which one it replaces, from 0; a new one at the end when absent.
 */
index: number | null, 
/**
 * The exception.
 */
exception: ExceptionDraft, 
/**
 * The version of the list it was edited from; another one is refused.
 */
version: number, };

/**
 * A file for the administrator.
 */
export type ExportedFile = { 
/**
 * A name to save it under.
 */
name: string, 
/**
 * Its text.
 */
text: string, };

/**
 * A person who could not be done.
 */
export type FailureItem = { 
/**
 * Its number.
 */
id: number, 
/**
 * The person's userName.
 */
user: string, 
/**
 * The person's name.
 */
name: string, 
/**
 * The person's e-mail.
 */
email: string | null, 
/**
 * The kind of step that was to be, where there was one.
 */
kind: string | null, 
/**
 * The slot.
 */
slot: string | null, 
/**
 * The value.
 */
value: string | null, 
/**
 * The rules behind it.
 */
rules: Array<string>, 
/**
 * The target's own words, or ours.
 */
message: string, 
/**
 * When it was first so.
 */
since: number, 
/**
 * How often it was tried.
 */
tries: number, };

/**
 * People who could not be done.
 */
export type FailureList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The banner these belong to; `None` once the cause is gone.
 */
banner: Banner | null, 
/**
 * The part asked for.
 */
items: Array<FailureItem>, };

/**
 * A cause with people who were not affected before.
 */
export type FailureNews = { 
/**
 * The cause's word.
 */
cause: string, 
/**
 * The target.
 */
target: string, 
/**
 * People affected in all; 0 where the whole target is.
 */
people: number, 
/**
 * Those of them who were not before.
 */
fresh: number, };

/**
 * The people of one cause in one target.
 */
export type FailuresRequest = { 
/**
 * The cause's word.
 */
cause: string, 
/**
 * The target.
 */
target: string, 
/**
 * Only people whose name, address or message contains this.
 */
text: string, 
/**
 * `user`, `slot`, `rule`, `since` or `tries`.
 */
sort: string, 
/**
 * Whether the order is turned round.
 */
descending: boolean, 
/**
 * Where they are written to a file: only these people, by userName.
 */
chosen?: Chosen, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * The values of a slot that a target has.
 */
export type FoundSlot = { 
/**
 * The slot.
 */
slot: string, 
/**
 * How many values there are.
 */
total: number, 
/**
 * The first hundred, most holders first.
 */
values: Array<FoundValue>, };

/**
 * A value that a target has.
 */
export type FoundValue = { 
/**
 * The value.
 */
name: string, 
/**
 * Accounts that hold it.
 */
holders: number, 
/**
 * Seats in total, where the target tells.
 */
seats: number | null, };

/**
 * A group that is not delivered any more.
 */
export type GoneGroup = { 
/**
 * The source's stable id.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * Since when.
 */
since: number, };

/**
 * A group's page.
 */
export type GroupDetails = { 
/**
 * The group.
 */
group: GroupItem, 
/**
 * The org unit it was derived from.
 */
orgUnit: string | null, 
/**
 * Groups that it is directly in.
 */
parents: Array<GroupItem>, 
/**
 * Groups that are directly in it.
 */
children: Array<GroupItem>, 
/**
 * The rules that name it or fill values from it, from #1 down.
 */
rules: Array<GroupRule>, };

/**
 * A group in a list.
 */
export type GroupItem = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The source's stable id; its name where it has none.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * `source`, `org_unit`, or `both` where the source has a group of an org unit's name.
 */
origin: string, 
/**
 * People directly in it.
 */
direct: number, 
/**
 * People in it directly or through other groups.
 */
all: number, 
/**
 * How many rules name it.
 */
rules: number, 
/**
 * Since when the source does not deliver it any more, in milliseconds since 1970 (UTC).
 */
goneSince: number | null, };

/**
 * Groups.
 */
export type GroupList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<GroupItem>, };

/**
 * A member of a group.
 */
export type GroupMember = { 
/**
 * The person.
 */
person: PersonItem, 
/**
 * Whether directly.
 */
direct: boolean, 
/**
 * The groups or org units through which an inherited membership comes, from the one the
 * person is in up to the one that is in this group.
 */
path: Array<string>, };

/**
 * Members of a group, by name.
 */
export type GroupMembers = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<GroupMember>, };

/**
 * Which members of a group.
 */
export type GroupMembersRequest = { 
/**
 * The group.
 */
group: GroupRequest, 
/**
 * Only `direct` or `inherited` ones.
 */
which: string | null, 
/**
 * Only people whose name or address contains this.
 */
text: string, 
/**
 * The language whose order of letters counts, as a BCP 47 tag.
 */
language: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * A group of a directory.
 */
export type GroupRequest = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The source's stable id; its name where it has none.
 */
id: string, };

/**
 * A rule that has to do with a group.
 */
export type GroupRule = { 
/**
 * The rule's id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its position, from 1.
 */
position: number, 
/**
 * Whether it takes part.
 */
enabled: boolean, 
/**
 * Whether its condition names the group; else it gives a value of the group's name.
 */
named: boolean, 
/**
 * Members of the group whom it matches.
 */
people: number, 
/**
 * What it gives.
 */
assigns: Array<RuleAssignment>, 
/**
 * What it withholds.
 */
withholds: Array<RuleWithholding>, };

/**
 * Which groups, in what order.
 */
export type GroupsRequest = { 
/**
 * Only groups whose name contains this.
 */
text: string, 
/**
 * Only of this directory.
 */
directory: string | null, 
/**
 * Only `source`, `org_unit` or `gone`.
 */
origin: string | null, 
/**
 * `name`, `direct`, `all`, `rules` or `directory`.
 */
sort: string, 
/**
 * Whether the last comes first.
 */
descending: boolean, 
/**
 * The language whose order of letters counts, as a BCP 47 tag.
 */
language: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * Steps that a guard holds in one target.
 */
export type HeldBanner = { 
/**
 * The target's name.
 */
target: string, 
/**
 * The guard's word.
 */
guard: string, 
/**
 * `accounts`, a slot, or `*`.
 */
slot: string, 
/**
 * The value, when the guard is on a single one.
 */
value: string | null, 
/**
 * Steps held.
 */
steps: number, 
/**
 * The limit that was passed.
 */
limit: number | null, 
/**
 * The run that held them.
 */
run: number, };

/**
 * On how many held steps was decided.
 */
export type HeldDecided = { 
/**
 * The steps.
 */
steps: number, };

/**
 * Held steps of a run that are to go or to be given up.
 */
export type HeldDecision = { 
/**
 * Which steps; of these only those that are held and wait for a decision count.
 */
steps: RunStepsRequest, 
/**
 * Whether they are to go; else they are given up.
 */
approve: boolean, };

/**
 * Steps that a guard newly holds.
 */
export type HeldNews = { 
/**
 * The target.
 */
target: string, 
/**
 * The guard's word.
 */
guard: string, 
/**
 * How many steps.
 */
steps: number, };

/**
 * Held steps of one target that are to go or to be given up.
 */
export type HeldRequest = { 
/**
 * The run that held them.
 */
run: number, 
/**
 * The target.
 */
target: string, 
/**
 * The guard's word.
 */
guard: string, };

/**
 * Somebody who holds a product though no rule gives it.
 */
export type Holder = { 
/**
 * The person's userName, or the account's where it is nobody's.
 */
user: string, 
/**
 * The person's name, or the userName.
 */
name: string, 
/**
 * The person's e-mail.
 */
email: string | null, 
/**
 * Whether the account is a person's.
 */
person: boolean, 
/**
 * Whether the account is active.
 */
active: boolean, 
/**
 * Whether Rolecall manages the value.
 */
managed: boolean, };

/**
 * Who holds a product though no rule gives it: seats that could be freed.
 */
export type HolderList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for, by userName.
 */
items: Array<Holder>, };

/**
 * A product whose holders without a rule are asked for.
 */
export type HoldersRequest = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * The product.
 */
value: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * How many people have all that rules give them.
 */
export type InSync = { 
/**
 * People to whom rules give something.
 */
people: number, 
/**
 * Those of them without an open failure, and without a step that is held or was not sent.
 */
inSync: number, 
/**
 * People with an open failure.
 */
attention: number, 
/**
 * In how many causes.
 */
causes: number, };

/**
 * What a reading of a source came to.
 */
export type LastReading = { 
/**
 * When it began, in milliseconds since 1970 (UTC): what the source said up to then is known.
 */
asOf: number, 
/**
 * For how long nothing is known of the source by now, in milliseconds.
 */
lagMs: number, 
/**
 * Whether that is more than twice as long as between two readings, while User sync is on.
 */
isLate: boolean, 
/**
 * How long it took, in milliseconds.
 */
tookMs: number, 
/**
 * Calls to the source, where they are counted.
 */
calls: number | null, 
/**
 * People who were not there before.
 */
added: number, 
/**
 * People of whom something was different.
 */
changed: number, 
/**
 * People who were not delivered any more.
 */
gone: number, };

/**
 * The children of a node in a server's tree.
 */
export type LdapBranch = { 
/**
 * The node; absent at the very top.
 */
dn: string | null, 
/**
 * The asked part of its children: org units and containers first, then by name.
 */
nodes: Array<LdapNode>, 
/**
 * How many children there are; at least so many when `more`.
 */
total: number, 
/**
 * Whether not all of them were looked at.
 */
more: boolean, 
/**
 * People anywhere below the node, by the filter of people; absent at the very top.
 */
people: number | null, 
/**
 * Groups anywhere below the node, by the filter of groups; absent at the very top.
 */
groups: number | null, };

/**
 * The children of a node are asked for.
 */
export type LdapBrowseRequest = { 
/**
 * The server.
 */
server: LdapServer, 
/**
 * The node; the naming contexts are told when absent.
 */
dn: string | null, 
/**
 * A part of a name that children must have; all when empty.
 */
search: string, 
/**
 * Which part of them.
 */
page: PageRequest, };

/**
 * A server's certificate.
 */
export type LdapCertificate = { 
/**
 * Whose it is.
 */
subject: string, 
/**
 * Who signed it.
 */
issuer: string, 
/**
 * Its SHA-256 fingerprint; given as `fingerprint` it is trusted.
 */
fingerprint: string, 
/**
 * Why it is not trusted.
 */
reason: string, };

/**
 * A node in a server's tree.
 */
export type LdapNode = { 
/**
 * Its DN.
 */
dn: string, 
/**
 * The last part of it, without its type and escapes.
 */
name: string, 
/**
 * `base`, `unit`, `container`, `person`, `group` or `other`.
 */
kind: string, 
/**
 * Whether there is something below it.
 */
hasChildren: boolean, 
/**
 * For an org unit its path below the base, which `scope_org_units` takes.
 */
path: string | null, };

/**
 * What a trial of a directory server found, step by step.
 */
export type LdapProbe = { 
/**
 * The steps in order: `reach`, `trust`, `bind`, `base`, `counts`, `people`. Those after the
 * first that fails are not tried.
 */
steps: Array<LdapProbeStep>, 
/**
 * The certificate that was refused.
 */
certificate: LdapCertificate | null, 
/**
 * What kind of server it says it is: `ad` or `openldap`; known from `bind` on.
 */
flavour: string | null, 
/**
 * The product's own name, where it tells.
 */
vendor: string | null, 
/**
 * How changes are found out: `sync`, `dirsync`, `usn` or `timestamps`.
 */
changes: string | null, 
/**
 * The naming contexts, to choose a base from; without the server's own.
 */
bases: Array<string>, 
/**
 * How many people there are; at least so many when `people_more`.
 */
people: number | null, 
/**
 * Whether counting people was broken off.
 */
peopleMore: boolean, 
/**
 * How many groups there are.
 */
groups: number | null, 
/**
 * Whether counting groups was broken off.
 */
groupsMore: boolean, 
/**
 * Up to five people as they would be taken over.
 */
sample: Array<LdapSample>, };

/**
 * One step of a trial.
 */
export type LdapProbeStep = { 
/**
 * `reach`, `trust`, `bind`, `base`, `counts` or `people`.
 */
name: string, 
/**
 * `ok`, `failed`, or `not_tried`.
 */
state: string, 
/**
 * What was found, or what is wrong and what to do; empty when not tried.
 */
message: string, 
/**
 * The cause's word, when it failed.
 */
cause: string | null, };

/**
 * A person of a server as it would be taken over.
 */
export type LdapSample = { 
/**
 * Where the person stands in the server's tree.
 */
dn: string, 
/**
 * The stable id.
 */
id: string, 
/**
 * The userName; empty when there is none, so that the person would be left out.
 */
userName: string, 
/**
 * Whether the person is active.
 */
active: boolean, 
/**
 * The org unit's path.
 */
orgUnit: string | null, 
/**
 * Every other attribute that has a value: ours, and its text; several values joined by `; `.
 */
attributes: Array<[string, string]>, };

/**
 * A directory server as a wizard knows it so far. Nothing of it is kept.
 */
export type LdapServer = { 
/**
 * `ldap://host[:port]` or `ldaps://host[:port]`.
 */
url: string, 
/**
 * Whether `ldap://` is encrypted before anything is said.
 */
startTls: boolean, 
/**
 * Who binds: a DN, or for Active Directory also `name@domain`.
 */
bindDn: string, 
/**
 * The name of the kept secret with the password.
 */
secret: string | null, 
/**
 * The password as typed; goes before `secret`. It is neither kept nor said anywhere.
 */
password: string | null, 
/**
 * Below what is read; empty while it is not known.
 */
base: string, 
/**
 * `ad` or `openldap`; found out when absent.
 */
flavour: string | null, 
/**
 * A filter of people; the flavour's usual one when absent.
 */
users: string | null, 
/**
 * A filter of groups; the flavour's usual one when absent.
 */
groups: string | null, 
/**
 * A file with further certificates to trust (PEM).
 */
ca: string | null, 
/**
 * The SHA-256 fingerprint of the certificate that is trusted whoever signed it.
 */
fingerprint: string | null, 
/**
 * Seconds to wait for an answer; 30 when absent.
 */
timeoutSeconds: number | null, 
/**
 * Our attribute = theirs.
 */
map: { [key in string]: string }, 
/**
 * Groups whose members are read, directly or not; everybody when empty.
 */
scopeGroups: Array<string>, 
/**
 * Org units, as paths or DNs, in or below which people are read; all when empty.
 */
scopeOrgUnits: Array<string>, 
/**
 * A further filter of people.
 */
scopeQuery: string | null, };

/**
 * A product with seats.
 */
export type Licence = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * The product.
 */
value: string, 
/**
 * Seats in total.
 */
seats: number, 
/**
 * Seats used now.
 */
used: number, 
/**
 * How many more the next run uses (negative: frees).
 */
coming: number, 
/**
 * People who go without.
 */
short: number, };

/**
 * An account is to be linked to a person.
 */
export type LinkRequest = { 
/**
 * The target.
 */
target: string, 
/**
 * The account's key.
 */
account: string, 
/**
 * The person's userName.
 */
user: string, };

/**
 * A token that was just made.
 */
export type MadeToken = { 
/**
 * What is kept of it.
 */
item: TokenItem, 
/**
 * It itself, which cannot be shown again.
 */
token: string, };

/**
 * The news of a run.
 */
export type News = { 
/**
 * The workspace's name.
 */
workspace: string, 
/**
 * The run.
 */
run: number, 
/**
 * Whether it is only a trial.
 */
trial: boolean, 
/**
 * Causes with people who were not affected before, most people first.
 */
failures: Array<FailureNews>, 
/**
 * What guards hold that they did not hold before.
 */
held: Array<HeldNews>, 
/**
 * Why nothing could be read at all, in words.
 */
error: string | null, 
/**
 * The page that tells more, such as `/overview/failures/console/no_licences`.
 */
page: string, };

/**
 * No arguments, or nothing to tell.
 */
export type Nothing = Record<symbol, never>;

/**
 * Where the news of runs are to go, as a whole.
 */
export type NotifyChange = { 
/**
 * Whether the desktop shows them.
 */
desktop: boolean, 
/**
 * Whom they are mailed to; nobody when absent.
 */
email: NotifyEmail | null, 
/**
 * Where they are posted; nowhere when absent.
 */
webhook: NotifyWebhook | null, };

/**
 * How news are mailed.
 */
export type NotifyEmail = { 
/**
 * The addresses they go to.
 */
to: Array<string>, 
/**
 * The address they come from.
 */
from: string, 
/**
 * The mail server.
 */
host: string, 
/**
 * Its port; the usual one for `tls` when absent.
 */
port: number | null, 
/**
 * `starttls`, `tls` or `none` (to this machine only).
 */
tls: string, 
/**
 * As whom to sign in.
 */
user: string | null, 
/**
 * The name of the secret with the password; `notify-email` when absent and `user` is there.
 */
secret: string | null, 
/**
 * Whether that secret is kept. Told, never taken.
 */
secretKept: boolean, 
/**
 * A PEM file of further certificates to trust.
 */
ca: string | null, };

/**
 * What came of telling on one channel.
 */
export type NotifySent = { 
/**
 * `desktop`, `email` or `webhook`.
 */
channel: string, 
/**
 * When.
 */
at: number, 
/**
 * The run whose news they were.
 */
run: number, 
/**
 * What went wrong and what to do; `None` when they were taken.
 */
error: string | null, };

/**
 * Where the news of runs go.
 */
export type NotifySettings = { 
/**
 * Whether the desktop shows them.
 */
desktop: boolean, 
/**
 * Whom they are mailed to.
 */
email: NotifyEmail | null, 
/**
 * Where they are posted.
 */
webhook: NotifyWebhook | null, 
/**
 * What was sent last on each channel, and what was wrong.
 */
last: Array<NotifySent>, };

/**
 * A channel to be tried with a message that says it is a trial.
 */
export type NotifyTest = { 
/**
 * `desktop`, `email` or `webhook`.
 */
channel: string, };

/**
 * What came of a trial.
 */
export type NotifyTested = { 
/**
 * Whether it was taken.
 */
ok: boolean, 
/**
 * Who took it, or what is wrong and what to do.
 */
message: string, };

/**
 * How news are posted.
 */
export type NotifyWebhook = { 
/**
 * The address: `https`, or `http` to this machine.
 */
url: string, 
/**
 * The name of the secret that signs the body; unsigned when absent.
 */
secret: string | null, 
/**
 * Whether that secret is kept. Told, never taken.
 */
secretKept: boolean, 
/**
 * A PEM file of further certificates to trust.
 */
ca: string | null, };

/**
 * The answer to whether org units are mapped.
 */
export type OrgUnitAnswer = { 
/**
 * The directory.
 */
directory: string, 
/**
 * Whether it is well that nobody carries an org unit: it is not asked again.
 */
noneWanted: boolean, };

/**
 * An org unit's page.
 */
export type OrgUnitDetails = { 
/**
 * The org unit.
 */
unit: OrgUnitItem, 
/**
 * Those above it, from the top down.
 */
above: Array<OrgUnitItem>, 
/**
 * The groups that stand for it, one a directory at most.
 */
groups: Array<OrgUnitGroup>, 
/**
 * What its people are given, products first, most people first.
 */
given: Array<OrgUnitValue>, 
/**
 * How many further values there are, each of few people.
 */
more: number, 
/**
 * Targets that could not be read, of which nothing is known.
 */
unread: Array<string>, };

/**
 * The group of an org unit in one directory.
 */
export type OrgUnitGroup = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The group's id.
 */
id: string, 
/**
 * Its name.
 */
name: string, };

/**
 * An org unit.
 */
export type OrgUnitItem = { 
/**
 * The whole path.
 */
path: string, 
/**
 * Its own name; `/` for the root.
 */
name: string, 
/**
 * People exactly there.
 */
here: number, 
/**
 * People there or below.
 */
below: number, 
/**
 * How many org units are directly below it.
 */
children: number, };

/**
 * Org units, by name.
 */
export type OrgUnitList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<OrgUnitItem>, };

/**
 * An org unit by path.
 */
export type OrgUnitRequest = { 
/**
 * The path, compared without case.
 */
path: string, };

/**
 * A rule that gives a value to people of an org unit.
 */
export type OrgUnitRule = { 
/**
 * The rule's id; `None` for an exception.
 */
id: string | null, 
/**
 * Its name, or the exception's reason.
 */
name: string, 
/**
 * To how many of them.
 */
people: number, };

/**
 * A value that people of an org unit are given.
 */
export type OrgUnitValue = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * The value.
 */
value: string, 
/**
 * How many of them are given it.
 */
people: number, 
/**
 * How many of those go without a seat.
 */
withoutSeat: number, 
/**
 * Seats in total, where it is a product with a number of them.
 */
seats: number | null, 
/**
 * Accounts that hold it, of whoever.
 */
used: number | null, 
/**
 * The rules that give it, highest first; exceptions by their reason.
 */
rules: Array<OrgUnitRule>, };

/**
 * Which org units.
 */
export type OrgUnitsRequest = { 
/**
 * Those directly below this one; those at the top when absent.
 */
parent: string | null, 
/**
 * Instead, wherever they are, those whose own name contains this.
 */
text: string, 
/**
 * The language whose order of letters counts, as a BCP 47 tag.
 */
language: string, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * One thing that another administrator saved.
 */
export type OtherChange = { 
/**
 * The rule's name.
 */
rule: string, 
/**
 * `new`, `changed`, `deleted`, `moved`.
 */
change: string, 
/**
 * Whether the draft touches the same rule, so that one of the two must give way.
 */
collides: boolean, };

/**
 * All that the Overview shows.
 */
export type Overview = { 
/**
 * The workspace.
 */
workspace: WorkspaceInfo, 
/**
 * The User sync switch and the runs around it.
 */
sync: SyncState, 
/**
 * One banner a cause and target, most people first; dismissed ones left out.
 */
banners: Array<Banner>, 
/**
 * What guards hold.
 */
held: Array<HeldBanner>, 
/**
 * What must be so before the switch makes sense.
 */
readiness: Array<ReadinessItem>, 
/**
 * People that rules give something, and how many of them have all of it.
 */
inSync: InSync, 
/**
 * Products with seats, most pressing first.
 */
licences: Array<Licence>, 
/**
 * Targets whose secret is older than one wants it to be, the oldest first.
 */
renewals: Array<Renewal>, 
/**
 * The latest entries of Activity.
 */
activity: Array<ActivityItem>, };

/**
 * What a person has where a clause looks.
 */
export type OwnThere = { 
/**
 * One of `ownCodes`.
 */
code: string, 
/**
 * Values, groups, or one group and the way down from it.
 */
names: Array<string>, };

/**
 * A part of a list.
 */
export type PageRequest = { 
/**
 * The first item, from 0.
 */
offset: number, 
/**
 * How many at most; 200 is the most a page holds.
 */
limit: number, };

/**
 * What a run came to.
 */
export type PastRun = { 
/**
 * The run's number.
 */
id: number, 
/**
 * When it began, in milliseconds since 1970 (UTC).
 */
started: number, 
/**
 * `running`, `finished`, `interrupted`, `cancelled`, `failed`.
 */
state: string, 
/**
 * Steps done.
 */
done: number, 
/**
 * Steps that failed.
 */
failed: number, 
/**
 * Steps that a guard holds.
 */
held: number, };

/**
 * For how long no run starts by itself.
 */
export type PauseRequest = { 
/**
 * Until when, in milliseconds since 1970 (UTC); no longer paused when absent.
 */
until: number | null, };

/**
 * A target that runs leave out until it is resumed.
 */
export type PausedTarget = { 
/**
 * The target.
 */
target: string, 
/**
 * Since when.
 */
since: number, 
/**
 * Who paused it.
 */
who: string, 
/**
 * The run that was undone, where that paused it.
 */
run: number | null, };

/**
 * Which people: those for whom everything given here holds.
 */
export type PeopleFilter = { 
/**
 * Only of this directory.
 */
directory: string | null, 
/**
 * `active` or `disabled` at the source.
 */
state: string | null, 
/**
 * Only people with an open failure.
 */
failures: boolean, 
/**
 * Only people who are in no group of the source.
 */
withoutGroup: boolean, 
/**
 * Only members of this group, directly or not.
 */
group: GroupRequest | null, 
/**
 * Only people in this org unit or below.
 */
orgUnit: string | null, };

/**
 * In what order people are listed.
 */
export type PeopleOrder = { 
/**
 * `name`, `user`, `department`, `unit`, `directory` or `state`.
 */
column: string, 
/**
 * Whether the last comes first; who has nothing there comes last either way.
 */
descending: boolean, 
/**
 * The language whose order of letters counts, as a BCP 47 tag.
 */
language: string, };

/**
 * Which people.
 */
export type PeopleRequest = { 
/**
 * Only people whose name or address contains this, or who are in a group whose name does.
 */
text: string, 
/**
 * The part of the list.
 */
page: PageRequest, 
/**
 * The order; by userName when absent.
 */
order?: PeopleOrder, 
/**
 * Whom of them; everybody when absent.
 */
filter?: PeopleFilter, };

/**
 * What was done in a span of time, counted from journalled outcomes.
 */
export type Period = { 
/**
 * Runs that began in it.
 */
runs: number, 
/**
 * Those of them that failed as a whole or were interrupted.
 */
broken: number, 
/**
 * Steps by target and kind: what takes something away first.
 */
changes: Array<PeriodChange>, 
/**
 * People for whom something failed, or could not be done before anything was sent, most
 * first.
 */
failures: Array<PeriodFailure>, 
/**
 * People with a failure that stands open now.
 */
attention: number, 
/**
 * Decisions and edits of people by the kind of their entry in Activity, most first.
 */
decisions: Array<PeriodDecision>, 
/**
 * Licences as they stand now.
 */
licences: Array<Licence>, };

/**
 * Steps of one kind in one target.
 */
export type PeriodChange = { 
/**
 * The target.
 */
target: string, 
/**
 * The kind of step.
 */
kind: string, 
/**
 * Confirmed.
 */
done: number, 
/**
 * Failed.
 */
failed: number, 
/**
 * Held by a guard.
 */
held: number, };

/**
 * Entries of one kind.
 */
export type PeriodDecision = { 
/**
 * The kind of entry, such as `rule_changed`.
 */
kind: string, 
/**
 * How many.
 */
count: number, };

/**
 * People for whom something failed for one cause in one target.
 */
export type PeriodFailure = { 
/**
 * The target.
 */
target: string, 
/**
 * The cause's word.
 */
cause: string, 
/**
 * How many people.
 */
people: number, };

/**
 * A span of time.
 */
export type PeriodRequest = { 
/**
 * From this instant on, in milliseconds since 1970 (UTC).
 */
from: number, 
/**
 * Before this one.
 */
to: number, };

/**
 * A person to be added to a directory without sync.
 */
export type PersonAdd = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The userName.
 */
user: string, 
/**
 * The other values, by attribute.
 */
values: { [key in string]: string }, };

/**
 * An attribute of a person.
 */
export type PersonAttribute = { 
/**
 * The name.
 */
name: string, 
/**
 * The values; several for a list.
 */
values: Array<string>, 
/**
 * Where they came from.
 */
origin?: AttributeOrigin, };

/**
 * One clause of a rule's condition for a person.
 */
export type PersonClause = { 
/**
 * The clause as text.
 */
clause: string, 
/**
 * Whether it holds.
 */
holds: boolean, 
/**
 * The person's own value, in English.
 */
own: string, 
/**
 * The same by codes and names, of several groups one by one.
 */
has: Array<OwnThere>, };

/**
 * A person's page.
 */
export type PersonDetails = { 
/**
 * The person.
 */
person: PersonItem, 
/**
 * `gone` or `not_seen_yet` where the source does not deliver them.
 */
state?: string, 
/**
 * Since when that is so, in milliseconds since 1970 (UTC).
 */
since?: number, 
/**
 * Other directories in which somebody has the same userName.
 */
alsoIn?: Array<string>, 
/**
 * Attributes as the source has them.
 */
attributes: Array<PersonAttribute>, 
/**
 * Groups, direct ones first.
 */
groups: Array<PersonGroup>, 
/**
 * What each target gives or withholds, and why.
 */
targets: Array<PersonTarget>, };

/**
 * Values of a person to be edited.
 */
export type PersonEdit = { 
/**
 * The directory; found by the userName when absent.
 */
directory: string | null, 
/**
 * The userName, compared without case.
 */
user: string, 
/**
 * The new value of each attribute; empty for none. `active` and `orgUnit` are attributes here.
 */
values: { [key in string]: string }, };

/**
 * How a person can be edited, and what is edited.
 */
export type PersonEdits = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The userName.
 */
user: string, 
/**
 * Whether values may be edited now: in an edit window, or in a directory without sync.
 */
editable: boolean, 
/**
 * Until when the edit window is open, where the directory is synced.
 */
until: number | null, 
/**
 * Attributes that cannot be edited.
 */
fixed: Array<string>, 
/**
 * The values as the source has them.
 */
source: { [key in string]: string }, 
/**
 * The edited values, by attribute.
 */
edits: Array<EditedValue>, };

/**
 * A group of a person.
 */
export type PersonGroup = { 
/**
 * The source's stable id; its name where it has none.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * Whether directly.
 */
direct: boolean, };

/**
 * A person in a list.
 */
export type PersonItem = { 
/**
 * The userName.
 */
user: string, 
/**
 * The name.
 */
name: string, 
/**
 * The e-mail.
 */
email: string | null, 
/**
 * Whether active at the source.
 */
active: boolean, 
/**
 * The directory.
 */
directory: string, 
/**
 * The org unit path.
 */
orgUnit: string | null, 
/**
 * The department.
 */
department: string | null, 
/**
 * The group whose name was searched for, where neither name nor address was found.
 */
through?: string, };

/**
 * People.
 */
export type PersonList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<PersonItem>, };

/**
 * A person by userName.
 */
export type PersonRequest = { 
/**
 * The userName, compared without case.
 */
user: string, };

/**
 * What one rule says of a value.
 */
export type PersonRule = { 
/**
 * The rule's name.
 */
rule: string, 
/**
 * Whether it matches the person.
 */
matches: boolean, 
/**
 * `assigns`, `withholds`, `assigns none`, `assigns another value`.
 */
does: string, 
/**
 * Its clauses.
 */
clauses: Array<PersonClause>, };

/**
 * What stands for a person in one target.
 */
export type PersonTarget = { 
/**
 * The target.
 */
target: string, 
/**
 * Why it could not be read.
 */
error: string | null, 
/**
 * The person's account there.
 */
account: AccountItem | null, 
/**
 * Every value a rule names for the person or the account holds.
 */
values: Array<PersonValue>, };

/**
 * How it stands with one value.
 */
export type PersonValue = { 
/**
 * The slot.
 */
slot: string, 
/**
 * The value.
 */
value: string, 
/**
 * `granted`, `suppressed`, `withheld`, `not_granted`, `without_seat`, `held`, `unmanaged`.
 */
state: string, 
/**
 * When it will be taken away, in milliseconds since 1970 (UTC), where grace lets it wait.
 */
pendingUntil: number | null, 
/**
 * What each rule says, highest first.
 */
rules: Array<PersonRule>, };

/**
 * How many steps of one kind.
 */
export type PlanChange = { 
/**
 * The kind of step.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * How many.
 */
count: number, 
/**
 * How many of them are held.
 */
held: number, };

/**
 * Failures of one cause.
 */
export type PlanFailures = { 
/**
 * The cause's word.
 */
cause: string, 
/**
 * People.
 */
people: number, };

/**
 * What one guard holds.
 */
export type PlanHeld = { 
/**
 * The guard's word.
 */
guard: string, 
/**
 * `accounts`, a slot, or `*`.
 */
slot: string, 
/**
 * The value, when the guard is on a single one.
 */
value: string | null, 
/**
 * Steps held.
 */
steps: number, 
/**
 * The limit that was passed.
 */
limit: number | null, };

/**
 * A plan by its number.
 */
export type PlanRequest = { 
/**
 * The plan.
 */
id: number, };

/**
 * What a rule gives by a plan, alone or with others.
 */
export type PlanRule = { 
/**
 * The rule.
 */
rule: string, 
/**
 * Its position.
 */
position: number, 
/**
 * Values that people would be given because of it.
 */
steps: number, 
/**
 * To how many people, counted in each target.
 */
people: number, };

/**
 * What rules give by a plan, #1 first.
 */
export type PlanRules = { 
/**
 * Rules that give something; the others are left out.
 */
rules: Array<PlanRule>, };

/**
 * Seats of one product.
 */
export type PlanSeats = { 
/**
 * The slot.
 */
slot: string, 
/**
 * The product.
 */
value: string, 
/**
 * Seats in total.
 */
seats: number, 
/**
 * Used before the run.
 */
used: number, 
/**
 * Freed by it.
 */
freed: number, 
/**
 * People to be given it.
 */
needed: number, 
/**
 * How many go without.
 */
short: number, };

/**
 * A step of the plan.
 */
export type PlanStep = { 
/**
 * The target.
 */
target: string, 
/**
 * The person's userName.
 */
user: string, 
/**
 * The person's name.
 */
name: string, 
/**
 * The kind of step.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * The rules behind it.
 */
rules: Array<string>, 
/**
 * The guard that holds it.
 */
held: string | null, };

/**
 * Steps of the plan: those that take something away first, then by userName, unless another
 * order is asked for.
 */
export type PlanSteps = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<PlanStep>, };

/**
 * Which steps of the plan.
 */
export type PlanStepsRequest = { 
/**
 * The plan.
 */
id: number, 
/**
 * Only this target.
 */
target: string | null, 
/**
 * Only this kind of step.
 */
kind: string | null, 
/**
 * Only this slot.
 */
slot: string | null, 
/**
 * Only this value.
 */
value: string | null, 
/**
 * Only those that this rule gives.
 */
rule?: string, 
/**
 * Only those that a guard would hold.
 */
held?: boolean, 
/**
 * Only people whose name, userName or e-mail contains this.
 */
text?: string, 
/**
 * `person` or `change`; without it what takes something away stands first.
 */
sort?: string, 
/**
 * Whether the order is turned round.
 */
descending?: boolean, 
/**
 * Where steps are written to a file: only these, each named by a JSON list of target,
 * userName, kind, slot and value.
 */
chosen?: Chosen, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * What a run would change in one target.
 */
export type PlanTarget = { 
/**
 * The target.
 */
target: string, 
/**
 * Why it could not be read; nothing is planned there then.
 */
error: string | null, 
/**
 * Counts, worst first: suspensions and losses before gains.
 */
changes: Array<PlanChange>, 
/**
 * What guards hold.
 */
held: Array<PlanHeld>, 
/**
 * Seats.
 */
seats: Array<PlanSeats>, 
/**
 * Removals that wait for their grace to be over.
 */
pending: number, 
/**
 * The first hundred of them, by userName.
 */
waiting: Array<PlanWaiting>, 
/**
 * Failures known before sending, by cause.
 */
failures: Array<PlanFailures>, };

/**
 * What a run would change now.
 */
export type PlanView = { 
/**
 * Names the plan until another is computed.
 */
id: number, 
/**
 * When it was computed.
 */
at: number, 
/**
 * People read.
 */
people: number, 
/**
 * All steps, held ones included.
 */
steps: number, 
/**
 * By target.
 */
targets: Array<PlanTarget>, 
/**
 * Warnings of the sources.
 */
warnings: Array<Warning>, };

/**
 * A removal that waits for its grace to be over.
 */
export type PlanWaiting = { 
/**
 * The userName.
 */
user: string, 
/**
 * The slot; `accounts` for a suspension.
 */
slot: string, 
/**
 * The value; empty for a suspension.
 */
value: string, 
/**
 * When it may go, in milliseconds since 1970 (UTC).
 */
until: number, };

/**
 * How far a run is.
 */
export type Progress = { 
/**
 * The run; 0 before it has a number.
 */
run: number, 
/**
 * `read`, `ingest`, `resolve`, `plan`, `guard`, `apply`, `verify` or `report`.
 */
phase: string, 
/**
 * The target that has longest to go, while steps are sent.
 */
target: string | null, 
/**
 * The targets being applied, in the configuration's order; empty in other phases.
 */
targets: Array<TargetProgress>, 
/**
 * Done of `total`, in this phase.
 */
done: number, 
/**
 * Total; 0 when not known.
 */
total: number, 
/**
 * Steps a second, when applying.
 */
rate: number | null, 
/**
 * Seconds left, when it can be told.
 */
secondsLeft: number | null, 
/**
 * When the run began.
 */
started: number, };

/**
 * A call that was received.
 */
export type PushCallItem = { 
/**
 * Its number.
 */
id: number, 
/**
 * When, in milliseconds since 1970 (UTC).
 */
at: number, 
/**
 * The directory it was for.
 */
directory: string, 
/**
 * The token's name; empty where none was accepted.
 */
token: string, 
/**
 * Where it came from.
 */
address: string, 
/**
 * The method.
 */
method: string, 
/**
 * The path behind the directory.
 */
path: string, 
/**
 * The filter; empty where there was none.
 */
filter: string, 
/**
 * The status of the answer.
 */
status: number, 
/**
 * The keyword of the error (RFC 7644 table 9); may be empty.
 */
scimType: string, 
/**
 * The words of the answer; may be empty.
 */
detail: string, 
/**
 * What a refusal means: a word.
 */
code: string | null, 
/**
 * What a refusal means: in English.
 */
means: string | null, 
/**
 * What to do about it: in English.
 */
remedy: string | null, };

/**
 * Calls that were received.
 */
export type PushCallList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * Those of the page.
 */
items: Array<PushCallItem>, };

/**
 * Which received calls are wanted; what is absent leaves nothing out.
 */
export type PushCallsRequest = { 
/**
 * Of this directory.
 */
directory: string | null, 
/**
 * Only those that were refused.
 */
failed: boolean, 
/**
 * With this method.
 */
method: string | null, 
/**
 * With this status.
 */
status: number | null, 
/**
 * With this in path, filter, token, address or words.
 */
text: string, 
/**
 * Not before, in milliseconds since 1970 (UTC).
 */
from: number | null, 
/**
 * Before.
 */
until: number | null, 
/**
 * The part of the list, the latest first.
 */
page: PageRequest, };

/**
 * Where others write to a directory.
 */
export type PushEndpoint = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The path behind the address of this machine.
 */
path: string, 
/**
 * The whole addresses at which calls are taken now; those that other machines reach first.
 */
urls: Array<string>, 
/**
 * Whether other machines can reach one of them.
 */
listening: boolean, 
/**
 * Why not: `no_source`: nobody writes to this directory; `off`: not switched on;
 * `loopback`: this machine only; `failed`: it could not be begun. `None` where they can.
 */
why: string | null, 
/**
 * What went wrong, where it failed.
 */
message: string | null, 
/**
 * Whether a proxy stands before it, whose address is the one to give.
 */
proxied: boolean, 
/**
 * The name has a letter in it that Okta refuses in addresses (`_`).
 */
oktaRefuses: boolean, 
/**
 * Users that were written.
 */
users: number, 
/**
 * Groups that were written.
 */
groups: number, 
/**
 * When something last changed, in milliseconds since 1970 (UTC).
 */
changed: number | null, };

/**
 * A directory by its name.
 */
export type PushEndpointRequest = { 
/**
 * The directory.
 */
directory: string, };

/**
 * Where this machine listens for SCIM calls.
 */
export type PushListening = { 
/**
 * Whether it does; off by default.
 */
on: boolean, 
/**
 * The address and port, such as `0.0.0.0:7443`.
 */
address: string, 
/**
 * A file with the certificate and those that signed it (PEM).
 */
certificate: string | null, 
/**
 * A file with its private key (PEM).
 */
key: string | null, 
/**
 * Whether a proxy that speaks TLS stands before it, so that none is spoken here.
 */
behindProxy: boolean, };

/**
 * A connection in quarantine.
 */
export type QuarantineItem = { 
/**
 * The target, or the directory for `source` and `push`.
 */
connection: string, 
/**
 * `outbound`, `source` or `push`.
 */
direction: string, 
/**
 * `quarantined`, `trial`: the next run sends a few requests to try, or `off`: switched off.
 */
state: string, 
/**
 * Why: `failing` or `credential_rejected`.
 */
reason: string, 
/**
 * What one of the failed requests was answered.
 */
sample: string, 
/**
 * Requests that failed.
 */
failed: number, 
/**
 * Requests that were counted.
 */
requests: number, 
/**
 * Since when, in milliseconds since 1970 (UTC), counted from the first quarantine in a row.
 */
since: number, 
/**
 * When it is tried next.
 */
nextAt: number | null, 
/**
 * How often in a row it was quarantined.
 */
times: number, };

/**
 * Connections in quarantine.
 */
export type QuarantineList = { 
/**
 * All of them.
 */
items: Array<QuarantineItem>, };

/**
 * A connection in quarantine, by name.
 */
export type QuarantineRequest = { 
/**
 * The target, or the directory for `source` and `push`.
 */
connection: string, 
/**
 * `outbound`, `source` or `push`.
 */
direction: string, };

/**
 * A point of the readiness checklist.
 */
export type ReadinessItem = { 
/**
 * `domain`, `source`, `target`, `rule` or `switch`.
 */
item: string, 
/**
 * Whether it is done.
 */
done: boolean, 
/**
 * What was found: a domain, a count, a target's words.
 */
found: string, };

/**
 * A target whose secret is to be renewed.
 */
export type Renewal = { 
/**
 * The target.
 */
target: string, 
/**
 * When the secret was set, in milliseconds since 1970 (UTC).
 */
setAt: number, };

/**
 * What to retry.
 */
export type RetryRequest = { 
/**
 * The cause's word.
 */
cause: string, 
/**
 * The target.
 */
target: string, 
/**
 * Only these people, by userName; all when empty.
 */
users: Array<string>, };

/**
 * What a rule gives in one slot.
 */
export type RuleAssignment = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * Values, templates included; empty in a slot of one means *none*.
 */
values: Array<string>, };

/**
 * A rule as an administrator edits it.
 */
export type RuleDraft = { 
/**
 * The name, unique without case.
 */
name: string, 
/**
 * A note for other administrators.
 */
note: string, 
/**
 * The heading it stands under; empty for none. Neighbours of one heading are shown together.
 */
heading: string, 
/**
 * Whether it takes part.
 */
enabled: boolean, 
/**
 * The condition as text.
 */
when: string, 
/**
 * What it gives.
 */
assigns: Array<RuleAssignment>, 
/**
 * What it withholds.
 */
withholds: Array<RuleWithholding>, };

/**
 * One edit of the draft.
 */
export type RuleEdit = { "kind": "set", 
/**
 * Its id; for a new rule a fresh one, which the screen makes up.
 */
id: string, 
/**
 * The rule.
 */
rule: RuleDraft, 
/**
 * Where a new rule goes, from 1; at the end when absent.
 */
position: number | null, } | { "kind": "delete", 
/**
 * Their ids.
 */
ids: Array<string>, } | { "kind": "restore", 
/**
 * Its id.
 */
id: string, } | { "kind": "move", 
/**
 * Their ids.
 */
ids: Array<string>, 
/**
 * The rule they are to stand before; at the end when absent.
 */
before: string | null, } | { "kind": "switch", 
/**
 * Their ids.
 */
ids: Array<string>, 
/**
 * Whether they are to take part.
 */
enabled: boolean, } | { "kind": "heading", 
/**
 * Their ids.
 */
ids: Array<string>, 
/**
 * The heading; empty for none.
 */
heading: string, } | { "kind": "revert", 
/**
 * Its id.
 */
id: string, };

/**
 * Edits that mend what a remark is about.
 */
export type RuleFix = { 
/**
 * `use_name` (of the group or org unit likely meant), `remove_value`, `disable`, `delete`.
 */
code: string, 
/**
 * The name or value it is about.
 */
name: string, 
/**
 * The edits.
 */
edits: Array<RuleEdit>, };

/**
 * All rules, #1 first.
 */
export type RuleList = { 
/**
 * The rules.
 */
rules: Array<RuleView>, 
/**
 * People in all directories.
 */
people: number, };

/**
 * What keeps a rule from being saved.
 */
export type RuleProblem = { 
/**
 * `rule_name_missing`, `rule_name_taken`, `condition_wrong`, `assignment_unknown`.
 */
code: string, 
/**
 * What is wrong and the next step.
 */
message: string, 
/**
 * Where in the condition, for `condition_wrong`.
 */
condition: ConditionProblem | null, };

/**
 * Something remarkable about a rule.
 */
export type RuleRemark = { 
/**
 * `matches_nobody`, `wholly_shadowed`, `same_as`, `unknown_group`, `unknown_org_unit`,
 * `gives_what_it_withholds`, `outside_list`, `more_than_seats`, `broken_condition`.
 */
code: string, 
/**
 * The name it is about.
 */
name: string, 
/**
 * Names of other rules concerned: those that shadow it, or the one it equals.
 */
rules: Array<string>, 
/**
 * A number it is about: licences missing.
 */
count: number, 
/**
 * What would mend it, best first.
 */
fixes: Array<RuleFix>, };

/**
 * What a rule test expects in one target.
 */
export type RuleTestExpectation = { 
/**
 * The target.
 */
target: string, 
/**
 * Whether no account is expected; `slots` is empty then.
 */
noAccount: boolean, 
/**
 * Exactly these values, for each slot named.
 */
slots: Array<RuleTestSlot>, };

/**
 * A rule test and how it stands.
 */
export type RuleTestItem = { 
/**
 * The person's userName.
 */
user: string, 
/**
 * The person; `None` when no directory has them.
 */
person: PersonItem | null, 
/**
 * What is expected, a target each.
 */
expect: Array<RuleTestExpectation>, 
/**
 * What is expected and what comes out instead, where it is broken.
 */
broken: Array<string>, };

/**
 * All rule tests.
 */
export type RuleTestList = { 
/**
 * The tests, each with how it stands under the draft.
 */
tests: Array<RuleTestItem>, };

/**
 * A rule test to be kept; one a person.
 */
export type RuleTestSet = { 
/**
 * The person's userName.
 */
user: string, 
/**
 * What is expected; what saved rules give now when empty.
 */
expect: Array<RuleTestExpectation>, };

/**
 * What a rule test expects in one slot.
 */
export type RuleTestSlot = { 
/**
 * The slot.
 */
slot: string, 
/**
 * The values; none for an empty slot.
 */
values: Array<string>, };

/**
 * A rule with what it comes to.
 */
export type RuleView = { 
/**
 * A stable id.
 */
id: string, 
/**
 * The rule as edited.
 */
rule: RuleDraft, 
/**
 * Its condition for the builder; `None` when the text cannot be read.
 */
condition: Condition | null, 
/**
 * People it matches now, whether it is enabled or not.
 */
people: number, 
/**
 * What is wrong or remarkable.
 */
remarks: Array<RuleRemark>, };

/**
 * What a rule withholds in one slot.
 */
export type RuleWithholding = { 
/**
 * The target.
 */
target: string, 
/**
 * The slot.
 */
slot: string, 
/**
 * Values.
 */
values: Array<string>, };

/**
 * All rules as text, in the form of the configuration file.
 */
export type RulesText = { 
/**
 * The text.
 */
text: string, };

/**
 * Steps of one kind.
 */
export type RunCount = { 
/**
 * The target.
 */
target: string, 
/**
 * The kind of step.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * Confirmed.
 */
done: number, 
/**
 * Failed.
 */
failed: number, 
/**
 * Held by a guard.
 */
held: number, 
/**
 * Otherwise not sent.
 */
notSent: number, 
/**
 * Not yet at its turn.
 */
waiting: number, };

/**
 * A run's page.
 */
export type RunDetails = { 
/**
 * The run.
 */
summary: RunSummary, 
/**
 * Counts by target, kind, slot and value.
 */
counts: Array<RunCount>, 
/**
 * People whose state at the source could not be read, and the like.
 */
warnings: Array<Warning>, 
/**
 * What a retry was to do and nobody wants any more.
 */
dropped: Array<DroppedFailure>, };

/**
 * Runs over time, oldest first, in short.
 */
export type RunHistory = { 
/**
 * The runs.
 */
runs: Array<PastRun>, };

/**
 * From when on runs are wanted.
 */
export type RunHistoryRequest = { 
/**
 * In milliseconds since 1970 (UTC).
 */
from: number, };

/**
 * Runs in the order asked for.
 */
export type RunList = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<RunSummary>, };

/**
 * A run by number.
 */
export type RunRequest = { 
/**
 * Its number.
 */
run: number, };

/**
 * A step of a run and what came of it.
 */
export type RunStep = { 
/**
 * Its number in the journal.
 */
id: number, 
/**
 * The person's userName.
 */
user: string, 
/**
 * The target.
 */
target: string, 
/**
 * The kind of step.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * The rules behind it.
 */
rules: Array<string>, 
/**
 * `planned`, `sending`, `done`, `failed`, `held` or `not_sent`.
 */
state: string, 
/**
 * The cause, or why it was not sent.
 */
cause: string | null, 
/**
 * The target's own words.
 */
message: string, 
/**
 * How often it was tried.
 */
tries: number, 
/**
 * When the answer came.
 */
at: number | null, 
/**
 * Whether it is held and waits for a decision still.
 */
waits: boolean, };

/**
 * Steps of a run.
 */
export type RunSteps = { 
/**
 * How many there are.
 */
total: number, 
/**
 * The part asked for.
 */
items: Array<RunStep>, };

/**
 * Which steps of a run.
 */
export type RunStepsRequest = { 
/**
 * The run.
 */
run: number, 
/**
 * Only this state: `done`, `failed`, `held`, `not_sent`, `planned`.
 */
state: string | null, 
/**
 * Only this target.
 */
target: string | null, 
/**
 * Only this kind of step.
 */
kind?: string, 
/**
 * Only this slot.
 */
slot?: string, 
/**
 * Only this value.
 */
value?: string, 
/**
 * Only those with this rule behind them.
 */
rule?: string, 
/**
 * Only people whose userName contains this.
 */
text: string, 
/**
 * `result` (worst first, as without it), `user`, `change`, `rule` or `answered`.
 */
sort?: string, 
/**
 * Whether the order is turned round.
 */
descending?: boolean, 
/**
 * Where steps are written to a file or decided on: only these, by number.
 */
chosen?: Chosen, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * A run in a list.
 */
export type RunSummary = { 
/**
 * Its number.
 */
id: number, 
/**
 * `manual`, `schedule`, `push`, `retry`, `undo` or `command`.
 */
trigger: string, 
/**
 * Who started it.
 */
who: string, 
/**
 * When it began.
 */
started: number, 
/**
 * When it ended.
 */
ended: number | null, 
/**
 * `running`, `finished`, `cancelled`, `interrupted` or `failed`.
 */
state: string, 
/**
 * Steps confirmed by targets.
 */
done: number, 
/**
 * Steps that failed.
 */
failed: number, 
/**
 * Steps a guard holds.
 */
held: number, 
/**
 * Other steps not sent.
 */
notSent: number, 
/**
 * Why it failed as a whole.
 */
error: AppError | null, 
/**
 * The run that it undid.
 */
undoes: number | null, 
/**
 * Whether *Undo* can be offered: it ended, and did something.
 */
canUndo: boolean, };

/**
 * Which runs.
 */
export type RunsRequest = { 
/**
 * Only those that came to this: `clean`, `failures`, `held` or `broken_off`.
 */
outcome?: string, 
/**
 * Only those begun so: `manual`, `schedule`, `push`, `retry` or `undo`.
 */
trigger?: string, 
/**
 * Only those begun at this instant or later.
 */
from?: number, 
/**
 * Only those begun by someone whose name contains this.
 */
text?: string, 
/**
 * `started` (as without it), `trigger`, `took`, `done`, `failed`, `held` or `not_sent`.
 */
sort?: string, 
/**
 * Whether the order is turned round; without `sort` the newest stand first.
 */
descending?: boolean, 
/**
 * The part of the list.
 */
page: PageRequest, };

/**
 * The schedule.
 */
export type Schedule = { 
/**
 * By target, in the configuration's order.
 */
targets: Array<TargetSchedule>, 
/**
 * Hours in which no run starts by itself, such as `22:00-06:00`, in this machine's time.
 */
quiet: Array<string>, 
/**
 * This machine's time zone, such as `Europe/Berlin`.
 */
zone: string, };

/**
 * A change of the schedule; what is absent stays.
 */
export type ScheduleChange = { 
/**
 * Targets with `every` or `at`, one of the two; `next` is not looked at.
 */
targets: Array<TargetSchedule> | null, 
/**
 * Hours in which no run starts by itself.
 */
quiet: Array<string> | null, };

/**
 * A secret to be kept; it never comes back.
 */
export type SecretRequest = { 
/**
 * The secret's name.
 */
name: string, 
/**
 * Its value.
 */
value: string, };

/**
 * Where secrets are to be kept where there is no keyring.
 */
export type SecretsChoice = { 
/**
 * `keyring`, `vault` or `memory`.
 */
backend: string, 
/**
 * The vault's passphrase.
 */
passphrase: string | null, };

/**
 * Where secrets are kept.
 */
export type SecretsState = { 
/**
 * `keyring`, `vault`, `memory`, or `none` before one is chosen.
 */
backend: string, 
/**
 * The keyring: `ready`, `missing`, `locked` or `failing`.
 */
keyring: string, 
/**
 * Why the keyring cannot be used.
 */
reason: string, 
/**
 * Whether a vault is there to be opened.
 */
vaultExists: boolean, };

/**
 * What is wrong with one mapping.
 */
export type SendError = { 
/**
 * The target's attribute.
 */
theirs: string, 
/**
 * What is wrong.
 */
message: string, };

/**
 * One attribute that is sent.
 */
export type SendItem = { 
/**
 * The target's attribute.
 */
theirs: string, 
/**
 * Our attribute, or an expression.
 */
ours: string, };

/**
 * What is sent to one target.
 */
export type SendMap = { 
/**
 * The target.
 */
target: string, 
/**
 * What it requires and is always sent: their attribute and ours.
 */
always: Array<SendItem>, 
/**
 * What is sent beyond that.
 */
more: Array<SendItem>, 
/**
 * Whether it can be sent more at all.
 */
canSendMore: boolean, };

/**
 * What is sent to each target.
 */
export type SendMaps = { 
/**
 * The targets.
 */
targets: Array<SendMap>, };

/**
 * Exactly what would leave for one person.
 */
export type SendPreview = { 
/**
 * What is wrong with an expression, with the target's attribute it is for.
 */
errors: Array<SendError>, 
/**
 * Their attribute and the value that leaves, in the order sent.
 */
fields: Array<SentField>, 
/**
 * The body of the request that makes the account, as it would be written; `None` for a
 * target that is no web service.
 */
body: string | null, };

/**
 * What would leave for one person is asked.
 */
export type SendPreviewRequest = { 
/**
 * The target.
 */
target: string, 
/**
 * The person's userName.
 */
user: string, 
/**
 * What is sent beyond what is required, as edited; as saved when absent.
 */
more: Array<SendItem> | null, };

/**
 * What is to be sent beyond what a target requires.
 */
export type SendSet = { 
/**
 * The target.
 */
target: string, 
/**
 * All that is sent beyond what is required.
 */
more: Array<SendItem>, };

/**
 * A value that leaves.
 */
export type SentField = { 
/**
 * The target's attribute.
 */
theirs: string, 
/**
 * The value; `None` when the person has none, so that nothing is sent.
 */
value: string | null, 
/**
 * Our attribute or expression.
 */
ours: string, };

/**
 * The settings.
 */
export type Settings = { 
/**
 * `system`, `light` or `dark`.
 */
theme: string, 
/**
 * A BCP 47 tag, or `system`.
 */
language: string, 
/**
 * Where the interface runs: `desktop` or `browser`.
 */
platform: string, 
/**
 * The version of Rolecall.
 */
version: string, 
/**
 * Where the workspace is kept.
 */
workspace: string, 
/**
 * Where secrets are kept.
 */
secrets: SecretsState, 
/**
 * After how many days one is reminded to renew the secrets of targets; zero for never.
 */
renewAfterDays: number, 
/**
 * How many days Activity is kept; `None` for ever.
 */
keepActivityDays: number | null, 
/**
 * Whether it starts with the desktop session; `None` where it cannot.
 */
autostart: boolean | null, };

/**
 * Settings to be changed; what is absent stays.
 */
export type SettingsChange = { 
/**
 * `system`, `light` or `dark`.
 */
theme: string | null, 
/**
 * A BCP 47 tag, or `system`.
 */
language: string | null, 
/**
 * After how many days one is reminded to renew secrets; zero for never.
 */
renewAfterDays?: number, 
/**
 * How many days Activity is kept, 30 at least; zero for ever.
 */
keepActivityDays?: number, 
/**
 * Whether to start with the desktop session.
 */
autostart?: boolean, };

/**
 * A sign-in to be begun.
 */
export type SignInRequest = { 
/**
 * The directory.
 */
directory: string, 
/**
 * Its source; the attached one when absent.
 */
source: SourceSettings | null, 
/**
 * `google`: the file of the OAuth client (JSON); absent where somebody signed in before. It
 * never comes back.
 */
client: string | null, 
/**
 * The port of this machine that the browser comes back to; any that is free when absent.
 */
port: number | null, };

/**
 * How a sign-in stands.
 */
export type SignInState = { 
/**
 * The directory.
 */
directory: string, 
/**
 * `none`, `waiting` for the browser, `done`, `failed` or `cancelled`.
 */
state: string, 
/**
 * The address to open in a browser of this machine, while that is waited for.
 */
url: string | null, 
/**
 * Whether the system's browser was opened there; where not, somebody opens it.
 */
opened: boolean, 
/**
 * Until when it is waited for, in milliseconds since 1970 (UTC).
 */
until: number | null, 
/**
 * The name of the secret under which it is kept.
 */
secret: string, 
/**
 * Why it failed, and what to do.
 */
error: string | null, 
/**
 * The cause's word, when it failed.
 */
cause: string | null, };

/**
 * A slot.
 */
export type SlotItem = { 
/**
 * The name.
 */
name: string, 
/**
 * Many values, or one.
 */
many: boolean, 
/**
 * Whether other values than those listed may be given.
 */
open: boolean, 
/**
 * The values.
 */
values: Array<SlotValue>, };

/**
 * A slot as it is set up.
 */
export type SlotSettings = { 
/**
 * The name rules use.
 */
name: string, 
/**
 * Many values, or one.
 */
many: boolean, 
/**
 * Whether values missing in the target are created.
 */
createValues: boolean, 
/**
 * Days a removal waits.
 */
graceDays: number, 
/**
 * `scim`: `groups`, `roles`, `entitlements` or `attribute:<SCIM path>`.
 */
bind: string | null, 
/**
 * The values that may be given; any when empty.
 */
values: Array<SlotValue>, 
/**
 * Values whose last holder keeps them.
 */
administrators: Array<string>, };

/**
 * A value of a slot.
 */
export type SlotValue = { 
/**
 * The value.
 */
name: string, 
/**
 * Seats, where it costs a licence.
 */
seats: number | null, };

/**
 * A source that is being set up; it can be left and resumed.
 */
export type SourceDraft = { 
/**
 * The directory.
 */
directory: string, 
/**
 * What is set up so far.
 */
source: SourceSettings, 
/**
 * Where the wizard stands, in its own words.
 */
step: string, 
/**
 * When it was left, in milliseconds since 1970 (UTC); 0 when sent.
 */
savedAt: number, };

/**
 * A file to look into.
 */
export type SourceFile = { 
/**
 * `csv` or `ldif`.
 */
kind: string, 
/**
 * Its path on the machine that Rolecall runs on.
 */
path: string, 
/**
 * What separates fields; found out when absent.
 */
delimiter: string | null, };

/**
 * A column of a file.
 */
export type SourceFileColumn = { 
/**
 * Its name in the file.
 */
name: string, 
/**
 * The first values in it.
 */
samples: Array<string>, 
/**
 * The attribute of ours that it seems to be; absent where its name says nothing.
 */
ours: string | null, };

/**
 * What a file begins with.
 */
export type SourceFilePreview = { 
/**
 * The path, absolute.
 */
path: string, 
/**
 * What separates fields; empty for `ldif`.
 */
delimiter: string, 
/**
 * The columns, or the attributes of its entries, in order.
 */
columns: Array<SourceFileColumn>, 
/**
 * How many rows or entries were looked at.
 */
rows: number, };

/**
 * A directory with its source.
 */
export type SourceItem = { 
/**
 * The directory.
 */
directory: string, 
/**
 * The kind of source; empty when none is attached.
 */
kind: string, 
/**
 * The file or address.
 */
place: string, 
/**
 * Domains, with whether each is verified.
 */
domains: Array<DomainItem>, 
/**
 * People at the last reading.
 */
people: number, 
/**
 * Groups at the last reading.
 */
groups: number, 
/**
 * When it was last read.
 */
readAt: number | null, 
/**
 * Warnings of the last reading.
 */
warnings: Array<Warning>, 
/**
 * Why the last reading failed.
 */
error: string | null, };

/**
 * What trying out a source came to.
 */
export type SourceProbe = { 
/**
 * The steps that were taken; what could not succeed any more was not tried.
 */
steps: Array<SourceProbeStep>, 
/**
 * Up to five people as they would be delivered.
 */
people: Array<SourceProbePerson>, 
/**
 * What the records of those people have, to choose from where an attribute is read.
 */
fields: Array<SourceProbeField>, };

/**
 * A value in a source's own records.
 */
export type SourceProbeField = { 
/**
 * The path that reads it, as a map or a custom attribute takes it.
 */
path: string, 
/**
 * What it reads of the first person who has it; several values joined by `; `.
 */
sample: string, };

/**
 * A person as a source would deliver them.
 */
export type SourceProbePerson = { 
/**
 * The stable id.
 */
id: string, 
/**
 * The userName.
 */
userName: string, 
/**
 * Whether they are active.
 */
active: boolean, 
/**
 * The org unit's path.
 */
orgUnit: string | null, 
/**
 * Our attributes with what they would hold; several values joined by `; `.
 */
attributes: Array<[string, string]>, };

/**
 * A step of trying out a source.
 */
export type SourceProbeStep = { 
/**
 * `reach`, `credential`, a right by the vendor's own name, or `people`.
 */
step: string, 
/**
 * Whether it went well.
 */
ok: boolean, 
/**
 * What was found, or the vendor's own words for why not.
 */
message: string, 
/**
 * The cause's word, when it did not go well.
 */
cause: string | null, 
/**
 * What to do, and where.
 */
remedy: string, 
/**
 * Whether all works without it, too, if in another way.
 */
optional: boolean, };

/**
 * How a directory is filled. Which fields a kind needs is in the file's form; the others are
 * absent or empty.
 */
export type SourceSettings = { 
/**
 * `csv`, `ldif`, `ldap`, `scim`, `scim-push`, `entra`, `google`, `okta`.
 */
kind: string, 
/**
 * `csv`: the file of people.
 */
users: string, 
/**
 * `csv`: the file of groups.
 */
groups: string | null, 
/**
 * `csv`: what separates fields; `,` when absent.
 */
delimiter: string | null, 
/**
 * `ldif`: the file.
 */
file: string, 
/**
 * The base address.
 */
url: string | null, 
/**
 * The token endpoint, where it is not the vendor's own.
 */
tokenUrl: string | null, 
/**
 * `ldap`: whether the connection is encrypted before anything is said.
 */
startTls: boolean, 
/**
 * `ldap`: who binds.
 */
bindDn: string, 
/**
 * `ldap`: below what is read.
 */
base: string, 
/**
 * `ldap`: `ad` or `openldap`; found out when absent.
 */
flavour: string | null, 
/**
 * `ldap`: a filter of people.
 */
userFilter: string | null, 
/**
 * `ldap`: a filter of groups.
 */
groupFilter: string | null, 
/**
 * `ldap`: the fingerprint of a server certificate that is trusted.
 */
fingerprint: string | null, 
/**
 * A file with further certificates to trust.
 */
ca: string | null, 
/**
 * Seconds to wait for an answer; the usual number when absent.
 */
timeoutSeconds: number | null, 
/**
 * `entra`: the tenant.
 */
tenant: string, 
/**
 * `entra`, `okta`: the application's id.
 */
clientId: string | null, 
/**
 * `google`: the customer.
 */
customer: string, 
/**
 * `google`: the administrator on whose behalf is asked.
 */
admin: string, 
/**
 * The name of the secret; made from the directory's name when empty.
 */
secret: string, 
/**
 * `entra`, `google`: whether the secret is what a sign-in by the browser brings.
 */
signIn: boolean, 
/**
 * The day on which the secret ends, where it was noted (`YYYY-MM-DD`).
 */
secretExpires: string | null, 
/**
 * Our attribute = theirs.
 */
map: { [key in string]: string }, 
/**
 * Only members of these groups; everybody when empty.
 */
scopeGroups: Array<string>, 
/**
 * Only people in or below these org units; everybody when empty.
 */
scopeOrgUnits: Array<string>, 
/**
 * A query in the source's own language.
 */
scopeQuery: string | null, 
/**
 * How often it is asked for changes, in seconds; with every run when absent.
 */
everySeconds: number | null, 
/**
 * How often it is read in full, in seconds.
 */
fullEverySeconds: number | null, };

/**
 * The User sync switch.
 */
export type SwitchRequest = { 
/**
 * Whether it is to be on.
 */
on: boolean, };

/**
 * What removing a directory's sync did.
 */
export type SyncRemoved = { 
/**
 * The kind of source that was attached.
 */
kind: string, 
/**
 * People who stay as they were last read.
 */
people: number, 
/**
 * Tokens for push that do not count any more.
 */
tokens: number, 
/**
 * Whether the secret was deleted here; not where another connection uses it, or where it is
 * kept outside.
 */
secretDeleted: boolean, 
/**
 * Whether provisioning is to be switched off at the provider too: it wrote to us by push.
 */
switchOffAtProvider: boolean, };

/**
 * The User sync switch and the runs around it.
 */
export type SyncState = { 
/**
 * Whether User sync is on.
 */
on: boolean, 
/**
 * Whether it has ever been on; the first switch-on shows the plan.
 */
everOn: boolean, 
/**
 * The run under way.
 */
running: Progress | null, 
/**
 * The last run that ended.
 */
last: RunSummary | null, 
/**
 * When the next run is due, in any target.
 */
nextAt: number | null, 
/**
 * Until when no run starts by itself although User sync is on, while that is to come.
 */
pausedUntil: number | null, 
/**
 * Targets that runs leave out until they are resumed.
 */
paused: Array<PausedTarget>, 
/**
 * Connections in quarantine.
 */
quarantined: Array<QuarantineItem>, 
/**
 * Another process that holds the workspace's runner lease: `who@host, program`.
 */
runnerElsewhere: string | null, };

/**
 * Discards to be taken back.
 */
export type TakeBackRequest = { 
/**
 * Their ids.
 */
ids: Array<string>, };

/**
 * A target and what is said of it.
 */
export type TargetDetails = { 
/**
 * What is said of it.
 */
settings: TargetSettings, 
/**
 * Whether its secret is there; `None` where it needs none.
 */
secretPresent: boolean | null, 
/**
 * Rules, exceptions and rule tests that name it.
 */
uses: number, };

/**
 * A target that is being set up.
 */
export type TargetDraft = { 
/**
 * What is said of it.
 */
settings: TargetSettings, 
/**
 * Whether it is to be a new one; else the one of its name is changed.
 */
isNew: boolean, 
/**
 * Its secret; absent where it is there already or needs none. It never comes back.
 */
secretValue: string | null, };

/**
 * A target with its slots.
 */
export type TargetItem = { 
/**
 * The name.
 */
name: string, 
/**
 * The slots.
 */
slots: Array<SlotItem>, };

/**
 * How far a run is in one target.
 */
export type TargetProgress = { 
/**
 * The target.
 */
target: string, 
/**
 * Steps that have an outcome.
 */
done: number, 
/**
 * Steps to be sent.
 */
total: number, 
/**
 * Seconds left there, when it can be told.
 */
secondsLeft: number | null, };

/**
 * A target by name.
 */
export type TargetRequest = { 
/**
 * The target.
 */
target: string, };

/**
 * When one target is synced.
 */
export type TargetSchedule = { 
/**
 * The target.
 */
target: string, 
/**
 * How often, such as `40m`; `None` where `at` says when.
 */
every: string | null, 
/**
 * At which times, in five fields: minute, hour, day of the month, month, day of the week.
 */
at: string | null, 
/**
 * The next runs by themselves, at most five; none while User sync is off.
 */
next: Array<number>, };

/**
 * A target as it is set up. What its kind has no use for stays empty.
 */
export type TargetSettings = { 
/**
 * The name rules use.
 */
name: string, 
/**
 * `csv`, `scim`, `umapi` or `goto`.
 */
kind: string, 
/**
 * `csv`: the path of the accounts file.
 */
accounts: string, 
/**
 * The base address; the vendor's own when absent.
 */
url: string | null, 
/**
 * The token endpoint; the vendor's own when absent.
 */
tokenUrl: string | null, 
/**
 * The OAuth client's id.
 */
clientId: string | null, 
/**
 * The name of the secret; made from the target's name when empty.
 */
secret: string, 
/**
 * `umapi`: the organization.
 */
orgId: string, 
/**
 * `umapi`: `federatedID`, `enterpriseID` or `adobeID`.
 */
identity: string | null, 
/**
 * `goto`: the account's key.
 */
accountKey: string, 
/**
 * `goto`: whether new people get invitation mails.
 */
invite: boolean, 
/**
 * A file with further certificates to trust.
 */
ca: string | null, 
/**
 * Seconds to wait for an answer; the usual number when absent.
 */
timeoutSeconds: number | null, 
/**
 * `leave`, `report` or `adopt`.
 */
unmanaged: string, 
/**
 * Its slots. Where the vendor fixes them, only what is said of them counts.
 */
slots: Array<SlotSettings>, };

/**
 * What trying a target out found. Nothing was changed there.
 */
export type TargetTrial = { 
/**
 * What was tried, in order, up to the first that failed: `reach`, `credential`, `right`,
 * `accounts`.
 */
steps: Array<SourceProbeStep>, 
/**
 * Accounts there.
 */
accounts: number, 
/**
 * Those of them that are active.
 */
active: number, 
/**
 * Values that the target has, by slot.
 */
found: Array<FoundSlot>, 
/**
 * Attributes that the target requires of an account.
 */
required: Array<string>, };

/**
 * A token that is valid.
 */
export type TokenItem = { 
/**
 * Its number.
 */
id: number, 
/**
 * The directory it opens.
 */
directory: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * When it was made, in milliseconds since 1970 (UTC).
 */
created: number, 
/**
 * Who made it.
 */
who: string, 
/**
 * When it was last used, to the minute.
 */
used: number | null, };

/**
 * Tokens that are valid.
 */
export type TokenList = { 
/**
 * All of them, by directory and age.
 */
items: Array<TokenItem>, };

/**
 * A token to be made.
 */
export type TokenRequest = { 
/**
 * The directory it is to open.
 */
directory: string, 
/**
 * What it is to be called; a name is made up where this is absent.
 */
name: string | null, };

/**
 * A token by its number.
 */
export type TokenRevocation = { 
/**
 * Its number.
 */
id: number, };

/**
 * Steps of one kind.
 */
export type UndoChange = { 
/**
 * The kind of step, or `release`: an adopted account is not managed any more.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * How many people.
 */
count: number, 
/**
 * The first hundred of them, by userName.
 */
people: Array<string>, };

/**
 * What stays as the run left it.
 */
export type UndoLeft = { 
/**
 * Why: `updated`, `value_created`, `changed_since`, `account_gone`, `protected`,
 * `last_administrator` or `no_licences`.
 */
reason: string, 
/**
 * The kind of the run's step.
 */
kind: string, 
/**
 * The slot, for values.
 */
slot: string | null, 
/**
 * The value, for values.
 */
value: string | null, 
/**
 * How many people; 1 for a value.
 */
count: number, 
/**
 * The first hundred of them, by userName.
 */
people: Array<string>, };

/**
 * What undoing a run would do now.
 */
export type UndoPreview = { 
/**
 * The run.
 */
run: number, 
/**
 * Names exactly this plan; `runs.undo` carries out no other one.
 */
plan: string, 
/**
 * When targets were asked.
 */
at: number, 
/**
 * Steps over all targets.
 */
steps: number, 
/**
 * By target, in the configuration's order; those that the run did nothing in are left out.
 */
targets: Array<UndoTarget>, };

/**
 * A run that is to be undone.
 */
export type UndoRequest = { 
/**
 * Its number.
 */
run: number, 
/**
 * The plan that was looked at, by [`UndoPreview::plan`].
 */
plan: string, };

/**
 * What undoing a run would do in one target.
 */
export type UndoTarget = { 
/**
 * The target.
 */
target: string, 
/**
 * Why it cannot be read; nothing is undone there then.
 */
error: string | null, 
/**
 * Steps that would be sent.
 */
steps: number, 
/**
 * What would be done, losses before gains.
 */
changes: Array<UndoChange>, 
/**
 * What the run did and undoing leaves.
 */
left: Array<UndoLeft>, };

/**
 * A link by hand is to end, or an account to be kept from every person.
 */
export type UnlinkRequest = { 
/**
 * The target.
 */
target: string, 
/**
 * The account's key.
 */
account: string, };

/**
 * What rules can speak of: for pickers and completion.
 */
export type Vocabulary = { 
/**
 * Attributes a condition may name.
 */
attributes: Array<AttributeItem>, 
/**
 * The targets with their slots.
 */
targets: Array<TargetItem>, };

/**
 * Something a source could not make sense of.
 */
export type Warning = { 
/**
 * The file or address it was read from; empty where that is not kept.
 */
place: string, 
/**
 * The line, from 1.
 */
line: number | null, 
/**
 * The column, from 1.
 */
column: number | null, 
/**
 * What is wrong, as one of `warningCodes`; `None` where only its words are kept.
 */
code: string | null, 
/**
 * Names and numbers the message is made of.
 */
details: Record<string, unknown>, 
/**
 * English: what is wrong and what to do.
 */
message: string, };

/**
 * The workspace in the sidebar's foot.
 */
export type WorkspaceInfo = { 
/**
 * Its name; empty before the first start is done.
 */
name: string, 
/**
 * Whether it is the sample organization.
 */
sample: boolean, 
/**
 * Whether anything is set up; when not, the first start is shown.
 */
configured: boolean, 
/**
 * People in all directories at the last reading.
 */
people: number, 
/**
 * When the last run ended.
 */
syncedAt: number | null, };

/** Every command with its arguments and result. */
export interface Commands {
  /** Reads the Overview. */
  "overview.get": { args: Nothing; result: Overview };
  /** Tells what was done in a span of time. */
  "overview.period": { args: PeriodRequest; result: Period };
  /** Switches User sync on or off. */
  "sync.switch": { args: SwitchRequest; result: Nothing };
  /** Lets no run start by itself for a while. */
  "sync.pause": { args: PauseRequest; result: Nothing };
  /** Starts a run. */
  "sync.now": { args: Nothing; result: Nothing };
  /** Stops the run between steps. */
  "sync.stop": { args: Nothing; result: Nothing };
  /** Reads sources and targets and plans; sends nothing. */
  "plan.get": { args: Nothing; result: PlanView };
  /** Writes steps of the plan as CSV. */
  "plan.export": { args: PlanStepsRequest; result: ExportedFile };
  /** Tells what each rule gives by the plan. */
  "plan.rules": { args: PlanRequest; result: PlanRules };
  /** Lists steps of the plan. */
  "plan.steps": { args: PlanStepsRequest; result: PlanSteps };
  /** Lists runs. */
  "runs.list": { args: RunsRequest; result: RunList };
  /** Writes the list of runs as CSV. */
  "runs.export_list": { args: RunsRequest; result: ExportedFile };
  /** Reads a run. */
  "runs.show": { args: RunRequest; result: RunDetails };
  /** Lists steps of a run. */
  "runs.steps": { args: RunStepsRequest; result: RunSteps };
  /** Writes steps of a run as CSV. */
  "runs.export": { args: RunStepsRequest; result: ExportedFile };
  /** Lists what runs since a moment came to. */
  "runs.history": { args: RunHistoryRequest; result: RunHistory };
  /** Tells what undoing a run would do; sends nothing. */
  "runs.undo_preview": { args: RunRequest; result: UndoPreview };
  /** Undoes a run as its preview told, and pauses its targets. */
  "runs.undo": { args: UndoRequest; result: Nothing };
  /** Leaves a target out of runs until it is resumed. */
  "targets.pause": { args: TargetRequest; result: Nothing };
  /** Lets runs take a target in again. */
  "targets.resume": { args: TargetRequest; result: Nothing };
  /** Reads what is said of a target. */
  "targets.show": { args: TargetRequest; result: TargetDetails };
  /** Tries a target out as it is said, and changes nothing there. */
  "targets.try": { args: TargetDraft; result: TargetTrial };
  /** Adds a target, or changes what is said of one. */
  "targets.set": { args: TargetDraft; result: TargetDetails };
  /** Removes a target that no rule names; accounts stay as they are. */
  "targets.remove": { args: TargetRequest; result: Nothing };
  /** Lists connections in quarantine. */
  "quarantine.list": { args: Nothing; result: QuarantineList };
  /** Tries a connection in quarantine now. */
  "quarantine.try_now": { args: QuarantineRequest; result: Nothing };
  /** Ends the quarantine of a connection. */
  "quarantine.lift": { args: QuarantineRequest; result: Nothing };
  /** Reads when runs start by themselves. */
  "schedule.get": { args: Nothing; result: Schedule };
  /** Changes when runs start by themselves. */
  "schedule.set": { args: ScheduleChange; result: Schedule };
  /** Lists held steps that were given up. */
  "discards.list": { args: DiscardsRequest; result: DiscardList };
  /** Writes held steps that were given up as CSV. */
  "discards.export": { args: DiscardsRequest; result: ExportedFile };
  /** Wants steps again that were given up. */
  "discards.take_back": { args: TakeBackRequest; result: Nothing };
  /** Lists the people of a cause. */
  "failures.list": { args: FailuresRequest; result: FailureList };
  /** Retries a cause, or some of its people. */
  "failures.retry": { args: RetryRequest; result: Nothing };
  /** Retries all failures of all causes. */
  "failures.retry_all": { args: Nothing; result: Nothing };
  /** Makes accounts that someone else deactivated ours to reactivate, then retries. */
  "failures.reactivate": { args: RetryRequest; result: Nothing };
  /** Lists who holds a product though no rule gives it. */
  "failures.holders": { args: HoldersRequest; result: HolderList };
  /** Hides a banner until something new happens. */
  "failures.dismiss": { args: BannerRequest; result: Nothing };
  /** Adopts accounts that exist, then retries. */
  "failures.adopt": { args: RetryRequest; result: Nothing };
  /** Writes the people of a cause as CSV. */
  "failures.export": { args: FailuresRequest; result: ExportedFile };
  /** Lets exactly these held steps go, for 7 days. */
  "held.approve": { args: HeldRequest; result: Nothing };
  /** Gives up these held steps. */
  "held.discard": { args: HeldRequest; result: Nothing };
  /** Lets chosen held steps go, or gives them up. */
  "held.decide": { args: HeldDecision; result: HeldDecided };
  /** Lists the rules. */
  "rules.list": { args: Nothing; result: RuleList };
  /** Lists what rules can speak of. */
  "rules.vocabulary": { args: Nothing; result: Vocabulary };
  /** Offers names for a field. */
  "rules.complete": { args: CompletionRequest; result: Completion };
  /** Reads the rules as edited. */
  "draft.get": { args: Nothing; result: Draft };
  /** Tells whether the draft is still as it was read. */
  "draft.standing": { args: Nothing; result: DraftStanding };
  /** Edits the draft and tells its effect. */
  "draft.edit": { args: DraftEdits; result: DraftAnswer };
  /** Takes the last edits back. */
  "draft.undo": { args: Nothing; result: DraftAnswer };
  /** Gives up all edits. */
  "draft.discard": { args: Nothing; result: Draft };
  /** Takes over what others saved; where both touched a rule, the draft's stays. */
  "draft.merge": { args: Nothing; result: Draft };
  /** Saves the draft, and starts a run if asked. */
  "draft.save": { args: DraftSaveRequest; result: Draft };
  /** Writes the draft as text. */
  "draft.text": { args: Nothing; result: RulesText };
  /** Makes the draft what the text says. */
  "draft.set_text": { args: RulesText; result: DraftAnswer };
  /** Tells what a person would have by the draft, and why. */
  "draft.person": { args: PersonRequest; result: DraftPerson };
  /** Computes the effect of the draft. */
  "effect.get": { args: Nothing; result: DraftAnswer };
  /** Lists people an effect concerns. */
  "effect.people": { args: EffectPeopleRequest; result: EffectPeople };
  /** Lists rule tests and how they stand under the draft. */
  "rule_tests.list": { args: Nothing; result: RuleTestList };
  /** Keeps a rule test. */
  "rule_tests.set": { args: RuleTestSet; result: RuleTestList };
  /** Deletes a person's rule test. */
  "rule_tests.delete": { args: PersonRequest; result: RuleTestList };
  /** Lists exceptions. */
  "exceptions.list": { args: Nothing; result: ExceptionList };
  /** Keeps an exception. */
  "exceptions.set": { args: ExceptionSet; result: ExceptionList };
  /** Deletes an exception. */
  "exceptions.delete": { args: ExceptionRequest; result: ExceptionList };
  /** Reads a condition and counts whom it matches. */
  "condition.read": { args: ConditionText; result: ConditionReading };
  /** Writes a condition as text. */
  "condition.write": { args: Condition; result: ConditionText };
  /** Lists people. */
  "people.list": { args: PeopleRequest; result: PersonList };
  /** Writes the people of a list as CSV. */
  "people.export": { args: PeopleRequest; result: ExportedFile };
  /** Reads a person with the why of each value. */
  "people.show": { args: DirectoryPerson; result: PersonDetails };
  /** Lists people whom sources do not deliver: gone, or not seen yet. */
  "people.absent": { args: AbsentRequest; result: AbsentPeople };
  /** Tells which values of a person are edited, and whether they may be. */
  "people.edits": { args: DirectoryPerson; result: PersonEdits };
  /** Edits values of a person, in an edit window or in a directory without sync. */
  "people.edit": { args: PersonEdit; result: PersonEdits };
  /** Gives up all edits of a person. */
  "people.fall_back": { args: DirectoryPerson; result: PersonEdits };
  /** Adds a person to a directory without sync. */
  "people.add": { args: PersonAdd; result: PersonEdits };
  /** Tells what deleting a person for good would mean. */
  "people.delete_preview": { args: DirectoryPerson; result: DeletionPreview };
  /** Deletes a person for good, and their accounts if asked. */
  "people.delete": { args: DeletionRequest; result: Deletion };
  /** Lists directories. */
  "directories.list": { args: Nothing; result: DirectoryList };
  /** Reads a directory. */
  "directories.show": { args: DirectoryRequest; result: DirectoryDetails };
  /** Adds a directory. */
  "directories.add": { args: DirectoryAdd; result: DirectoryDetails };
  /** Changes settings of a directory. */
  "directories.set": { args: DirectoryChange; result: DirectoryDetails };
  /** Removes a directory that nobody is in. */
  "directories.remove": { args: DirectoryRequest; result: Nothing };
  /** Keeps a source that is being set up, to be resumed. */
  "directories.draft": { args: SourceDraft; result: DirectoryDetails };
  /** Gives up a source that was being set up. */
  "directories.discard_draft": { args: DirectoryRequest; result: DirectoryDetails };
  /** Attaches a source to a directory, or changes the settings of the attached one. */
  "directories.attach": { args: AttachRequest; result: DirectoryDetails };
  /** Reads a directory from its source now. */
  "directories.read": { args: DirectoryRequest; result: DirectoryDetails };
  /** Removes the source of a directory; people and accounts stay. */
  "directories.remove_sync": { args: DirectoryRequest; result: SyncRemoved };
  /** Answers whether org units are to be mapped. */
  "directories.ask_org_unit": { args: OrgUnitAnswer; result: DirectoryDetails };
  /** Lists the domains of a directory. */
  "domains.list": { args: DirectoryRequest; result: DomainList };
  /** Adds a domain and requests its proof. */
  "domains.add": { args: DomainRequest; result: DomainList };
  /** Asks DNS for the proof of a domain now. */
  "domains.check": { args: DomainRequest; result: DomainList };
  /** Requests the proof of an expired domain again. */
  "domains.restart": { args: DomainRequest; result: DomainList };
  /** Removes a domain. */
  "domains.remove": { args: DomainRequest; result: DomainList };
  /** Reads which server is asked for the proofs of domains. */
  "domains.resolver": { args: Nothing; result: DnsResolver };
  /** Chooses which server is asked for the proofs of domains. */
  "domains.set_resolver": { args: DnsResolver; result: DnsResolver };
  /** Lets a synced directory be edited for one hour. */
  "edit_window.open": { args: DirectoryRequest; result: EditWindow };
  /** Ends editing. */
  "edit_window.close": { args: DirectoryRequest; result: Nothing };
  /** Lists groups. */
  "groups.list": { args: GroupsRequest; result: GroupList };
  /** Reads a group with the rules that name it. */
  "groups.show": { args: GroupRequest; result: GroupDetails };
  /** Lists the members of a group, and through what they are in it. */
  "groups.members": { args: GroupMembersRequest; result: GroupMembers };
  /** Lists org units, level by level. */
  "org_units.list": { args: OrgUnitsRequest; result: OrgUnitList };
  /** Reads an org unit with what its people are given. */
  "org_units.show": { args: OrgUnitRequest; result: OrgUnitDetails };
  /** Lists attributes and where they are used. */
  "attributes.list": { args: Nothing; result: Vocabulary };
  /** Keeps a custom attribute. */
  "attributes.set": { args: AttributeSet; result: Vocabulary };
  /** Deletes a custom attribute that nothing uses. */
  "attributes.delete": { args: AttributeRequest; result: Vocabulary };
  /** Tries an attribute on people. */
  "attributes.try": { args: AttributeTry; result: AttributeTrial };
  /** Lists what is sent to each target. */
  "send.list": { args: Nothing; result: SendMaps };
  /** Changes what is sent to a target. */
  "send.set": { args: SendSet; result: SendMaps };
  /** Shows exactly what leaves for one person. */
  "send.preview": { args: SendPreviewRequest; result: SendPreview };
  /** Lists accounts of a target. */
  "accounts.list": { args: AccountsRequest; result: AccountList };
  /** Links an account to a person. */
  "accounts.link": { args: LinkRequest; result: Nothing };
  /** Keeps an account from being anyone's. */
  "accounts.unlink": { args: UnlinkRequest; result: Nothing };
  /** Lists sources and targets. */
  "connections.list": { args: Nothing; result: Connections };
  /** Tests a target. */
  "connections.test": { args: TargetRequest; result: ConnectionTest };
  /** Looks into a file that is to become a source. */
  "connections.file": { args: SourceFile; result: SourceFilePreview };
  /** Tries a directory server out step by step; keeps nothing. */
  "ldap.probe": { args: LdapServer; result: LdapProbe };
  /** Tells what is below an entry of a directory server. */
  "ldap.browse": { args: LdapBrowseRequest; result: LdapBranch };
  /** Tries a source out right by right before it is attached. */
  "connections.probe": { args: AttachRequest; result: SourceProbe };
  /** Begins to sign in to a source by a browser of this machine. */
  "sign_in.begin": { args: SignInRequest; result: SignInState };
  /** Tells how the sign-in to a source stands. */
  "sign_in.get": { args: DirectoryRequest; result: SignInState };
  /** Gives up waiting for the browser. */
  "sign_in.cancel": { args: DirectoryRequest; result: SignInState };
  /** Tells where others write to a directory. */
  "push.endpoint": { args: PushEndpointRequest; result: PushEndpoint };
  /** Reads where this machine listens for SCIM calls. */
  "push.listening": { args: Nothing; result: PushListening };
  /** Chooses where this machine listens for SCIM calls. */
  "push.listen": { args: PushListening; result: PushListening };
  /** Lists SCIM calls that were received. */
  "push.calls": { args: PushCallsRequest; result: PushCallList };
  /** Lists tokens by which others write to directories. */
  "tokens.list": { args: Nothing; result: TokenList };
  /** Makes a token by which others write to a directory. */
  "tokens.create": { args: TokenRequest; result: MadeToken };
  /** Makes a token invalid. */
  "tokens.revoke": { args: TokenRevocation; result: Nothing };
  /** Lists what happened. */
  "activity.list": { args: ActivityRequest; result: ActivityList };
  /** Writes what happened as CSV. */
  "activity.export": { args: ActivityRequest; result: ExportedFile };
  /** Reads the settings. */
  "settings.get": { args: Nothing; result: Settings };
  /** Changes settings. */
  "settings.set": { args: SettingsChange; result: Settings };
  /** Reads where the news of runs go. */
  "notify.get": { args: Nothing; result: NotifySettings };
  /** Changes where the news of runs go. */
  "notify.set": { args: NotifyChange; result: NotifySettings };
  /** Really sends a trial on one channel. */
  "notify.test": { args: NotifyTest; result: NotifyTested };
  /** Chooses where secrets are kept. */
  "secrets.choose": { args: SecretsChoice; result: Settings };
  /** Keeps a secret. */
  "secrets.set": { args: SecretRequest; result: Nothing };
  /** Sets up the sample organization. */
  "workspace.open_sample": { args: Nothing; result: Nothing };
  /** Checks a configuration file and tells what it would change. */
  "workspace.check": { args: ConfigurationFile; result: ConfigurationCheck };
  /** Takes over a configuration file. */
  "workspace.import": { args: ConfigurationFile; result: Nothing };
  /** Buys seats in the sample organization. */
  "sample.buy_seats": { args: BuySeatsRequest; result: Nothing };
}

export type CommandName = keyof Commands;

/** The causes of failure. */
export const causes = [
  "account_exists",
  "no_licences",
  "domain_not_verified",
  "attribute_missing",
  "attribute_invalid",
  "duplicate_in_source",
  "duplicate_across_directories",
  "suspended_elsewhere",
  "externally_managed",
  "not_permitted",
  "rejected_by_target",
  "unreadable_answer",
  "not_confirmed",
  "credential_rejected",
  "not_found",
  "conflict",
  "rate_limited",
  "unavailable",
  "timeout",
  "certificate_untrusted",
] as const;

/** The guards. */
export const guards = [
  "removals",
  "source_shrunk",
  "bad_rows",
  "unknown_name",
  "rule_test",
] as const;

/** Why steps are not sent. */
export const reasonsNotSent = [
  "held_by_guard",
  "quarantined",
  "cancelled",
  "not_reached",
  "account_not_created",
] as const;

/** The kinds of entry in Activity. */
export const activityKinds = [
  "run_finished",
  "run_cancelled",
  "run_failed",
  "run_undone",
  "target_paused",
  "target_resumed",
  "quarantined",
  "quarantine_trial_failed",
  "quarantine_passed",
  "quarantine_switched_off",
  "quarantine_lifted",
  "quarantine_trial_asked",
  "failure",
  "failures_retried",
  "failure_dropped",
  "failure_dismissed",
  "accounts_adopted",
  "accounts_reactivated",
  "held_approved",
  "held_discarded",
  "discard_taken_back",
  "sync_switched",
  "sync_paused",
  "rule_created",
  "rule_changed",
  "rule_moved",
  "rule_switched",
  "rule_deleted",
  "rule_restored",
  "seats_bought",
  "sample_opened",
  "configuration_imported",
  "secret_set",
  "secrets_chosen",
  "settings_changed",
  "notify_changed",
  "notify_tested",
  "notify_sent",
  "notify_failed",
  "connection_tested",
  "target_added",
  "target_changed",
  "target_removed",
  "schedule_changed",
  "directory_added",
  "directory_changed",
  "directory_removed",
  "source_attached",
  "source_changed",
  "source_removed",
  "edit_window_opened",
  "edit_window_closed",
  "person_edited",
  "edits_fell_back",
  "edits_given_up",
  "person_added",
  "person_deleted",
  "account_deleted",
  "domain_requested",
  "domain_verified",
  "domain_removed",
  "account_linked",
  "account_unlinked",
  "rule_renamed_group",
  "exception_kept",
  "exception_deleted",
  "rule_test_kept",
  "rule_test_deleted",
  "attribute_kept",
  "attribute_deleted",
  "send_changed",
  "push_listening_changed",
  "token_created",
  "token_revoked",
  "activity_trimmed",
] as const;

/** What sources cannot make sense of. */
export const warningCodes = [
  "row_too_long",
  "quote_open",
  "field_too_long",
  "not_utf8",
  "text_after_quote",
  "quote_in_field",
  "field_count",
  "user_name_empty",
  "active_wrong",
  "group_name_empty",
  "member_empty",
  "member_type_wrong",
  "line_too_long",
  "no_colon",
  "no_attribute_name",
  "record_without_dn",
  "dn_not_utf8",
  "second_dn",
  "not_base64",
  "other_file",
  "same_record",
  "more_records",
  "mapped_active_wrong",
  "key_empty",
  "status_unknown",
  "scope_group_missing",
  "groups_named_alike",
  "lists_left_out",
  "no_groups",
  "changes_untold",
  "member_unknown",
  "token_ends",
  "certificate_ends",
  "secret_ends",
  "token_not_kept",
] as const;

/** What lint finds. */
export const remarkCodes = [
  "broken_condition",
  "unknown_group",
  "unknown_org_unit",
  "gives_what_it_withholds",
  "matches_nobody",
  "same_as",
  "wholly_shadowed",
  "outside_list",
  "more_than_seats",
] as const;

/** What people have where clauses look. */
export const ownCodes = [
  "nothing",
  "values",
  "groups",
  "in_no_group",
  "directly_in",
  "through",
  "through_unit",
  "not_in",
  "no_such_group",
] as const;

/** Why runs fail as a whole. */
export const runErrorCodes = [
  "source_unreadable",
  "condition_wrong",
  "runner_elsewhere",
  "reading_elsewhere",
  "run_under_way",
  "undo_changed",
  "journal_refused",
  "run_broken",
  "workspace_newer",
  "workspace_older",
  "workspace_locked",
  "workspace_read_only",
  "workspace_damaged",
  "disk_full",
  "workspace_unavailable",
  "fenced",
  "read_meanwhile",
  "not_found",
  "name_taken",
] as const;

/** Why connections are in quarantine. */
export const quarantineReasons = [
  "credential_rejected",
  "failing",
] as const;
