//! One person, read from the columns.

use super::{EMAIL, ID, Snapshot, USER_NAME};

/// One person, read from the columns.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// The row.
    pub row: u32,
}

impl<'a> Person<'a> {
    /// The attribute in column `name`; of a list, its elements with separators.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.snapshot.column(name)?.get(self.row)
    }

    /// The userName as the source spells it.
    #[must_use]
    pub fn user_name(&self) -> &'a str {
        self.first(USER_NAME).unwrap_or_default()
    }

    /// The source's stable id.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.first(ID).unwrap_or_default()
    }

    /// The primary e-mail.
    #[must_use]
    pub fn email(&self) -> Option<&'a str> {
        self.first(EMAIL)
    }

    /// The cell in one of the columns whose place is fixed: asked of every person in every plan.
    fn first(&self, column: usize) -> Option<&'a str> {
        self.snapshot.columns.get(column)?.get(self.row)
    }

    /// What screens call the person: displayName, else given and family name, else userName.
    #[must_use]
    pub fn display_name(&self) -> String {
        if let Some(name) = self.attribute("displayName") {
            return name.to_owned();
        }
        match (self.attribute("givenName"), self.attribute("familyName")) {
            (Some(given), Some(family)) => format!("{given} {family}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => self.user_name().to_owned(),
        }
    }

    /// Whether the person is active at the source.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.snapshot.active.contains(self.row)
    }

    /// The index of the person's directory.
    #[must_use]
    pub fn directory(&self) -> usize {
        self.snapshot.of_directory.iter().position(|rows| rows.contains(self.row)).unwrap_or(0)
    }

    /// The groups the person is in: index and whether directly.
    pub fn groups(&self) -> impl Iterator<Item = (u32, bool)> + 'a {
        let row = self.row;
        let groups = (0u32..).zip(&self.snapshot.groups);
        let mine = groups.filter(move |(_, group)| group.all().contains(row));
        mine.map(move |(index, group)| (index, group.direct().contains(row)))
    }
}
