//! The members of a group, and through which others they are in it.

use crate::paging::page_of;
use crate::people_view::{PeopleView, SortBy, called};
use crate::types::{GroupMember, GroupMembers, GroupMembersRequest};
use crate::{App, AppError};
use rolecall_directory::Group;
use std::collections::{HashSet, VecDeque};

/// The members that are asked for, a page of them by name.
///
/// # Errors
/// `not_found` without such a group.
pub(crate) fn list(app: &App, request: &GroupMembersRequest) -> Result<GroupMembers, AppError> {
    let view = app.people()?;
    let at = view.group_at(&request.group.directory, &request.group.id);
    let at = at.ok_or_else(|| AppError::not_found("group", &request.group.id))?;
    let group = &view.snapshot().groups()[at as usize];
    let mut rows = match request.which.as_deref() {
        Some("direct") => group.direct().clone(),
        Some("inherited") => group.all() - group.direct(),
        _ => group.all().clone(),
    };
    let text = request.text.trim();
    if !text.is_empty() {
        rows &= called(view.snapshot(), text);
    }
    let total = rows.len();
    let rows = view.order(SortBy::Name, &request.language).list(Some(&rows), false);
    let below = Below::new(&view, at);
    let member = |row: u32| {
        let direct = group.direct().contains(row);
        let path = if direct { Vec::new() } else { below.path(row) };
        GroupMember { person: view.item(row), direct, path }
    };
    Ok(GroupMembers { total, items: page_of(rows, request.page).map(member).collect() })
}

/// The groups in a group, nearest first, each with the one above it.
struct Below<'a> {
    view: &'a PeopleView,
    /// Index of the group, and the place here of the one it is in; `None` for the first.
    groups: Vec<(u32, Option<usize>)>,
}

impl<'a> Below<'a> {
    fn new(view: &'a PeopleView, top: u32) -> Self {
        let all = view.snapshot().groups();
        let (mut groups, mut seen) = (Vec::new(), HashSet::from([top]));
        let mut next = VecDeque::from([(top, None)]);
        while let Some((at, above)) = next.pop_front() {
            let place = groups.len();
            groups.push((at, above));
            let children = all[at as usize].children.iter().copied();
            next.extend(children.filter(|&child| seen.insert(child)).map(|one| (one, Some(place))));
        }
        Self { view, groups }
    }

    fn group(&self, place: usize) -> &'a Group {
        &self.view.snapshot().groups()[self.groups[place].0 as usize]
    }

    /// From the group that the person in `row` is directly in, up to the one in the first.
    fn path(&self, row: u32) -> Vec<String> {
        let holds = |&place: &usize| self.group(place).direct().contains(row);
        let Some(mut place) = (1..self.groups.len()).find(holds) else {
            // A group of an org unit holds who is in one below.
            let unit = self.view.snapshot().person(row).attribute("orgUnit");
            return unit.map(str::to_owned).into_iter().collect();
        };
        let mut path = vec![self.group(place).display.clone()];
        while let Some(above) = self.groups[place].1.filter(|&above| above > 0) {
            path.push(self.group(above).display.clone());
            place = above;
        }
        path
    }
}
