//! Numbers, texts and sets as bytes, in sections that each end with a checksum.

use super::form::SnapshotFormError;
use crc32fast::Hasher;
use roaring::RoaringBitmap;
use std::io::{Read, Write};

/// How many numbers are turned into bytes, or back, at a time.
const AT_ONCE: usize = 16 << 10;

/// Writes sections.
pub(super) struct Sections<W> {
    out: W,
    sum: Hasher,
    buffer: Vec<u8>,
}

impl<W: Write> Sections<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, sum: Hasher::new(), buffer: Vec::new() }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.sum.update(bytes);
        self.out.write_all(bytes)
    }

    pub(super) fn number(&mut self, number: u32) -> std::io::Result<()> {
        self.bytes(&number.to_le_bytes())
    }

    pub(super) fn text(&mut self, text: &str) -> std::io::Result<()> {
        self.number(text.len() as u32)?;
        self.bytes(text.as_bytes())
    }

    /// How many there are, then each of `numbers` as the bytes that `write` makes of it.
    pub(super) fn numbers<T: Copy, const SIZE: usize>(
        &mut self,
        numbers: &[T],
        write: impl Fn(T) -> [u8; SIZE],
    ) -> std::io::Result<()> {
        self.number(numbers.len() as u32)?;
        let mut buffer = std::mem::take(&mut self.buffer);
        for part in numbers.chunks(AT_ONCE) {
            buffer.clear();
            buffer.extend(part.iter().flat_map(|&number| write(number)));
            self.bytes(&buffer)?;
        }
        self.buffer = buffer;
        Ok(())
    }

    pub(super) fn set(&mut self, rows: &RoaringBitmap) -> std::io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        rows.serialize_into(&mut buffer)?;
        self.number(buffer.len() as u32)?;
        self.bytes(&buffer)?;
        self.buffer = buffer;
        Ok(())
    }

    /// Ends a section with its checksum, and tells the writer below by a flush.
    pub(super) fn seal(&mut self) -> std::io::Result<()> {
        let sum = std::mem::take(&mut self.sum).finalize();
        self.out.write_all(&sum.to_le_bytes())?;
        self.out.flush()
    }
}

/// Reads sections. Lengths are believed only as far as bytes are left, so that a damaged one
/// costs no memory.
pub(super) struct Unsealing<R> {
    input: R,
    left: u64,
    sum: Hasher,
    buffer: Vec<u8>,
}

impl<R: Read> Unsealing<R> {
    pub(super) fn new(input: R, size: u64) -> Self {
        Self { input, left: size, sum: Hasher::new(), buffer: Vec::new() }
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), SnapshotFormError> {
        let short = || SnapshotFormError::Damaged { what: "it ends too early" };
        self.left = self.left.checked_sub(buffer.len() as u64).ok_or_else(short)?;
        self.input.read_exact(buffer).map_err(SnapshotFormError::Unreadable)?;
        self.sum.update(buffer);
        Ok(())
    }

    /// A count of things that take `size` bytes each.
    fn count(&mut self, size: usize) -> Result<usize, SnapshotFormError> {
        let count = self.number()? as usize;
        if (count * size) as u64 > self.left {
            return Err(SnapshotFormError::Damaged { what: "a length in it is too large" });
        }
        Ok(count)
    }

    pub(super) fn number(&mut self) -> Result<u32, SnapshotFormError> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// A number that is below `end`.
    pub(super) fn below(&mut self, end: usize) -> Result<u32, SnapshotFormError> {
        let number = self.number()?;
        let fine = (number as usize) < end;
        fine.then_some(number).ok_or(SnapshotFormError::Damaged { what: "a number is too large" })
    }

    pub(super) fn text(&mut self) -> Result<String, SnapshotFormError> {
        let count = self.count(1)?;
        let mut bytes = Vec::with_capacity(count + count / 64);
        bytes.resize(count, 0);
        self.fill(&mut bytes)?;
        String::from_utf8(bytes)
            .map_err(|_| SnapshotFormError::Damaged { what: "a text in it is not UTF-8" })
    }

    pub(super) fn numbers<T, const SIZE: usize>(
        &mut self,
        read: impl Fn([u8; SIZE]) -> T,
    ) -> Result<Vec<T>, SnapshotFormError> {
        let count = self.count(SIZE)?;
        // A little room stays, so that one more later does not move all others.
        let mut numbers = Vec::with_capacity(count + count / 64);
        let mut buffer = std::mem::take(&mut self.buffer);
        while numbers.len() < count {
            buffer.resize((count - numbers.len()).min(AT_ONCE) * SIZE, 0);
            self.fill(&mut buffer)?;
            numbers.extend(buffer.as_chunks::<SIZE>().0.iter().map(|&bytes| read(bytes)));
        }
        self.buffer = buffer;
        Ok(numbers)
    }

    /// A set of numbers below `end`.
    pub(super) fn set(&mut self, end: usize) -> Result<RoaringBitmap, SnapshotFormError> {
        let size = self.count(1)?;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.resize(size, 0);
        self.fill(&mut buffer)?;
        let set = RoaringBitmap::deserialize_from(buffer.as_slice());
        self.buffer = buffer;
        let set = set.map_err(|_| SnapshotFormError::Damaged { what: "a set in it is broken" })?;
        if set.max().is_some_and(|last| last as usize >= end) {
            return Err(SnapshotFormError::Damaged { what: "a set holds a row that is not there" });
        }
        Ok(set)
    }

    /// Ends a section.
    pub(super) fn check(&mut self) -> Result<(), SnapshotFormError> {
        let sum = std::mem::take(&mut self.sum).finalize();
        let written = self.number()?;
        self.sum = Hasher::new();
        if sum == written {
            Ok(())
        } else {
            Err(SnapshotFormError::Damaged { what: "a checksum differs" })
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_over(&self) -> bool {
        self.left == 0
    }
}
