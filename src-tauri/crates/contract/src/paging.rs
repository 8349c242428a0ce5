//! Parts of lists.

use crate::types::PageRequest;
use rolecall_store::Page;

/// The most a page holds.
pub(crate) const MOST: u64 = 200;

/// The part asked for, as the store reads it.
pub(crate) fn page(request: PageRequest) -> Page {
    Page {
        offset: u32::try_from(request.offset).unwrap_or(u32::MAX),
        limit: u32::try_from(request.limit.min(MOST)).unwrap_or(u32::MAX),
    }
}

/// The part asked for of a list at hand.
pub(crate) fn page_of<T>(
    list: impl IntoIterator<Item = T>,
    request: PageRequest,
) -> impl Iterator<Item = T> {
    let offset = usize::try_from(request.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(request.limit.min(MOST)).unwrap_or(usize::MAX);
    list.into_iter().skip(offset).take(limit)
}
