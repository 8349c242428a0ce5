//! How much a request may hold and ask for. The numbers are decisions of ours: several times what
//! clients are known to send, and little enough that one request does no harm.

/// How many bytes a body may have.
pub const LARGEST_BODY: usize = 8 << 20;
/// How many bytes a filter may have.
pub const LONGEST_FILTER: usize = 8 << 10;
/// How many operations a bulk request may hold, and a patch.
pub const MOST_OPERATIONS: usize = 1000;
/// How many resources a page may have.
pub const MOST_RESULTS: u64 = 1000;
/// How many resources a page has where the client does not say.
pub(super) const USUAL_RESULTS: u64 = 100;
/// How many objects and lists may stand within each other in a body.
pub(super) const DEPTH: usize = 24;
/// How many members the answer to a patch lists; a larger group is answered without a body.
pub(super) const MOST_MEMBERS_ANSWERED: u64 = 1000;
