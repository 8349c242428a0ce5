//! Conditions to bitmaps.

use crate::clause_cache::ClauseCache;
use crate::field::Field;
use crate::text_test::TextTest;
use crate::value_filter::{Ask, members_meeting, people_meeting};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{AttributeType, Column, Group, Snapshot, org_unit_path};
use rolecall_scim::{AttrPath, Filter, Literal, Op};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The rows of the people whom `filter` matches, active or not; `now` in seconds since 1970.
///
/// A comparison on something absent matches nobody; so does one on an unknown attribute, which
/// [`crate::check_condition`] reports as an error.
#[must_use]
pub fn matches(filter: &Filter, snapshot: &Snapshot, now: i64) -> RoaringBitmap {
    let everyone = Matcher { snapshot, now, among: None, cache: None }.everyone(filter);
    Arc::unwrap_or_clone(everyone)
}

/// Those of `rows` whom `filter` matches; takes time by their number, not by everybody's.
#[must_use]
pub fn matches_among(
    filter: &Filter,
    snapshot: &Snapshot,
    now: i64,
    rows: &RoaringBitmap,
) -> RoaringBitmap {
    Asked { snapshot, now, among: Some(rows) }.filter(filter)
}

/// Asks conditions of everybody and remembers what single clauses answered.
pub(crate) struct Matcher<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) now: i64,
    /// Nobody else is answered, nor remembered; the same people for as long as the cache is kept.
    pub(crate) among: Option<&'a RoaringBitmap>,
    pub(crate) cache: Option<&'a ClauseCache>,
}

impl Matcher<'_> {
    pub(crate) fn everyone(&self, filter: &Filter) -> Arc<RoaringBitmap> {
        self.ask(filter, None)
    }

    /// Whom `filter` matches; with `among`, those of them who are in it.
    fn ask(&self, filter: &Filter, among: Option<&RoaringBitmap>) -> Arc<RoaringBitmap> {
        match filter {
            Filter::And(clauses) => self.all(clauses, among),
            Filter::Or(clauses) => {
                let found: Vec<_> = clauses.iter().map(|clause| self.ask(clause, among)).collect();
                Arc::new(found.iter().map(AsRef::as_ref).union())
            }
            Filter::Not(clause) => {
                let without = self.ask(clause, among);
                Arc::new(match among.or(self.among) {
                    Some(among) => among - &*without,
                    None => self.snapshot.everyone() - &*without,
                })
            }
            clause => self.clause(clause, among),
        }
    }

    /// What is cheap comes first, so that the dear is asked of few.
    fn all(&self, clauses: &[Filter], among: Option<&RoaringBitmap>) -> Arc<RoaringBitmap> {
        let mut clauses: Vec<(bool, &Filter)> =
            clauses.iter().map(|clause| (is_dear(clause, self.snapshot), clause)).collect();
        clauses.sort_by_key(|(dear, _)| *dear);
        let mut rows: Option<Arc<RoaringBitmap>> = None;
        for (_, clause) in clauses {
            let found = self.ask(clause, rows.as_deref().or(among));
            if found.is_empty() {
                return found;
            }
            rows = Some(found);
        }
        rows.unwrap_or_default()
    }

    fn clause(&self, clause: &Filter, among: Option<&RoaringBitmap>) -> Arc<RoaringBitmap> {
        let key = self.cache.map(|cache| (cache, clause.to_string()));
        let (known, asked) = match &key {
            Some((cache, text)) => cache.find(text),
            None => (None, false),
        };
        let within = |all: Arc<RoaringBitmap>| match among {
            Some(among) => Arc::new(&*all & among),
            None => all,
        };
        if let Some(known) = known {
            return within(known);
        }
        let (snapshot, now) = (self.snapshot, self.now);
        // Asked a second time it will be asked again: then it is better known of everybody.
        let few = among.filter(|rows| rows.len() < u64::from(snapshot.people()) / 2);
        if few.is_some() && !asked && is_dear(clause, snapshot) {
            return Arc::new(Asked { snapshot, now, among: few }.filter(clause));
        }
        let mut all = Asked { snapshot, now, among: None }.filter(clause);
        if let Some(among) = self.among {
            all &= among;
        }
        let all = Arc::new(all);
        if let Some((cache, text)) = &key {
            cache.keep(text, all.clone());
        }
        within(all)
    }
}

/// Whether a clause of `filter` has to look at many different texts.
fn is_dear(filter: &Filter, snapshot: &Snapshot) -> bool {
    filter.clauses().into_iter().any(|clause| {
        let field = clause.path().and_then(|p| field_of(p, snapshot));
        match field {
            Some(Field::Attribute(name)) => {
                snapshot.column(&name).is_some_and(|column| column.value_rows().is_none())
            }
            Some(Field::Groups(_) | Field::OrgUnit) | None => false,
        }
    })
}

fn field_of(path: &AttrPath, snapshot: &Snapshot) -> Option<Field> {
    Field::of(path, |name| snapshot.column(name).is_some())
}

/// A condition asked of some people, or of everybody.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) now: i64,
    /// Nobody else is looked at, nor answered.
    pub(crate) among: Option<&'a RoaringBitmap>,
}

impl Asked<'_> {
    /// Those whom `filter` matches.
    pub(crate) fn filter(&self, filter: &Filter) -> RoaringBitmap {
        match filter {
            Filter::And(clauses) => {
                let mut rows: Option<RoaringBitmap> = None;
                for clause in clauses {
                    let among = rows.as_ref().or(self.among);
                    let found = Asked { among, ..*self }.filter(clause);
                    if found.is_empty() {
                        return found;
                    }
                    rows = Some(found);
                }
                rows.unwrap_or_default()
            }
            Filter::Or(clauses) => clauses.iter().map(|clause| self.filter(clause)).union(),
            Filter::Not(clause) => self.all() - self.filter(clause),
            Filter::ValuePath { path, filter, .. } => {
                let path = path.clone().with_filter((**filter).clone());
                self.field(&path, Ask::Present)
            }
            clause => Ask::of(clause).map(|(path, ask)| self.field(path, ask)).unwrap_or_default(),
        }
    }

    /// Everybody who is looked at.
    pub(crate) fn all(&self) -> RoaringBitmap {
        self.among.cloned().unwrap_or_else(|| self.snapshot.everyone())
    }

    /// Those of `rows` who are looked at.
    pub(crate) fn within(&self, rows: &RoaringBitmap) -> RoaringBitmap {
        self.among.map_or_else(|| rows.clone(), |among| rows & among)
    }

    fn field(&self, path: &AttrPath, ask: Ask<'_>) -> RoaringBitmap {
        match field_of(path, self.snapshot) {
            Some(Field::Groups(filter)) => self.groups(filter.as_deref(), ask),
            Some(Field::OrgUnit) => self.org_unit(ask),
            Some(Field::Attribute(name)) => {
                let rows = self.attribute(&name, ask);
                match &path.value_filter {
                    Some(filter) => rows & people_meeting(filter, path, self),
                    None => rows,
                }
            }
            None => RoaringBitmap::new(),
        }
    }

    /// People in a group that meets `filter` and whose name is as asked.
    fn groups(&self, filter: Option<&Filter>, ask: Ask<'_>) -> RoaringBitmap {
        let members = |group: &Group| match filter {
            Some(filter) => self.within(&members_meeting(filter, group, self.now)),
            None => self.within(group.all()),
        };
        let named = |value: &Literal| {
            let Some(name) = crate::typed::literal_text(value) else { return RoaringBitmap::new() };
            let found = self.snapshot.groups_named(&name).iter();
            found.map(|&at| members(&self.snapshot.groups()[at as usize])).union()
        };
        let any = |holds: &dyn Fn(&str) -> bool| {
            let chosen = self.snapshot.groups().iter().filter(|group| holds(&group.display));
            chosen.map(members).union()
        };
        match ask {
            Ask::Compare(Op::Eq, value) => named(value),
            Ask::Compare(Op::Ne, value) => any(&|_| true) - named(value),
            Ask::In(values) => values.iter().map(named).union(),
            Ask::Present => any(&|_| true),
            Ask::Compare(..) | Ask::Matches(_) => {
                let test = TextTest::new(AttributeType::Text, ask, self.now);
                any(&|name| test.holds(name))
            }
        }
    }

    fn org_unit(&self, ask: Ask<'_>) -> RoaringBitmap {
        let at = |literal: &Literal, below: bool| {
            let Literal::Text(text) = literal else { return RoaringBitmap::new() };
            let unit = org_unit_path(text)
                .and_then(|path| self.snapshot.org_units().get(&path.as_str().into()));
            unit.map_or_else(RoaringBitmap::new, |unit| {
                self.within(if below { &unit.below } else { &unit.here })
            })
        };
        let present = || self.attribute("orgUnit", Ask::Present);
        match ask {
            Ask::Compare(Op::Eq, value) => at(value, false),
            Ask::Compare(Op::Sw, value) => at(value, true),
            Ask::Compare(Op::Ne, value) => present() - at(value, false),
            Ask::In(values) => values.iter().map(|value| at(value, false)).union(),
            Ask::Present => present(),
            Ask::Compare(..) | Ask::Matches(_) => self.attribute("orgUnit", ask),
        }
    }

    fn attribute(&self, name: &str, ask: Ask<'_>) -> RoaringBitmap {
        let Some(column) = self.snapshot.column(name) else { return RoaringBitmap::new() };
        match ask {
            Ask::Compare(Op::Ne, Literal::Null) => self.attribute(name, Ask::Present),
            Ask::Compare(Op::Eq, Literal::Null) => self.all() - self.attribute(name, Ask::Present),
            Ask::Compare(Op::Ne, value) => {
                let equal = self.attribute(name, Ask::Compare(Op::Eq, value));
                self.attribute(name, Ask::Present) - equal
            }
            ask => {
                let test = TextTest::new(column_type(self.snapshot, name), ask, self.now);
                self.texts(column, &test)
            }
        }
    }

    /// Those for whose text in `column` the test holds.
    fn texts(&self, column: &Column, test: &TextTest) -> RoaringBitmap {
        let distinct = column.distinct();
        let kept = || column.value_rows();
        if let Some(among) = self.among
            && (among.len() < distinct.len() as u64 || kept().is_none())
        {
            let lists = column.has_lists();
            let holds = |row: &u32| column.get(*row).is_some_and(|one| test.holds_any(one, lists));
            return among.iter().filter(holds).collect();
        }
        if let Some(values) = kept() {
            let (chosen, lists) = (values.iter().zip(distinct.iter()), column.has_lists());
            let chosen =
                chosen.filter(|(_, text)| test.holds_any(text, lists)).map(|(rows, _)| rows);
            let chosen: Vec<&RoaringBitmap> = chosen.collect();
            let all = match chosen.as_slice() {
                [alone] => Cow::Borrowed(*alone),
                // Going once through all cells is faster than putting so many sets together.
                several if several.len() > MANY => {
                    Cow::Owned(column.rows_chosen(&chosen_texts(column, test)))
                }
                several => Cow::Owned(several.iter().copied().union()),
            };
            return self.within(&all);
        }
        if test.holds_for_all() {
            return column.rows_present();
        }
        column.rows_chosen(&chosen_texts(column, test))
    }
}

/// Of more texts than this the rows are not put together set by set.
const MANY: usize = 512;

/// From this many texts on, two threads look at them.
const SHARED: usize = 50_000;

/// Of each distinct text of `column`, by its number, whether the test holds.
fn chosen_texts(column: &Column, test: &TextTest) -> Vec<bool> {
    let (distinct, lists) = (column.distinct(), column.has_lists());
    // Each thread has a test of its own: a pattern that two share has to be waited for.
    let among = |numbers: Range<u32>, test: &TextTest| -> Vec<bool> {
        let mut chosen = Vec::with_capacity(numbers.len());
        distinct.range(numbers).for_each(|text| chosen.push(test.holds_any(text, lists)));
        chosen
    };
    let count = distinct.len() as u32;
    if distinct.len() < SHARED {
        return among(0..count, test);
    }
    std::thread::scope(|scope| {
        let own = test.clone();
        let beside = scope.spawn(move || among(count / 2..count, &own));
        let mut chosen = among(0..count / 2, test);
        chosen.extend(beside.join().unwrap_or_else(|_| among(count / 2..count, test)));
        chosen
    })
}

/// The type a column is compared as; `active` is yes/no.
pub(crate) fn column_type(snapshot: &Snapshot, name: &str) -> AttributeType {
    if name.eq_ignore_ascii_case("active") {
        AttributeType::Boolean
    } else {
        snapshot.column_type(name)
    }
}
