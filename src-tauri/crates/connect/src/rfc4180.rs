//! Records of RFC 4180, read exactly: quoting that the standard does not allow is reported, never
//! guessed at. Streaming; memory is bounded by the longest record.

use rolecall_directory::SourceFlaw;
use std::borrow::Cow;
use std::io::{self, Read};

/// The longest field that is read, in bytes.
const FIELD_LIMIT: usize = 1 << 20;
/// The longest record that is held in memory, in bytes.
const RECORD_LIMIT: usize = 16 << 20;
const FIRST_BUFFER: usize = 256 << 10;

/// What comes next in a file.
pub(crate) enum Next<'a> {
    /// A record.
    Record(Record<'a>),
    /// A record that cannot be read; the one after it can.
    Bad(Flaw<SourceFlaw>),
    /// From here on nothing can be read.
    Rest(Flaw<SourceFlaw>),
    /// The end.
    End,
}

/// Where something is wrong, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw<W = String> {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    /// What is wrong and what to do.
    pub message: W,
}

impl Flaw<SourceFlaw> {
    /// The same in words.
    pub fn in_words(self) -> Flaw {
        Flaw { line: self.line, column: self.column, message: self.message.to_string() }
    }
}

/// One record, borrowed from the reader.
pub(crate) struct Record<'a> {
    line: u64,
    text: &'a str,
    fields: &'a [Span],
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    doubled: bool,
}

impl<'a> Record<'a> {
    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// The field at `index`; empty when there is none.
    pub fn get(&self, index: usize) -> Cow<'a, str> {
        let Some(span) = self.fields.get(index) else { return Cow::Borrowed("") };
        let raw = &self.text[span.start..span.end];
        if span.doubled { Cow::Owned(raw.replace("\"\"", "\"")) } else { Cow::Borrowed(raw) }
    }

    /// The line it begins on.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// A flaw of the field at `index`; of the record's end when it has no such field.
    pub fn flaw<W>(&self, index: usize, message: W) -> Flaw<W> {
        let at = self
            .fields
            .get(index)
            .map_or_else(|| self.fields.last().map_or(0, |last| last.end), |span| span.start);
        flaw(self.line, self.text.as_bytes(), at, message)
    }
}

/// Reads the records of `input`.
pub(crate) struct Records<R> {
    input: R,
    delimiter: u8,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    line: u64,
    fields: Vec<Span>,
    over: bool,
}

impl<R: Read> Records<R> {
    /// Starts at the beginning of `input`, past a byte order mark.
    ///
    /// # Errors
    /// When it cannot be read, or is UTF-16 (as [`io::ErrorKind::InvalidData`]).
    pub fn new(input: R, delimiter: u8) -> io::Result<Self> {
        let mut records = Self {
            input,
            delimiter,
            buffer: vec![0; FIRST_BUFFER],
            start: 0,
            end: 0,
            ended: false,
            line: 1,
            fields: Vec::new(),
            over: false,
        };
        while records.end < 3 && !records.ended {
            records.fill()?;
        }
        match &records.buffer[..records.end] {
            [0xEF, 0xBB, 0xBF, ..] => records.start = 3,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is UTF-16"));
            }
            _ => {}
        }
        Ok(records)
    }

    /// The next record; blank lines are passed over.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next(&mut self) -> io::Result<Next<'_>> {
        loop {
            if self.over || (self.ended && self.start == self.end) {
                return Ok(Next::End);
            }
            let bytes = &self.buffer[self.start..self.end];
            match scan(bytes, self.delimiter, self.ended, &mut self.fields) {
                Scan::More if self.end - self.start >= RECORD_LIMIT => {
                    self.over = true;
                    let message = SourceFlaw::RowTooLong;
                    return Ok(Next::Rest(Flaw { line: self.line, column: 1, message }));
                }
                Scan::More => self.fill()?,
                Scan::Record { body: 0, length, .. } => self.pass(length),
                Scan::Record { body, length, quoted } => {
                    return Ok(self.record(body, length, quoted));
                }
                Scan::Bad { at, what, length } => {
                    let problem = flaw(self.line, bytes, at, what);
                    self.pass(length);
                    return Ok(Next::Bad(problem));
                }
                Scan::Open { at } => {
                    self.over = true;
                    let flaw = flaw(self.line, bytes, at, SourceFlaw::QuoteOpen);
                    return Ok(Next::Rest(flaw));
                }
            }
        }
    }

    fn record(&mut self, body: usize, length: usize, quoted: bool) -> Next<'_> {
        let (from, line) = (self.start, self.line);
        if quoted {
            self.pass(length);
        } else {
            // Without quotes the only line break is the one that ends the record, if any does.
            self.line += u64::from(length > body);
            self.start += length;
        }
        let bytes = &self.buffer[from..from + body];
        if let Some(long) = self.fields.iter().find(|span| span.end - span.start > FIELD_LIMIT) {
            return Next::Bad(flaw(line, bytes, long.start, SourceFlaw::FieldTooLong));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Next::Record(Record { line, text, fields: &self.fields }),
            Err(error) => Next::Bad(flaw(line, bytes, error.valid_up_to(), SourceFlaw::NotUtf8)),
        }
    }

    fn pass(&mut self, length: usize) {
        self.line += line_breaks(&self.buffer[self.start..self.start + length]).0;
        self.start += length;
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let read = loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended = read == 0;
        self.end += read;
        Ok(())
    }
}

enum Scan {
    More,
    Record { body: usize, length: usize, quoted: bool },
    Bad { at: usize, what: SourceFlaw, length: usize },
    Open { at: usize },
}

fn scan(bytes: &[u8], delimiter: u8, ended: bool, fields: &mut Vec<Span>) -> Scan {
    fields.clear();
    let (mut at, mut any_quoted) = (0, false);
    loop {
        let quoted = bytes.get(at) == Some(&b'"');
        any_quoted |= quoted;
        let (span, next) = if quoted {
            match closing(bytes, at + 1) {
                Some((end, doubled)) => (Span { start: at + 1, end, doubled }, end + 1),
                None if ended => return Scan::Open { at },
                None => return Scan::More,
            }
        } else {
            let ends = |&byte: &u8| byte == delimiter || matches!(byte, b'\n' | b'\r' | b'"');
            let length = bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
            (Span { start: at, end: at + length, doubled: false }, at + length)
        };
        fields.push(span);
        match bytes.get(next) {
            None if ended => {
                return Scan::Record { body: next, length: next, quoted: any_quoted };
            }
            None => return Scan::More,
            Some(&byte) if byte == delimiter => at = next + 1,
            Some(b'\n' | b'\r') => {
                return match break_length(bytes, next, ended) {
                    Some(length) => {
                        Scan::Record { body: next, length: next + length, quoted: any_quoted }
                    }
                    None => Scan::More,
                };
            }
            Some(_) => return bad(bytes, next, quoted, ended),
        }
    }
}

/// The row with a quote out of place at `at` is passed over up to the end of that line.
fn bad(bytes: &[u8], at: usize, quoted: bool, ended: bool) -> Scan {
    let what = if quoted { SourceFlaw::TextAfterQuote } else { SourceFlaw::QuoteInField };
    let line_end = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    match line_end.map(|length| at + length) {
        None if ended => Scan::Bad { at, what, length: bytes.len() },
        None => Scan::More,
        Some(end) => match break_length(bytes, end, ended) {
            Some(length) => Scan::Bad { at, what, length: end + length },
            None => Scan::More,
        },
    }
}

/// The closing quote at or after `at`, and whether doubled ones stand before it.
fn closing(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut doubled = false;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some((at, doubled));
        }
        doubled = true;
        at += 2;
    }
}

/// The length of the line break at `at`; `None` when more bytes are needed to tell.
fn break_length(bytes: &[u8], at: usize, ended: bool) -> Option<usize> {
    match (bytes[at], bytes.get(at + 1)) {
        (b'\r', Some(b'\n')) => Some(2),
        (b'\r', None) if !ended => None,
        _ => Some(1),
    }
}

/// How many line breaks are in `bytes`, and what follows the last one.
fn line_breaks(bytes: &[u8]) -> (u64, &[u8]) {
    let (mut count, mut last) = (0, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            count += 1;
            last = at + 1;
        }
    }
    (count, &bytes[last..])
}

fn flaw<W>(line: u64, bytes: &[u8], at: usize, message: W) -> Flaw<W> {
    let (breaks, rest) = line_breaks(&bytes[..at.min(bytes.len())]);
    let characters = rest.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64;
    Flaw { line: line + breaks, column: characters + 1, message }
}

#[cfg(test)]
mod tests {
    use super::{Next, Records};
    use proptest::prelude::*;
    use std::io::Read;

    /// Hands out one byte at a time, so that every boundary is met.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn read(bytes: &[u8]) -> Vec<String> {
        let mut records = Records::new(Drip(bytes), b',').expect("opens");
        let mut out = Vec::new();
        loop {
            match records.next().expect("reads") {
                Next::Record(record) => {
                    let fields: Vec<_> = (0..record.len()).map(|at| record.get(at)).collect();
                    out.push(format!("{}:{}", record.line(), fields.join("|")));
                }
                Next::Bad(flaw) => out.push(format!("bad {}:{}", flaw.line, flaw.column)),
                Next::Rest(flaw) => out.push(format!("rest {}:{}", flaw.line, flaw.column)),
                Next::End => return out,
            }
        }
    }

    #[test]
    fn quoting_line_breaks_and_marks() {
        assert_eq!(
            read(b"\xEF\xBB\xBFa,b\r\n\"x\"\"y\",\"1\r\n2\"\n\n,\r\"\",z"),
            ["1:a|b", "2:x\"y|1\r\n2", "5:|", "6:|z"],
            "BOM, doubled quotes, breaks inside quotes, blank lines, all three line ends"
        );
    }

    #[test]
    fn bad_quoting_costs_one_row() {
        assert_eq!(
            read("a\nü,b\"c,d\ne\n\"x\"y,z\nf\n".as_bytes()),
            ["1:a", "bad 2:4", "3:e", "bad 4:4", "5:f"],
            "the column counts characters; the next row is read"
        );
        assert_eq!(read(b"a\nb\xFFc\nd"), ["1:a", "bad 2:2", "3:d"], "a row that is not UTF-8");
    }

    #[test]
    fn an_open_quote_costs_the_rest() {
        assert_eq!(
            read(b"a,b\nc,\"d\ne,f\n"),
            ["1:a|b", "rest 2:3"],
            "its place is where it was opened"
        );
    }

    #[test]
    fn utf_16_is_refused() {
        assert!(Records::new(&b"\xFF\xFEa\0"[..], b',').is_err(), "the mark of UTF-16 is seen");
    }

    proptest! {
        #[test]
        fn what_others_write_is_read(
            rows in proptest::collection::vec(
                proptest::collection::vec("[a,\"\r\n ü]{0,4}", 2..4), 1..6
            )
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("writes");
            }
            let bytes = writer.into_inner().expect("is whole");
            let mut records = Records::new(Drip(&bytes), b',').expect("opens");
            for row in &rows {
                let Next::Record(record) = records.next().expect("reads") else {
                    panic!("a record is there");
                };
                let fields: Vec<_> = (0..record.len()).map(|at| record.get(at)).collect();
                prop_assert_eq!(&fields, row);
            }
            prop_assert!(matches!(records.next(), Ok(Next::End)), "and no more");
        }

        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let Ok(mut records) = Records::new(Drip(&bytes), b',') else { return Ok(()) };
            for _ in 0..=bytes.len() {
                if matches!(records.next(), Ok(Next::End)) {
                    return Ok(());
                }
            }
            prop_assert!(false, "the end is reached");
        }
    }
}
