//! The vocabulary of Rolecall as plain data, and the [`Snapshot`]: people, groups and attributes
//! as columns and bitmaps. Knows nothing of files, network or time.

mod account;
mod activity;
mod attribute;
mod cells;
mod column;
mod configuration;
mod containing;
mod keys;
mod mirror;
mod notify;
mod person;
mod rule;
mod schedule;
mod snapshot;
mod source;
mod source_warning;
mod step;
mod strings;
mod target;
mod text;
mod vendor;

pub use account::{
    AccountRecord, AccountRow, AccountTable, AccountTableBuilder, Holding, HoldingRecord,
    HoldingRef, PlaceId, RowIndex, Sealed, SlotHoldings, Texts, Unsealed,
};
pub use activity::ActivityDefinition;
pub use attribute::{
    AttributeDefinition, AttributeType, STANDARD_CUSTOM, canonical_attribute, scim_column,
};
pub use column::{Column, LIST_SEPARATOR};
pub use configuration::{Configuration, DirectoryDefinition, DomainDefinition};
pub use keys::{KeyColumn, PersonKeys};
pub use mirror::{MirrorChange, MirrorMember, MirrorState, RecordKind};
pub use notify::{EmailDefinition, MailTls, NotifyDefinition, WebhookDefinition};
pub use person::{GroupRecord, ListedGroup, Member, MemberRecord, PersonRecord, PersonRow};
pub use rule::{
    Assignment, Exception, Expectation, Expected, Gives, Rule, RuleTest, ValueSource, Withholding,
};
pub use schedule::{
    Cron, CronError, QuietHours, QuietHoursError, ScheduleDefinition, is_always_quiet,
};
pub use snapshot::{
    Group, GroupOrigin, OrgUnit, Person, PersonChange, Snapshot, SnapshotBuilder, SnapshotFormError,
};
pub use source::{
    LdapAccess, LdapFlavour, SourceAccess, SourceDefinition, SourceKind, SourceScope,
};
pub use source_warning::{SourceFlaw, SourceWarning};
pub use step::{Cause, Failure, Guard, Held, NotSent, Step, StepKind};
pub use strings::Strings;
pub use target::{
    CallLimit, QuarantineLimits, RemovalLimits, SlotBinding, SlotDefinition, TargetDefinition,
    TargetKind, UnmanagedPolicy, ValueDefinition,
};
pub use text::{Folded, domain_of, org_unit_ancestors, org_unit_path};
pub use vendor::{AdobeIdentity, ApiAccess, GOTO_SLOTS, OAuthClient, UMAPI_SLOTS, VendorSlot};
