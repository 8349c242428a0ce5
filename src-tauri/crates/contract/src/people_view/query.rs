//! Which people a list shows, and in what order.

use super::PeopleView;
use super::find::found;
use super::order::SortBy;
use crate::types::{PeopleFilter, PeopleRequest};
use crate::{App, AppError};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Folded, GroupOrigin};
use rolecall_store::FailureGroup;
use std::sync::Arc;

/// Which people a list shows, and in what order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    text: String,
    by: SortBy,
    descending: bool,
    language: String,
    filter: PeopleFilter,
    /// Which failures there are, where the list asks for people with failures.
    failures: Vec<FailureGroup>,
}

impl Query {
    /// What `request` asks for.
    pub(crate) fn new(app: &App, request: &PeopleRequest) -> Result<Self, AppError> {
        let order = request.order.clone().unwrap_or_default();
        let by = SortBy::of(&order.column);
        let filter = request.filter.clone().unwrap_or_default();
        let failures = if filter.failures { app.store.failures_by_cause()? } else { Vec::new() };
        Ok(Self {
            text: request.text.trim().to_owned(),
            by,
            descending: order.descending,
            language: if by.is_text() { order.language } else { String::new() },
            filter,
            failures,
        })
    }

    fn asks_for_everybody(&self) -> bool {
        self.text.is_empty() && self.filter == PeopleFilter::default()
    }
}

impl PeopleView {
    /// The rows of the people that `query` asks for, in its order.
    pub(crate) fn rows(&self, app: &App, query: &Query) -> Result<Arc<Vec<u32>>, AppError> {
        let failing = if query.filter.failures { Some(self.failing(app)?) } else { None };
        Ok(self.lists.get(query.clone(), || {
            let order = self.order(query.by, &query.language);
            let among = (!query.asks_for_everybody()).then(|| self.among(query, failing));
            order.list(among.as_ref(), query.descending)
        }))
    }

    /// The rows of people who have an open failure in any target.
    fn failing(&self, app: &App) -> Result<RoaringBitmap, AppError> {
        let users = app.store.failing_users()?;
        let rows = users.iter().flat_map(|user| self.snapshot().rows_named(user));
        Ok(rows.copied().collect())
    }

    /// Whom the text and the filter of `query` leave.
    fn among(&self, query: &Query, failing: Option<RoaringBitmap>) -> RoaringBitmap {
        let snapshot = self.snapshot();
        let filter = &query.filter;
        let mut among = match query.text.as_str() {
            "" => snapshot.everyone(),
            text => found(snapshot, text),
        };
        if let Some(failing) = failing {
            among &= failing;
        }
        if let Some(name) = &filter.directory {
            among &= self.of_directory(name);
        }
        match filter.state.as_deref() {
            Some("active") => among &= snapshot.active(),
            Some("disabled") => among -= snapshot.active(),
            _ => {}
        }
        if filter.without_group {
            among -= self.in_groups();
        }
        if let Some(group) = &filter.group {
            match self.group_at(&group.directory, &group.id) {
                Some(at) => among &= snapshot.groups()[at as usize].all(),
                None => among.clear(),
            }
        }
        if let Some(path) = &filter.org_unit {
            match snapshot.org_units().get(&Folded::new(path)) {
                Some(unit) => among &= &unit.below,
                None => among.clear(),
            }
        }
        among
    }

    /// The rows of the directory called `name`; nobody where there is none.
    fn of_directory(&self, name: &str) -> RoaringBitmap {
        let at = self.basis.directories.iter().position(|one| one.name == name);
        at.and_then(|at| self.snapshot().of_directory().get(at)).cloned().unwrap_or_default()
    }

    /// Everybody who is in a group of the source; those derived from org units leave nobody out.
    fn in_groups(&self) -> &RoaringBitmap {
        self.grouped.get_or_init(|| {
            let groups = self.snapshot().groups().iter();
            groups
                .filter(|group| group.origin != GroupOrigin::OrgUnit)
                .map(rolecall_directory::Group::all)
                .union()
        })
    }
}
