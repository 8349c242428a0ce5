//! The table as bytes: versioned and checksummed, little-endian, each part after its length.

use super::table::Beside;
use super::{AccountTable, Holding, SlotHoldings, Texts};
use crate::{Column, Strings};
use crc32fast::Hasher;
use roaring::RoaringBitmap;
use std::io::{self, Read, Write};

const MAGIC: &[u8; 8] = b"RCACCNTS";
const VERSION: u32 = 2;
/// How many numbers are turned into bytes, or back, at a time.
const AT_ONCE: usize = 16 << 10;

/// Writes parts and, in the end, their checksum.
pub struct Sealed<W> {
    inner: W,
    hasher: Hasher,
}

impl<W: Write> Sealed<W> {
    /// Starts writing to `inner`.
    #[must_use]
    pub fn new(inner: W) -> Self {
        Self { inner, hasher: Hasher::new() }
    }

    /// Writes a number.
    ///
    /// # Errors
    /// When `inner` cannot be written.
    pub fn number(&mut self, number: u64) -> io::Result<()> {
        self.write_all(&number.to_le_bytes())
    }

    /// Writes bytes after their length.
    ///
    /// # Errors
    /// When `inner` cannot be written.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.number(bytes.len() as u64)?;
        self.write_all(bytes)
    }

    /// Writes a bitmap after its length.
    ///
    /// # Errors
    /// When `inner` cannot be written.
    pub fn bitmap(&mut self, rows: &RoaringBitmap) -> io::Result<()> {
        self.number(rows.serialized_size() as u64)?;
        rows.serialize_into(&mut *self)
    }

    /// Ends with the checksum of all before it.
    ///
    /// # Errors
    /// When `inner` cannot be written.
    pub fn seal(mut self) -> io::Result<W> {
        let sum = self.hasher.clone().finalize();
        self.inner.write_all(&sum.to_le_bytes())?;
        Ok(self.inner)
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads what [`Sealed`] wrote. Lengths are believed only as far as bytes are there, so that a
/// damaged one costs no memory.
pub struct Unsealed<R> {
    inner: R,
    size: u64,
    hasher: Hasher,
}

impl<R: Read> Unsealed<R> {
    /// Starts reading `inner`, which holds `size` bytes.
    #[must_use]
    pub fn new(inner: R, size: u64) -> Self {
        Self { inner, size, hasher: Hasher::new() }
    }

    /// A length in bytes.
    fn length(&mut self) -> io::Result<usize> {
        let length = self.number()?;
        let length = usize::try_from(length).ok().filter(|_| length <= self.size);
        length.ok_or_else(|| damaged("a length in it is too large"))
    }

    /// Reads a number.
    ///
    /// # Errors
    /// When `inner` cannot be read or ends.
    pub fn number(&mut self) -> io::Result<u64> {
        let mut bytes = [0; 8];
        self.read_exact(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// Reads bytes after their length.
    ///
    /// # Errors
    /// When `inner` cannot be read or ends.
    pub fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.length()?];
        self.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads text after its length.
    ///
    /// # Errors
    /// When `inner` cannot be read or ends, or it is no text.
    pub fn text(&mut self) -> io::Result<String> {
        String::from_utf8(self.bytes()?).map_err(|_| damaged("a text is not UTF-8"))
    }

    /// Reads a bitmap after its length.
    ///
    /// # Errors
    /// When `inner` cannot be read or ends, or it is no bitmap.
    pub fn bitmap(&mut self) -> io::Result<RoaringBitmap> {
        let bytes = self.bytes()?;
        RoaringBitmap::deserialize_from(bytes.as_slice())
    }

    /// Compares the checksum at the end.
    ///
    /// # Errors
    /// When it is not that of what was read.
    pub fn unseal(mut self) -> io::Result<R> {
        let mut sum = [0; 4];
        self.inner.read_exact(&mut sum)?;
        if u32::from_le_bytes(sum) == self.hasher.finalize() {
            Ok(self.inner)
        } else {
            Err(damaged("its checksum is another"))
        }
    }
}

impl<R: Read> Read for Unsealed<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hasher.update(&bytes[..read]);
        Ok(read)
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the kept accounts cannot be used: {what}"))
}

impl AccountTable {
    /// Writes the table, so that [`AccountTable::read_from`] makes the same one.
    ///
    /// # Errors
    /// When `output` cannot be written.
    pub fn write_to(&self, output: impl Write) -> io::Result<()> {
        let mut output = Sealed::new(output);
        output.write_all(MAGIC)?;
        output.number(u64::from(VERSION))?;
        output.number(u64::from(self.count))?;
        write_texts(&mut output, &self.user_names)?;
        for column in [&self.keys, &self.emails, &self.external_ids] {
            output.bitmap(&column.same)?;
            write_texts(&mut output, &column.own)?;
        }
        write_column(&mut output, &self.persons, self.count)?;
        output.number(self.sent.len() as u64)?;
        for (name, column) in &self.sent {
            output.bytes(name.as_bytes())?;
            write_column(&mut output, column, self.count)?;
        }
        for rows in [&self.active, &self.managed, &self.suspended_here] {
            output.bitmap(rows)?;
        }
        output.number(self.slots.len() as u64)?;
        for (slot, holdings) in &self.slots {
            output.bytes(slot.as_bytes())?;
            output.number(holdings.values.len() as u64)?;
            for (value, holding) in &holdings.values {
                output.bytes(value.as_bytes())?;
                output.bitmap(&holding.held)?;
                output.bitmap(&holding.unmanaged)?;
            }
        }
        output.number(self.existing_values.len() as u64)?;
        for (slot, values) in &self.existing_values {
            output.bytes(slot.as_bytes())?;
            output.number(values.len() as u64)?;
            values.iter().try_for_each(|value| output.bytes(value.as_bytes()))?;
        }
        output.seal()?.flush()
    }

    /// Reads what [`AccountTable::write_to`] wrote from `input`, which holds `size` bytes.
    ///
    /// # Errors
    /// When `input` cannot be read, is of another version, or is damaged.
    pub fn read_from(input: impl Read, size: u64) -> io::Result<Self> {
        let mut input = Unsealed::new(input, size);
        let mut magic = [0; 8];
        input.read_exact(&mut magic)?;
        if &magic != MAGIC || input.number()? != u64::from(VERSION) {
            return Err(damaged("it is of another version"));
        }
        let count = u32::try_from(input.number()?).map_err(|_| damaged("it is too long"))?;
        let mut table = Self { count, user_names: read_texts(&mut input)?, ..Self::default() };
        for column in [&mut table.keys, &mut table.emails, &mut table.external_ids] {
            *column = Beside { same: input.bitmap()?, own: read_texts(&mut input)? };
        }
        table.persons = read_column(&mut input)?;
        for _ in 0..input.number()? {
            table.sent.push((input.text()?, read_column(&mut input)?));
        }
        for rows in [&mut table.active, &mut table.managed, &mut table.suspended_here] {
            *rows = input.bitmap()?;
        }
        for _ in 0..input.number()? {
            let slot = input.text()?;
            let mut holdings = SlotHoldings::default();
            for _ in 0..input.number()? {
                let value = input.text()?;
                let holding = Holding { held: input.bitmap()?, unmanaged: input.bitmap()? };
                holdings.values.insert(value, holding);
            }
            table.slots.insert(slot, holdings);
        }
        for _ in 0..input.number()? {
            let slot = input.text()?;
            let values = (0..input.number()?).map(|_| input.text()).collect::<io::Result<_>>()?;
            table.existing_values.insert(slot, values);
        }
        input.unseal()?;
        Ok(table)
    }
}

fn write_texts(output: &mut Sealed<impl Write>, texts: &Texts) -> io::Result<()> {
    output.bytes(texts.bytes.as_bytes())?;
    write_numbers(output, texts.ends.len(), texts.ends.iter().copied())
}

fn read_texts(input: &mut Unsealed<impl Read>) -> io::Result<Texts> {
    let bytes = input.text()?;
    let ends = read_numbers(input)?;
    Texts::restore(bytes, ends).ok_or_else(|| damaged("its texts do not fit"))
}

/// A column as its distinct texts, and the number of each row's text plus one.
fn write_column(output: &mut Sealed<impl Write>, column: &Column, rows: u32) -> io::Result<()> {
    let distinct: &Strings = column.distinct();
    output.number(distinct.len() as u64)?;
    distinct.iter().try_for_each(|text| output.bytes(text.as_bytes()))?;
    let rows = if distinct.is_empty() { 0 } else { rows };
    let cells = (0..rows).map(|row| column.text_number(row).map_or(0, |text| text + 1));
    write_numbers(output, rows as usize, cells)
}

fn read_column(input: &mut Unsealed<impl Read>) -> io::Result<Column> {
    let mut distinct = Texts::default();
    let texts = u32::try_from(input.number()?).map_err(|_| damaged("it is too long"))?;
    for number in 0..texts {
        distinct.put(number, &input.text()?);
    }
    let mut column = Column::default();
    for (row, cell) in (0u32..).zip(read_numbers(input)?) {
        if let Some(text) = cell.checked_sub(1) {
            column.set(row, distinct.get(text));
        }
    }
    column.shrink();
    Ok(column)
}

fn write_numbers(
    output: &mut Sealed<impl Write>,
    count: usize,
    numbers: impl Iterator<Item = u32>,
) -> io::Result<()> {
    output.number(count as u64 * 4)?;
    let mut buffer = Vec::with_capacity(AT_ONCE * 4);
    for number in numbers {
        buffer.extend_from_slice(&number.to_le_bytes());
        if buffer.len() == AT_ONCE * 4 {
            output.write_all(&buffer)?;
            buffer.clear();
        }
    }
    output.write_all(&buffer)
}

fn read_numbers(input: &mut Unsealed<impl Read>) -> io::Result<Vec<u32>> {
    let length = input.length()?;
    if !length.is_multiple_of(4) {
        return Err(damaged("its numbers do not fit"));
    }
    let mut numbers = Vec::with_capacity(length / 4);
    let mut buffer = vec![0; length.min(AT_ONCE * 4)];
    while numbers.len() < length / 4 {
        let some = (length - numbers.len() * 4).min(buffer.len());
        input.read_exact(&mut buffer[..some])?;
        let read = buffer[..some].as_chunks::<4>().0.iter();
        numbers.extend(read.map(|bytes| u32::from_le_bytes(*bytes)));
    }
    Ok(numbers)
}
