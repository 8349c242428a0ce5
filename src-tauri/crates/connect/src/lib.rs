//! Sources and targets: one folder each, with client, mapping, error table and quirks.
//!
//! What a connection may do is a trait it implements: who holds a [`ReadTarget`] cannot send.

mod capability;

pub use capability::{
    AccountWork, ApplyTarget, ConnectError, DirectorySink, Journal, JournalError, Outcome,
    PersonToSend, ReadReport, ReadSource, ReadTarget, StepResult, TargetState, ValueWork, WorkStep,
};
