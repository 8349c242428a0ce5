//! Conditions to bitmaps.

use crate::field::Field;
use crate::typed::{self, Typed, holds_text, literal_text};
use crate::value_filter::{Ask, members_meeting, people_meeting};
use icu_normalizer::ComposingNormalizer;
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{AttributeType, Column, Group, LIST_SEPARATOR, Snapshot, org_unit_path};
use rolecall_scim::{AttrPath, Filter, Literal, Op, compile_pattern, fold};
use std::borrow::Cow;

/// The rows of the people whom `filter` matches, active or not; `now` in seconds since 1970.
///
/// A comparison on something absent matches nobody; so does one on an unknown attribute, which
/// [`crate::check_condition`] reports as an error.
#[must_use]
pub fn matches(filter: &Filter, snapshot: &Snapshot, now: i64) -> RoaringBitmap {
    match filter {
        Filter::And(clauses) => {
            let mut rows: Option<RoaringBitmap> = None;
            for clause in clauses {
                let next = matches(clause, snapshot, now);
                let all = match rows {
                    None => next,
                    Some(rows) => rows & next,
                };
                if all.is_empty() {
                    return all;
                }
                rows = Some(all);
            }
            rows.unwrap_or_default()
        }
        Filter::Or(clauses) => clauses.iter().map(|clause| matches(clause, snapshot, now)).union(),
        Filter::Not(clause) => snapshot.everyone() - matches(clause, snapshot, now),
        Filter::ValuePath { path, filter, .. } => {
            let path = path.clone().with_filter((**filter).clone());
            Test { snapshot, now }.field(&path, Ask::Present)
        }
        clause => Ask::of(clause)
            .map(|(path, ask)| Test { snapshot, now }.field(path, ask))
            .unwrap_or_default(),
    }
}

struct Test<'a> {
    snapshot: &'a Snapshot,
    now: i64,
}

impl Test<'_> {
    fn field(&self, path: &AttrPath, ask: Ask<'_>) -> RoaringBitmap {
        match Field::of(path, |name| self.snapshot.column(name).is_some()) {
            Some(Field::Groups(filter)) => self.groups(filter.as_deref(), ask),
            Some(Field::OrgUnit) => self.org_unit(ask),
            Some(Field::Attribute(name)) => {
                let rows = self.attribute(&name, ask);
                match &path.value_filter {
                    Some(filter) => rows & people_meeting(filter, path, self.snapshot, self.now),
                    None => rows,
                }
            }
            None => RoaringBitmap::new(),
        }
    }

    /// People in a group that meets `filter` and whose name is as asked.
    fn groups(&self, filter: Option<&Filter>, ask: Ask<'_>) -> RoaringBitmap {
        let members = |group: &Group| match filter {
            Some(filter) => members_meeting(filter, group, self.now),
            None => group.all().clone(),
        };
        let named = |value: &Literal| {
            let Some(name) = literal_text(value) else { return RoaringBitmap::new() };
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
                if below { unit.below.clone() } else { unit.here.clone() }
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
            Ask::Compare(Op::Eq, Literal::Null) => {
                self.snapshot.everyone() - self.attribute(name, Ask::Present)
            }
            Ask::Compare(Op::Ne, value) => {
                let equal = self.attribute(name, Ask::Compare(Op::Eq, value));
                self.attribute(name, Ask::Present) - equal
            }
            ask => {
                let test = TextTest::new(column_type(self.snapshot, name), ask, self.now);
                any_element(column, |text| test.holds(text))
            }
        }
    }
}

/// The type a column is compared as; `active` is yes/no.
pub(crate) fn column_type(snapshot: &Snapshot, name: &str) -> AttributeType {
    if name.eq_ignore_ascii_case("active") {
        AttributeType::Boolean
    } else {
        snapshot.column_type(name)
    }
}

fn any_element(column: &Column, holds: impl Fn(&str) -> bool) -> RoaringBitmap {
    column.rows_where(|text| text.split(LIST_SEPARATOR).any(&holds))
}

/// Whether `text`, read as text, is as asked; `ne` included.
pub(crate) fn text_matches(text: &str, ask: Ask<'_>, now: i64) -> bool {
    match ask {
        Ask::Compare(Op::Ne, value) => !text_matches(text, Ask::Compare(Op::Eq, value), now),
        ask => TextTest::new(AttributeType::Text, ask, now).holds(text),
    }
}

/// What is asked of each distinct text of a column, read once: its right side as the column's
/// type.
struct TextTest {
    kind: AttributeType,
    question: Question,
}

enum Question {
    Readable,
    /// On the text as it was written: `co`, `sw`, `ew`.
    Written(Op, String),
    Compare(Op, Typed),
    In(Vec<Typed>),
    Pattern(regex::Regex),
    /// The right side can never be met.
    Never,
}

impl TextTest {
    fn new(kind: AttributeType, ask: Ask<'_>, now: i64) -> Self {
        let question = match ask {
            Ask::Present => Question::Readable,
            Ask::Compare(op @ (Op::Co | Op::Sw | Op::Ew), value) => match literal_text(value) {
                Some(right) => Question::Written(op, fold(&right)),
                None => Question::Never,
            },
            Ask::Compare(op, value) => match typed::read_literal(kind, value, now) {
                Some(right) => Question::Compare(op, right),
                None => Question::Never,
            },
            Ask::In(values) => {
                let right = values.iter().filter_map(|one| typed::read_literal(kind, one, now));
                Question::In(right.collect())
            }
            Ask::Matches(pattern) => match compile_pattern(&composed(pattern)) {
                Ok(pattern) => Question::Pattern(pattern),
                Err(_) => Question::Never,
            },
        };
        Self { kind, question }
    }

    /// Whether it holds for `text`; never where that cannot be read as the type, which counts
    /// as absent.
    fn holds(&self, text: &str) -> bool {
        let readable = || self.is_text() || typed::read(self.kind, text).is_some();
        match &self.question {
            Question::Never => false,
            Question::Readable => readable(),
            Question::Written(op, right) => readable() && holds_text(&fold(text), *op, right),
            Question::Pattern(pattern) => readable() && pattern.is_match(&composed(text)),
            Question::Compare(op, right) => {
                typed::read(self.kind, text).is_some_and(|left| typed::holds(&left, *op, right))
            }
            Question::In(right) => {
                typed::read(self.kind, text).is_some_and(|left| right.contains(&left))
            }
        }
    }

    fn is_text(&self) -> bool {
        matches!(self.kind, AttributeType::Text | AttributeType::List)
    }
}

/// `text` in NFC, as patterns see it.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizer::new_nfc().normalize(text)
}
