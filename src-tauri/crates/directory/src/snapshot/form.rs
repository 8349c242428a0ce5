//! The binary form of a Snapshot: versioned, checksummed, as fast as copying.

use super::bytes::{Sections, Unsealing};
use super::order::NameOrder;
use super::{Group, GroupOrigin, OrgUnit, Snapshot};
use crate::cells::Cells;
use crate::keys::KeyIndex;
use crate::strings::Packed;
use crate::{AttributeType, Column, Folded, Strings};
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::sync::Arc;

/// What the form begins with; the last byte is its version.
const MARK: [u8; 8] = *b"rolecal\x02";

const TYPES: [AttributeType; 5] = [
    AttributeType::Text,
    AttributeType::Number,
    AttributeType::Boolean,
    AttributeType::Date,
    AttributeType::List,
];
const ORIGINS: [GroupOrigin; 3] = [GroupOrigin::Source, GroupOrigin::OrgUnit, GroupOrigin::Both];

/// Why bytes are no Snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotFormError {
    /// They could not be read.
    #[error("the kept Snapshot could not be read: {0}")]
    Unreadable(#[source] std::io::Error),
    /// Another version wrote them.
    #[error("the kept Snapshot is of another version")]
    OtherVersion,
    /// They are not as they were written.
    #[error("the kept Snapshot is damaged: {what}")]
    Damaged {
        /// What is wrong.
        what: &'static str,
    },
}

impl Snapshot {
    /// Writes the binary form, in sections; `out` is flushed after each.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write_to(&self, out: impl Write) -> std::io::Result<()> {
        let mut out = Sections::new(out);
        out.bytes(&MARK)?;
        out.number(self.people)?;
        out.set(&self.active)?;
        out.number(self.of_directory.len() as u32)?;
        for (rows, prefix) in self.of_directory.iter().zip(&self.prefixes) {
            out.set(rows)?;
            out.text(prefix)?;
        }
        out.number(self.columns.len() as u32)?;
        for (name, kind) in self.column_names.iter().zip(&self.column_types) {
            out.text(name)?;
            out.number(TYPES.iter().position(|one| one == kind).unwrap_or(0) as u32)?;
        }
        out.seal()?;
        for (at, column) in self.columns.iter().enumerate() {
            write_column(column, &self.columns[..at], &mut out)?;
        }
        for (at, index) in self.keys.iter().enumerate() {
            let twin = self.keys[..at].iter().position(|other| Arc::ptr_eq(other, index));
            out.number(twin.map_or(0, |twin| twin as u32 + 1))?;
            if twin.is_none() {
                write_index(index, &mut out)?;
            }
        }
        out.numbers(&self.order.rows, u32::to_le_bytes)?;
        out.seal()?;
        write_groups(&self.groups, &mut out)?;
        out.number(self.org_units.len() as u32)?;
        for unit in self.org_units.values() {
            out.text(&unit.path)?;
            out.set(&unit.here)?;
            out.set(&unit.below)?;
        }
        out.number(self.unknown_members.len() as u32)?;
        for (group, member) in &self.unknown_members {
            out.text(group)?;
            out.text(member)?;
        }
        out.seal()
    }

    /// Reads the binary form from `input`, which holds `size` bytes.
    ///
    /// # Errors
    /// When they cannot be read, are of another version, or not as they were written.
    pub fn read_from(input: impl Read, size: u64) -> Result<Self, SnapshotFormError> {
        let mut input = Unsealing::new(input, size);
        let mut snapshot = Self::default();
        let columns = snapshot.read_head(&mut input)?;
        let people = snapshot.people as usize;
        for _ in 0..columns {
            let column = read_column(people, &snapshot.columns, &mut input)?;
            snapshot.columns.push(column);
        }
        for at in 0..snapshot.keys.len() {
            let texts = snapshot.columns.get(at).map_or(0, |column| column.distinct().len());
            snapshot.keys[at] = match input.below(at + 1)? as usize {
                0 => Arc::new(read_index(texts, &mut input)?),
                twin if snapshot.keys[twin - 1].is_sound(texts) => snapshot.keys[twin - 1].clone(),
                _ => return Err(SnapshotFormError::Damaged { what: "an index is of other keys" }),
            };
        }
        let rows = input.numbers(u32::from_le_bytes)?;
        input.check()?;
        snapshot.order = NameOrder::from_rows(rows, people)
            .ok_or(SnapshotFormError::Damaged { what: "the order of names is broken" })?;
        snapshot.groups = read_groups(people, &mut input)?;
        for (index, group) in (0u32..).zip(&snapshot.groups) {
            let name = Folded::new(&group.display);
            snapshot.groups_by_name.entry(name).or_default().push(index);
        }
        for _ in 0..input.number()? {
            let path = input.text()?;
            let (here, below) = (input.set(people)?, input.set(people)?);
            snapshot.org_units.insert(Folded::new(&path), OrgUnit { path, here, below });
        }
        for _ in 0..input.number()? {
            snapshot.unknown_members.push((input.text()?, input.text()?));
        }
        input.check()?;
        if input.is_over() {
            Ok(snapshot)
        } else {
            Err(SnapshotFormError::Damaged { what: "something follows its end" })
        }
    }

    /// Reads what comes before the columns; answers how many there are.
    fn read_head<R: Read>(&mut self, input: &mut Unsealing<R>) -> Result<u32, SnapshotFormError> {
        let [first, second] = [input.number()?, input.number()?].map(u32::to_le_bytes);
        if [first, second].concat() != MARK {
            return Err(SnapshotFormError::OtherVersion);
        }
        self.people = input.number()?;
        let people = self.people as usize;
        self.active = input.set(people)?;
        for _ in 0..input.number()? {
            self.of_directory.push(input.set(people)?);
            self.prefixes.push(input.text()?);
        }
        let columns = input.number()?;
        for at in 0..columns as usize {
            let name = input.text()?;
            self.column_index.insert(Folded::new(&name), at);
            self.column_names.push(name);
            self.column_types.push(TYPES[input.below(TYPES.len())? as usize]);
        }
        input.check()?;
        Ok(columns)
    }
}

/// Whose texts the first of a column are: nobody else's, or of both this one and a later one.
const ALONE: u32 = 0;
const FIRST: u32 = 1;
/// Numbers from here on name an earlier column whose first texts they are.
const EARLIER: u32 = 2;

fn write_column<W: Write>(
    column: &Column,
    before: &[Column],
    out: &mut Sections<W>,
) -> std::io::Result<()> {
    match &column.cells {
        Cells::Byte(cells) => {
            out.number(1)?;
            out.numbers(cells, u8::to_le_bytes)?;
        }
        Cells::Short(cells) => {
            out.number(2)?;
            out.numbers(cells, u16::to_le_bytes)?;
        }
        Cells::Own(rows) => {
            out.number(0)?;
            out.number(*rows)?;
        }
        Cells::Wide(cells) => {
            out.number(4)?;
            out.numbers(cells, u32::to_le_bytes)?;
        }
    }
    let texts = &column.distinct;
    let same = |shared: &Arc<Packed>| {
        let has_it = |one: &Column| one.distinct.shared().is_some_and(|it| Arc::ptr_eq(it, shared));
        before.iter().position(has_it)
    };
    match texts.shared().map(|shared| (shared, same(shared))) {
        None => out.number(ALONE)?,
        Some((_, Some(earlier))) => out.number(earlier as u32 + EARLIER)?,
        Some((shared, None)) => {
            out.number(FIRST)?;
            write_texts(shared, out)?;
        }
    }
    write_texts(texts.own(), out)
}

fn write_texts<W: Write>(texts: &Packed, out: &mut Sections<W>) -> std::io::Result<()> {
    out.seal()?;
    out.numbers(&texts.ends, u32::to_le_bytes)?;
    out.seal()?;
    out.text(&texts.bytes)?;
    out.seal()
}

fn read_column<R: Read>(
    people: usize,
    before: &[Column],
    input: &mut Unsealing<R>,
) -> Result<Column, SnapshotFormError> {
    let cells = match input.number()? {
        0 => Cells::Own(input.below(people + 1)?),
        1 => Cells::Byte(input.numbers(u8::from_le_bytes)?),
        2 => Cells::Short(input.numbers(u16::from_le_bytes)?),
        4 => Cells::Wide(input.numbers(u32::from_le_bytes)?),
        _ => return Err(SnapshotFormError::Damaged { what: "a column has no width" }),
    };
    let shared = match input.below(before.len() + EARLIER as usize)? {
        ALONE => None,
        FIRST => Some(Arc::new(read_texts(input)?)),
        earlier => {
            let shared = before[(earlier - EARLIER) as usize].distinct.shared().cloned();
            let broken = SnapshotFormError::Damaged { what: "a column has no texts to share" };
            Some(shared.ok_or(broken)?)
        }
    };
    let distinct = Strings::from_parts(shared, read_texts(input)?);
    if !cells.fit(people, distinct.len()) {
        return Err(SnapshotFormError::Damaged { what: "the cells of a column are broken" });
    }
    Ok(Column::from_parts(cells, distinct))
}

fn read_texts<R: Read>(input: &mut Unsealing<R>) -> Result<Packed, SnapshotFormError> {
    input.check()?;
    let ends = input.numbers(u32::from_le_bytes)?;
    input.check()?;
    let bytes = input.text()?;
    input.check()?;
    let whole = ends.last().map_or(0, |&end| end as usize) == bytes.len();
    let apart = ends.iter().all(|&end| bytes.is_char_boundary(end as usize));
    if !whole || !apart || !ends.is_sorted() {
        return Err(SnapshotFormError::Damaged { what: "the texts of a column are broken" });
    }
    Ok(Packed { bytes, ends })
}

fn write_index<W: Write>(index: &KeyIndex, out: &mut Sections<W>) -> std::io::Result<()> {
    out.number(index.bits)?;
    out.number(index.texts)?;
    out.numbers(&index.slots, u32::to_le_bytes)?;
    let joined: Vec<u32> = index.joined.iter().flat_map(|(one, first)| [*one, *first]).collect();
    out.numbers(&joined, u32::to_le_bytes)?;
    out.seal()
}

fn read_index<R: Read>(
    texts: usize,
    input: &mut Unsealing<R>,
) -> Result<KeyIndex, SnapshotFormError> {
    let (bits, count) = (input.number()?, input.number()?);
    let slots = input.numbers(u32::from_le_bytes)?;
    let joined = input.numbers(u32::from_le_bytes)?;
    input.check()?;
    let joined = joined.as_chunks::<2>().0.iter().map(|&[one, first]| (one, first)).collect();
    let index = KeyIndex { slots, bits, texts: count, joined };
    index
        .is_sound(texts)
        .then_some(index)
        .ok_or(SnapshotFormError::Damaged { what: "an index of keys is broken" })
}

/// Where the members of a group with those of others in it are found.
const AS_DIRECT: u32 = 0;
const OWN: u32 = 1;
const AS_EARLIER: u32 = 2;

fn write_groups<W: Write>(groups: &[Group], out: &mut Sections<W>) -> std::io::Result<()> {
    let mut shared: HashMap<*const RoaringBitmap, u32> = HashMap::new();
    out.number(groups.len() as u32)?;
    for (index, group) in (0u32..).zip(groups) {
        out.number(group.directory.into())?;
        out.number(ORIGINS.iter().position(|one| *one == group.origin).unwrap_or(0) as u32)?;
        out.text(&group.id)?;
        out.text(&group.display)?;
        out.numbers(&group.children, u32::to_le_bytes)?;
        out.set(&group.direct)?;
        if Arc::ptr_eq(&group.direct, &group.all) {
            out.number(AS_DIRECT)?;
        } else if let Some(&earlier) = shared.get(&Arc::as_ptr(&group.all)) {
            out.number(AS_EARLIER)?;
            out.number(earlier)?;
        } else {
            shared.insert(Arc::as_ptr(&group.all), index);
            out.number(OWN)?;
            out.set(&group.all)?;
        }
    }
    out.seal()
}

fn read_groups<R: Read>(
    people: usize,
    input: &mut Unsealing<R>,
) -> Result<Vec<Group>, SnapshotFormError> {
    let count = input.number()? as usize;
    let mut groups: Vec<Group> = Vec::new();
    for _ in 0..count {
        let directory = input.below(usize::from(u16::MAX) + 1)? as u16;
        let origin = ORIGINS[input.below(ORIGINS.len())? as usize];
        let (id, display) = (input.text()?, input.text()?);
        let children = input.numbers(u32::from_le_bytes)?;
        if children.iter().any(|&child| child as usize >= count) {
            return Err(SnapshotFormError::Damaged { what: "a group is missing" });
        }
        let direct = Arc::new(input.set(people)?);
        let all = match input.below(3)? {
            OWN => Arc::new(input.set(people)?),
            AS_EARLIER => groups[input.below(groups.len())? as usize].all.clone(),
            _ => direct.clone(),
        };
        groups.push(Group { directory, id, display, origin, children, direct, all });
    }
    input.check()?;
    Ok(groups)
}
