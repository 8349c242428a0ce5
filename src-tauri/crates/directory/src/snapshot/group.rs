//! Groups and org units as sets of rows.

use roaring::RoaringBitmap;
use std::sync::Arc;

/// Where a group came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupOrigin {
    /// The source delivered it, by itself or in a person's record.
    Source,
    /// It was derived from an org unit.
    OrgUnit,
    /// Both, under one name.
    Both,
}

/// A group with its members as rows.
#[derive(Debug, Clone)]
pub struct Group {
    /// The index of its directory.
    pub directory: u16,
    /// The source's stable id.
    pub id: String,
    /// The display name.
    pub display: String,
    /// Where it came from.
    pub origin: GroupOrigin,
    /// The groups that are directly in it, by index.
    pub children: Vec<u32>,
    pub(crate) direct: Arc<RoaringBitmap>,
    /// The same as `direct` where nobody else is in it, and within a cycle.
    pub(crate) all: Arc<RoaringBitmap>,
}

impl Group {
    /// People directly in it.
    #[must_use]
    pub fn direct(&self) -> &RoaringBitmap {
        &self.direct
    }

    /// People in it directly or through other groups.
    #[must_use]
    pub fn all(&self) -> &RoaringBitmap {
        &self.all
    }

    /// The same, to be shared rather than copied.
    #[must_use]
    pub fn all_shared(&self) -> &Arc<RoaringBitmap> {
        &self.all
    }

    /// Of `rows`, leaves those in `direct` and `all` in it, and no others.
    pub(super) fn replace(
        &mut self,
        rows: &RoaringBitmap,
        direct: Option<&RoaringBitmap>,
        all: Option<&RoaringBitmap>,
    ) {
        let shared = Arc::ptr_eq(&self.direct, &self.all);
        if direct.is_none() && all.is_none() && self.all.is_disjoint(rows) {
            return;
        }
        if shared && direct == all {
            // One set stays one, and is changed where it is.
            self.all = Arc::default();
            exchange(&mut self.direct, rows, direct);
            self.all = self.direct.clone();
        } else {
            exchange(&mut self.direct, rows, direct);
            exchange(&mut self.all, rows, all);
        }
    }
}

/// An org unit that someone is in or below.
#[derive(Debug, Clone)]
pub struct OrgUnit {
    /// The path as first spelled.
    pub path: String,
    /// People exactly there.
    pub here: RoaringBitmap,
    /// People there or below.
    pub below: RoaringBitmap,
}

fn exchange(set: &mut Arc<RoaringBitmap>, rows: &RoaringBitmap, now: Option<&RoaringBitmap>) {
    let before = &**set & rows;
    if Some(&before) == now || (before.is_empty() && now.is_none()) {
        return;
    }
    let set = Arc::make_mut(set);
    // Those are few: what stays is not written anew.
    for row in &before {
        if now.is_none_or(|now| !now.contains(row)) {
            set.remove(row);
        }
    }
    for row in now.into_iter().flatten() {
        set.insert(row);
    }
}
