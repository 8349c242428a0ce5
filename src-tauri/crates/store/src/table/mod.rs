//! The tables, one file each, and the verbs over them.

pub(crate) mod absence;
pub(crate) mod account_home;
pub(crate) mod account_mark;
pub(crate) mod account_table;
pub(crate) mod activity;
pub(crate) mod activity_list;
pub(crate) mod activity_trimmed;
pub(crate) mod approval;
pub(crate) mod configuration;
pub(crate) mod discard;
pub(crate) mod discard_list;
pub(crate) mod domain;
pub(crate) mod draft;
pub(crate) mod edit;
pub(crate) mod edit_window;
pub(crate) mod failure;
pub(crate) mod failure_list;
pub(crate) mod group;
pub(crate) mod group_binding;
pub(crate) mod known_group;
pub(crate) mod known_person;
pub(crate) mod lease;
pub(crate) mod life;
pub(crate) mod link;
pub(crate) mod mark_change;
pub(crate) mod membership;
pub(crate) mod mirror;
pub(crate) mod pause;
pub(crate) mod pending_removal;
pub(crate) mod person;
pub(crate) mod piece;
pub(crate) mod push_call;
pub(crate) mod push_log;
pub(crate) mod push_member;
pub(crate) mod push_resource;
pub(crate) mod push_token;
pub(crate) mod push_view;
pub(crate) mod quarantine;
pub(crate) mod reading;
pub(crate) mod reading_amended;
pub(crate) mod reading_changes;
pub(crate) mod reading_draft;
pub(crate) mod reading_writer;
pub(crate) mod rule;
pub(crate) mod run;
pub(crate) mod run_list;
pub(crate) mod setting;
pub(crate) mod snapshot;
pub(crate) mod step;
pub(crate) mod step_counts;
pub(crate) mod step_key;
pub(crate) mod step_list;
pub(crate) mod step_outcome;
pub(crate) mod step_totals;
pub(crate) mod target_start;
pub(crate) mod value_mark;

/// The schema of every table, in an order that satisfies their references.
pub(crate) const SCHEMAS: [&str; 18] = [
    setting::SCHEMA,
    configuration::SCHEMA,
    piece::SCHEMA,
    rule::SCHEMA,
    reading::SCHEMA,
    person::SCHEMA,
    group::SCHEMA,
    membership::SCHEMA,
    account_mark::SCHEMA,
    value_mark::SCHEMA,
    lease::SCHEMA,
    run::SCHEMA,
    step::SCHEMA,
    failure::SCHEMA,
    approval::SCHEMA,
    discard::SCHEMA,
    pending_removal::SCHEMA,
    activity::SCHEMA,
];

/// The second migration, released with the rules at full depth.
pub(crate) const SECOND: &[&str] = &[
    rule::HEADINGS,
    reading::FORGET_FIRST,
    reading::ROWS,
    person::ROWS,
    group::ROWS,
    snapshot::SCHEMA,
    draft::SCHEMA,
    account_table::SCHEMA,
    link::SCHEMA,
    group_binding::SCHEMA,
];

/// The third migration, released with undo, the schedule and quarantine.
pub(crate) const THIRD: &[&str] = &[quarantine::SCHEMA, pause::SCHEMA, target_start::SCHEMA];

/// The fourth migration, released with further sources and the life of directories.
pub(crate) const FOURTH: &[&str] = &[
    mirror::SCHEMA,
    known_person::SCHEMA,
    known_group::SCHEMA,
    edit::SCHEMA,
    edit_window::SCHEMA,
    domain::SCHEMA,
    push_resource::SCHEMA,
    push_member::SCHEMA,
    push_token::SCHEMA,
    push_call::SCHEMA,
];

/// The sixth migration, released with accounts that remember the directory of their person.
pub(crate) const SIXTH: &[&str] = &[account_home::SCHEMA];

/// The seventh migration, released with the choice how long Activity is kept.
pub(crate) const SEVENTH: &[&str] = &[activity::START];

/// The fifth migration: steps whose answer never came.
pub(crate) const FIFTH: &[&str] = &[step::DOUBT];
