//! Faults on demand.

use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The call is answered with this status.
    Status(u16),
    /// The connection is cut before the answer's end.
    Cut,
    /// The answer breaks off in the middle of its text, as if it were whole.
    Half,
    /// The answer is no JSON.
    Garbage,
    /// The page says that it is the last one.
    LastPage,
    /// The page's own people or groups are left out of it.
    EmptyPage,
    /// The answer comes this much later.
    Slow(Duration),
}

/// A fault that waits for its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What the calls' path ends with.
    pub path: String,
    /// How many such calls go right first.
    pub after: usize,
    /// How many go wrong then.
    pub times: usize,
    /// What goes wrong.
    pub kind: FaultKind,
}

/// What goes wrong with a call, if anything; counts the call.
pub(crate) fn strike(faults: &mut Vec<Fault>, path: &str) -> Option<FaultKind> {
    let mut struck = None;
    for fault in faults.iter_mut().filter(|one| path.ends_with(&one.path)) {
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
