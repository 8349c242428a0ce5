//! Faults on demand.

use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The call is not carried out and answered with this status.
    Status(u16),
    /// The call is carried out, and the connection cut before its answer.
    CutAfter,
    /// The connection is cut before the call is carried out.
    CutBefore,
    /// The call is carried out and answered with what is no JSON.
    Garbage,
    /// The call is carried out this much later.
    Slow(Duration),
    /// The call is carried out and never answered.
    Silent,
}

/// A fault that waits for its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The calls' method.
    pub method: &'static str,
    /// What their path ends with.
    pub path: String,
    /// How many such calls go right first.
    pub after: usize,
    /// How many go wrong then.
    pub times: usize,
    /// What goes wrong.
    pub kind: FaultKind,
}

/// What goes wrong with a call, if anything; counts the call.
pub(crate) fn strike(faults: &mut Vec<Fault>, method: &str, path: &str) -> Option<FaultKind> {
    let mut struck = None;
    for fault in faults.iter_mut().filter(|one| one.method == method && path.ends_with(&one.path)) {
        if fault.after > 0 {
            fault.after -= 1;
        } else if struck.is_none() && fault.times > 0 {
            fault.times -= 1;
            struck = Some(fault.kind);
        }
    }
    faults.retain(|fault| fault.times > 0);
    struck
}
