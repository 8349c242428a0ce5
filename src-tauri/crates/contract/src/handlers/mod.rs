//! What each command does, one file a domain.

pub(crate) mod activity;
pub(crate) mod attributes;
pub(crate) mod banners;
pub(crate) mod condition;
pub(crate) mod connections;
pub(crate) mod failures;
pub(crate) mod held;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod readiness;
pub(crate) mod rule_draft;
pub(crate) mod rule_view;
pub(crate) mod rules;
pub(crate) mod runs;
pub(crate) mod sample;
pub(crate) mod settings;
pub(crate) mod sync;
pub(crate) mod workspace;
