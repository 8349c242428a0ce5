//! People in the order of one column.

use super::collation::{Collation, Place};
use roaring::RoaringBitmap;
use rolecall_directory::{Column, Snapshot, Strings};
use std::borrow::Cow;

/// By what people are ordered; people who are equal in it by userName.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SortBy {
    /// By name, as screens show it.
    Name,
    /// By userName.
    User,
    /// By department.
    Department,
    /// By org unit.
    OrgUnit,
    /// By directory, as the configuration lists them.
    Directory,
    /// Active people first.
    State,
}

impl SortBy {
    /// What `word` asks for: by name where it says nothing that is known.
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "user" => Self::User,
            "department" => Self::Department,
            "unit" => Self::OrgUnit,
            "directory" => Self::Directory,
            "state" => Self::State,
            _ => Self::Name,
        }
    }

    /// Whether its order differs from language to language.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Name | Self::Department | Self::OrgUnit)
    }
}

/// Bits of a key for one part of a name; the userName's place takes the last 32.
const PART: u32 = 24;
/// The key of those who have nothing in the column: after all others, whichever way it is turned.
const ABSENT: u128 = u128::MAX << 32;

/// All people in the order of one column.
pub(crate) struct Order {
    rows: Vec<u32>,
    /// Places by row; `u32::MAX` for rows that are not in it.
    ranks: Vec<u32>,
    /// Those from here on have nothing in the column.
    present: usize,
}

impl Order {
    /// Puts the people of `snapshot` in order.
    pub(crate) fn new(snapshot: &Snapshot, by: SortBy, language: &str) -> Self {
        let names = snapshot.by_name();
        let mut keys: Vec<u128> = Vec::new();
        match by {
            SortBy::User => keys.extend((0..names.len()).map(|at| at as u128)),
            SortBy::Name => keys = name_keys(snapshot, &Collation::new(language)),
            SortBy::Department => keys = column_keys(snapshot, "department", language),
            SortBy::OrgUnit => keys = column_keys(snapshot, "orgUnit", language),
            SortBy::Directory => {
                let number = |row| snapshot.person(row).directory() as u128;
                keys.extend((0..).zip(names).map(|(at, &row)| number(row) << 32 | at));
            }
            SortBy::State => {
                let inactive = |row| u128::from(!snapshot.active().contains(row));
                keys.extend((0..).zip(names).map(|(at, &row)| inactive(row) << 32 | at));
            }
        }
        keys.sort_unstable();
        let present = keys.partition_point(|&key| key < ABSENT);
        // The last 32 bits are the place among the userNames.
        let rows: Vec<u32> = keys.iter().map(|&key| names[key as u32 as usize]).collect();
        let mut ranks = vec![u32::MAX; snapshot.people() as usize];
        for (rank, &row) in (0..).zip(&rows) {
            ranks[row as usize] = rank;
        }
        Self { rows, ranks, present }
    }

    /// The rows of `among`, of everybody where that is `None`, in this order.
    pub(crate) fn list(&self, among: Option<&RoaringBitmap>, descending: bool) -> Vec<u32> {
        let Some(among) = among else { return self.turned(|_| true, descending) };
        if among.len() > self.rows.len() as u64 / 16 {
            // In the order rows come as they will: one look each must be cheap.
            let mut wanted = vec![false; self.ranks.len()];
            let ranked = among.iter().take_while(|&row| (row as usize) < self.ranks.len());
            ranked.for_each(|row| wanted[row as usize] = true);
            return self.turned(|row| wanted[row as usize], descending);
        }
        let rank = |row: u32| self.ranks.get(row as usize).copied().unwrap_or(u32::MAX);
        let mut rows: Vec<u32> = among.iter().filter(|&row| rank(row) != u32::MAX).collect();
        let present = self.present as u32;
        rows.sort_unstable_by_key(|&row| match rank(row) {
            rank if descending && rank < present => present - rank,
            rank => rank,
        });
        rows
    }

    fn turned(&self, wanted: impl Fn(u32) -> bool, descending: bool) -> Vec<u32> {
        let (present, absent) = self.rows.split_at(self.present);
        let wanted = |row: &u32| wanted(*row);
        if descending {
            let last = absent.iter().copied().filter(wanted);
            present.iter().rev().copied().filter(wanted).chain(last).collect()
        } else {
            self.rows.iter().copied().filter(wanted).collect()
        }
    }
}

/// Keys by the text of a column.
fn column_keys(snapshot: &Snapshot, name: &str, language: &str) -> Vec<u128> {
    let column = snapshot.column(name);
    let places =
        column.map(|column| Collation::new(language).places(column.distinct())).unwrap_or_default();
    let key = |row| {
        let number = column.and_then(|column| column.text_number(row));
        number.map_or(ABSENT, |number| u128::from(places[number as usize].whole) << 32)
    };
    (0..).zip(snapshot.by_name()).map(|(at, &row)| key(row) | at).collect()
}

/// Keys by name. A name is its first word and what follows: of both there are few, so that each is
/// put in its language's order once, however many people there are.
fn name_keys(snapshot: &Snapshot, collation: &Collation) -> Vec<u128> {
    let mut words = Words::new(snapshot);
    let names: Vec<(u32, u32)> = snapshot.by_name().iter().map(|&row| words.of_name(row)).collect();
    let places = collation.places(&words.texts);
    let part = |number: u32| u128::from(number.min((1 << PART) - 1));
    let key = |(first, rest): (u32, u32)| {
        let [first, rest]: [Place; 2] = [places[first as usize], places[rest as usize]];
        let letters = part(first.letters) << PART | part(rest.letters);
        (letters << (2 * PART) | part(first.whole) << PART | part(rest.whole)) << 32
    };
    (0..).zip(names).map(|(at, name)| key(name) | at).collect()
}

/// The words of names, each kept once.
struct Words<'a> {
    snapshot: &'a Snapshot,
    texts: Strings,
    display: Option<&'a Column>,
    given: Named<'a>,
    family: Named<'a>,
    nothing: u32,
}

/// A column of names, and the number among the words of each of its texts that is one word or a
/// whole rest, by its own number.
struct Named<'a> {
    column: Option<&'a Column>,
    numbers: Vec<Option<u32>>,
}

impl Named<'_> {
    fn of(&self, row: u32) -> Option<u32> {
        *self.numbers.get(self.column?.text_number(row)? as usize)?
    }
}

impl<'a> Words<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        let mut texts = Strings::default();
        // Taken in first, so that there is a place for names of one word.
        let nothing = texts.intern("").unwrap_or_default();
        let mut named = |name: &str, is_word: bool| {
            let column = snapshot.column(name);
            let all = column.into_iter().flat_map(|column| column.distinct().iter());
            let number = |text: &str| {
                if is_word && text.contains(' ') { None } else { texts.intern(text) }
            };
            Named { column, numbers: all.map(number).collect() }
        };
        let (given, family) = (named("givenName", true), named("familyName", false));
        let display = snapshot.column("displayName");
        Self { snapshot, texts, display, given, family, nothing }
    }

    /// The first word of the name of the person in `row`, and the rest.
    fn of_name(&mut self, row: u32) -> (u32, u32) {
        let display = self.display.and_then(|column| column.get(row));
        if display.is_none()
            && let (Some(first), Some(rest)) = (self.given.of(row), self.family.of(row))
        {
            return (first, rest);
        }
        let called = || self.snapshot.person(row).display_name();
        let name = display.map_or_else(|| Cow::Owned(called()), Cow::Borrowed);
        let (first, rest) = name.split_once(' ').unwrap_or((&name, ""));
        let mut number = |text: &str| self.texts.intern(text).unwrap_or(self.nothing);
        (number(first), number(rest))
    }
}
