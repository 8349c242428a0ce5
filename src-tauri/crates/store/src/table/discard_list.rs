//! The list of discards: what is asked of it, and in which order.

use crate::error::StoreError;
use crate::page::{Listing, Page, Paged};
use crate::store::Store;
use crate::table::discard::Discard;
use crate::table::step_key::StepKey;
use rolecall_directory::{Folded, StepKind};
use serde::{Deserialize, Serialize};

/// Which discards are wanted; what is left out does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiscardFilter {
    /// In this target.
    pub target: Option<String>,
    /// Of this kind of step.
    pub kind: Option<StepKind>,
    /// Of people or values whose name contains this, compared without case.
    pub text: Option<String>,
}

/// By what discards are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscardSort {
    /// By when they were discarded.
    #[default]
    At,
    /// By the person.
    User,
    /// By what was to happen: kind of step, value, target.
    Change,
    /// By who discarded them.
    Who,
}

impl DiscardSort {
    fn order(self, descending: bool) -> String {
        let way = if descending { "DESC" } else { "ASC" };
        let by = match self {
            Self::At => format!("discarded_at {way}"),
            Self::User => format!("folded(user) {way}"),
            Self::Change => {
                format!("kind {way}, folded(value) {way}, target {way}, discarded_at DESC")
            }
            Self::Who => format!("folded(who) {way}, discarded_at DESC"),
        };
        format!("{by}, target, subject, slot, value, kind")
    }
}

const SOURCE: &str = "FROM discard WHERE (:target IS NULL OR target = :target)
         AND (:kind IS NULL OR kind = :kind)
         AND (:text IS NULL OR finds(user, :text) OR finds(value, :text))";

impl Store {
    /// The discards that pass `filter`, in this order; `true` turns it round.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn discards_by(
        &self,
        filter: &DiscardFilter,
        (sort, descending): (DiscardSort, bool),
        page: Page,
    ) -> Result<Paged<Discard>, StoreError> {
        let text = filter.text.as_ref().map(|text| Folded::new(text).as_str().to_owned());
        let list = Listing {
            columns: &format!("{}, user, who, discarded_at", StepKey::COLUMNS),
            source: SOURCE,
            order: &sort.order(descending),
            params: &[
                (":target", &filter.target),
                (":kind", &filter.kind.map(StepKind::word)),
                (":text", &text),
            ],
        };
        self.read(|conn| list.page(conn, page, Discard::read))
    }
}
