//! Finding people as one types: by name, address, and the groups they are in.

use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{Column, Folded, Group, Snapshot};
use rolecall_scim::fold_cow;

/// From this many letters on the names of groups are searched too: most have any two letters.
const GROUP_LETTERS: usize = 3;

/// The rows of people whose name, userName or e-mail contains `text` without case, or who are in a
/// group whose name does.
pub(crate) fn found(snapshot: &Snapshot, text: &str) -> RoaringBitmap {
    called(snapshot, text) | groups_named(snapshot, text).map(Group::all).union()
}

/// The groups whose name contains `text` without case.
pub(crate) fn groups_named<'a>(
    snapshot: &'a Snapshot,
    text: &str,
) -> impl Iterator<Item = &'a Group> {
    let is_long = text.chars().count() >= GROUP_LETTERS;
    let text = Folded::new(text);
    let all = if is_long { snapshot.groups() } else { &[] };
    all.iter().filter(move |group| fold_cow(&group.display).contains(text.as_str()))
}

/// The rows whose name, userName or e-mail contains `text` without case.
pub(crate) fn called(snapshot: &Snapshot, text: &str) -> RoaringBitmap {
    // Of userNames and of addresses there are as many as people: each takes as long as all else.
    let others = || containing(snapshot, "email", text) | named(snapshot, text);
    std::thread::scope(|scope| {
        let beside = scope.spawn(others);
        let users = containing(snapshot, "userName", text);
        users | beside.join().unwrap_or_else(|_| others())
    })
}

/// The rows whose name, as screens show it, contains `text` without case.
fn named(snapshot: &Snapshot, text: &str) -> RoaringBitmap {
    let with = |name: &str| snapshot.column(name).map(Column::rows_present).unwrap_or_default();
    // Who has no displayName is called by given and family name, with a space between.
    let mut found =
        containing(snapshot, "givenName", text) | containing(snapshot, "familyName", text);
    for (space, _) in text.match_indices(' ') {
        let (given, family) = (Folded::new(&text[..space]), Folded::new(&text[space + 1..]));
        let ends = |name: &str| Folded::new(name).as_str().ends_with(given.as_str());
        let starts = |name: &str| Folded::new(name).as_str().starts_with(family.as_str());
        if let (Some(first), Some(last)) =
            (snapshot.column("givenName"), snapshot.column("familyName"))
        {
            found |= first.rows_where(ends) & last.rows_where(starts);
        }
    }
    (found - with("displayName")) | containing(snapshot, "displayName", text)
}

fn containing(snapshot: &Snapshot, column: &str, text: &str) -> RoaringBitmap {
    snapshot.column(column).map(|column| column.rows_containing(text)).unwrap_or_default()
}

/// Whether [`called`] finds the person in `row`; as cheap as one person is.
pub(crate) fn is_called(snapshot: &Snapshot, row: u32, text: &Folded) -> bool {
    let values = |name: &str| snapshot.column(name).into_iter().flat_map(move |c| c.elements(row));
    let has = |name: &str| values(name).any(|value| fold_cow(value).contains(text.as_str()));
    if has("userName") || has("email") || has("displayName") {
        return true;
    }
    if values("displayName").next().is_some() {
        return false;
    }
    let first = |name: &str| values(name).next().unwrap_or_default();
    let name = format!("{} {}", first("givenName"), first("familyName"));
    has("givenName") || has("familyName") || fold_cow(&name).contains(text.as_str())
}
