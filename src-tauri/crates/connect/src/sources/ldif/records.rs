//! Records of a file in the LDAP Data Interchange Format (RFC 2849), one after the other.

use crate::sources::ldap::Entry;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rolecall_directory::SourceFlaw;
use std::io::{self, BufRead, Read};

/// The longest line, its folded parts together; a photograph fits.
const LONGEST: usize = 16 << 20;

/// Base64 as files have it, with and without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What was read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// A record, and the line it begins on.
    Record(Entry, u64),
    /// A record that cannot be read.
    Bad(Flaw),
    /// A change instead of content, of this kind and on this line: the file is none of content.
    Change(u64, String),
    /// The end.
    End,
}

/// What is wrong, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong.
    pub what: SourceFlaw,
}

/// Reads records.
pub(super) struct Records<R> {
    lines: Lines<R>,
    begun: bool,
}

impl<R: BufRead> Records<R> {
    /// Reads from `file`, which begins with content or with its version.
    pub fn new(file: R) -> Self {
        let lines = Lines { file, line: 0, ahead: None, buffer: Vec::new() };
        Self { lines, begun: false }
    }

    /// The next record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&mut self) -> io::Result<Next> {
        let mut record: Option<(Entry, u64)> = None;
        let mut flaw = None;
        loop {
            let (line, text) = match self.lines.next()? {
                Line::Text(line, text) => (line, text),
                Line::TooLong(line) => {
                    flaw.get_or_insert(Flaw { line, what: SourceFlaw::LineTooLong });
                    continue;
                }
                Line::Blank => match (flaw, record) {
                    (Some(flaw), _) => return Ok(Next::Bad(flaw)),
                    (None, Some((entry, line))) => return Ok(Next::Record(entry, line)),
                    (None, None) => {
                        (flaw, record) = (None, None);
                        continue;
                    }
                },
                Line::End => {
                    return Ok(match (flaw, record) {
                        (Some(flaw), _) => Next::Bad(flaw),
                        (None, Some((entry, line))) => Next::Record(entry, line),
                        (None, None) => Next::End,
                    });
                }
            };
            match attribute(&text) {
                Err(what) => _ = flaw.get_or_insert(Flaw { line, what }),
                Ok((name, value)) => {
                    if !self.begun && name.eq_ignore_ascii_case("version") && record.is_none() {
                        continue;
                    }
                    self.begun = true;
                    if name.eq_ignore_ascii_case("changetype") {
                        return Ok(Next::Change(
                            line,
                            String::from_utf8_lossy(&value).into_owned(),
                        ));
                    }
                    if let Err(what) = add(&mut record, line, name, value) {
                        flaw.get_or_insert(Flaw { line, what });
                    }
                }
            }
        }
    }
}

fn add(
    record: &mut Option<(Entry, u64)>,
    line: u64,
    name: &str,
    value: Vec<u8>,
) -> Result<(), SourceFlaw> {
    let Some((entry, _)) = record else {
        if !name.eq_ignore_ascii_case("dn") {
            return Err(SourceFlaw::RecordWithoutDn { name: name.to_owned() });
        }
        let dn = String::from_utf8(value).map_err(|_| SourceFlaw::DnNotUtf8)?;
        *record = Some((Entry { dn, ..Entry::default() }, line));
        return Ok(());
    };
    if name.eq_ignore_ascii_case("dn") {
        return Err(SourceFlaw::SecondDn);
    }
    match entry.attributes.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        Some((_, values)) => values.push(value),
        None => entry.attributes.push((name.to_owned(), vec![value])),
    }
    Ok(())
}

/// The name and value in an unfolded line.
fn attribute(text: &[u8]) -> Result<(&str, Vec<u8>), SourceFlaw> {
    let shown = || String::from_utf8_lossy(&text[..text.len().min(40)]).into_owned();
    let Some(colon) = text.iter().position(|byte| *byte == b':') else {
        return Err(SourceFlaw::NoColon { text: shown() });
    };
    let name = std::str::from_utf8(&text[..colon]).unwrap_or_default().trim();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-;._=*".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(SourceFlaw::NoAttributeName { text: shown() });
    }
    let rest = &text[colon + 1..];
    match rest.first() {
        Some(b':') => {
            let encoded: Vec<u8> =
                rest[1..].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let value = BASE64.decode(encoded);
            value
                .map(|value| (name, value))
                .map_err(|_| SourceFlaw::NotBase64 { name: name.to_owned() })
        }
        Some(b'<') => Err(SourceFlaw::OtherFile { name: name.to_owned() }),
        _ => {
            let start = rest.iter().position(|byte| *byte != b' ').unwrap_or(rest.len());
            Ok((name, rest[start..].to_vec()))
        }
    }
}

/// One line, its folded parts together.
enum Line {
    Text(u64, Vec<u8>),
    TooLong(u64),
    Blank,
    End,
}

/// Unfolds lines and leaves out comments.
struct Lines<R> {
    file: R,
    line: u64,
    /// The line that was read to see whether it goes on with the one before.
    ahead: Option<Vec<u8>>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> io::Result<Line> {
        loop {
            let Some(mut text) = self.physical()? else { return Ok(Line::End) };
            let first = self.line;
            let mut too_long = text.len() > LONGEST;
            while let Some(more) = self.physical()? {
                let Some(part) = more.strip_prefix(b" ") else {
                    self.ahead = Some(more);
                    self.line -= 1;
                    break;
                };
                too_long |= text.len() + part.len() > LONGEST;
                if !too_long {
                    text.extend_from_slice(part);
                }
            }
            if text.first() == Some(&b'#') {
                continue;
            }
            return Ok(match text.is_empty() {
                _ if too_long => Line::TooLong(first),
                true => Line::Blank,
                false => Line::Text(first, text),
            });
        }
    }

    /// One line as it stands in the file; `None` at its end.
    fn physical(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.line += 1;
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        self.buffer.clear();
        let most = LONGEST as u64 + 2;
        let read = (&mut self.file).take(most).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            self.line -= 1;
            return Ok(None);
        }
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if read as u64 == most {
            self.skip_line()?;
        }
        if self.buffer.last() == Some(&b'\r') {
            self.buffer.pop();
        }
        if self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.buffer.drain(..3);
        }
        Ok(Some(self.buffer.clone()))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let held = self.file.fill_buf()?;
            let end = held.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(held.len(), |end| end + 1);
            let over = end.is_some() || length == 0;
            self.file.consume(length);
            if over {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BASE64, Next, Records};
    use base64::Engine as _;
    use proptest::prelude::*;

    fn all(text: &[u8]) -> Vec<Next> {
        let mut records = Records::new(text);
        let mut all = Vec::new();
        loop {
            match records.next().expect("memory can be read") {
                Next::End => return all,
                next => all.push(next),
            }
        }
    }

    fn values<'n>(next: &'n Next, name: &str) -> Vec<&'n str> {
        let Next::Record(entry, _) = next else { panic!("{next:?} is a record") };
        entry.texts(name).collect()
    }

    #[test]
    fn everything_the_format_has_is_read() {
        let text = b"\xef\xbb\xbfversion: 1\r\n# a comment\n that goes on\n\ndn: uid=a,\n dc=x\n\
            cn: Ann\n  Lee\ncn;lang-sv: Anna\nmail:a@x\nmail:  b@x\ndescription:: SMOkbg==\n\n\n\
            dn:: dWlkPcOkLGRjPXg=\ncn: \xc3\xa5\n";
        let read = all(text);
        assert_eq!(read.len(), 2, "{read:?}");
        let Next::Record(first, line) = &read[0] else { panic!("a record") };
        assert_eq!((first.dn.as_str(), *line), ("uid=a,dc=x", 5), "unfolded");
        assert_eq!(values(&read[0], "cn"), ["Ann Lee"], "one space folds, the other stays");
        assert_eq!(values(&read[0], "CN;LANG-SV"), ["Anna"], "an option");
        assert_eq!(values(&read[0], "mail"), ["a@x", "b@x"], "spaces before values are none");
        assert_eq!(values(&read[0], "description"), ["H\u{e4}n"], "base64");
        let Next::Record(second, _) = &read[1] else { panic!("a record") };
        assert_eq!(second.dn, "uid=\u{e4},dc=x");
        assert_eq!(values(&read[1], "cn"), ["\u{e5}"], "UTF-8 as it stands");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let text = b"dn: a=1\nno colon here\n\nuid: b\n\ndn: c=1\nphoto:< file:///x\n\ndn: d=1\n\
            photo:: ***\n\ndn: e=1\ndn: f=1\n\ndn: g=1\n";
        let read = all(text);
        let flaws: Vec<(u64, String)> = read
            .iter()
            .filter_map(|next| match next {
                Next::Bad(flaw) => Some((flaw.line, flaw.what.to_string())),
                _ => None,
            })
            .collect();
        let words = ["no colon", "begins with \"uid\"", "another file", "no base64", "second dn"];
        assert_eq!(flaws.len(), words.len(), "{flaws:?}");
        for ((line, message), (number, word)) in
            flaws.iter().zip([2, 4, 7, 10, 13].iter().zip(words))
        {
            assert!(*line == *number && message.contains(word), "{line}: {message}");
        }
        assert!(matches!(read.last(), Some(Next::Record(..))), "and the rest is read");
        let read = all(b"dn: a=1\nchangetype: modify\nreplace: cn\n");
        assert!(matches!(&read[0], Next::Change(2, kind) if kind == "modify"), "{read:?}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = all(&bytes);
        }

        #[test]
        fn any_lines_are_read_or_refused(
            lines in prop::collection::vec("(dn|cn|#|changetyp)?(:|::|:<| )?.{0,9}", 0..12)
        ) {
            let _ = all(lines.join("\n").as_bytes());
        }

        #[test]
        fn what_is_written_is_read_as_it_was(
            entries in prop::collection::vec(
                prop::collection::vec(("[a-z]{2,6}x", prop::collection::vec(any::<u8>(), 0..90)), 0..5),
                0..5,
            ),
            width in 10_usize..76,
        ) {
            let mut text = String::new();
            for (at, attributes) in entries.iter().enumerate() {
                text.push_str(&format!("dn: uid={at}\n"));
                for (name, value) in attributes {
                    let line = format!("{name}:: {}", BASE64.encode(value));
                    let parts: Vec<&str> =
                        line.as_bytes().chunks(width).map(|part| std::str::from_utf8(part).unwrap()).collect();
                    text.push_str(&parts.join("\n "));
                    text.push('\n');
                }
                text.push('\n');
            }
            let read = all(text.as_bytes());
            prop_assert_eq!(read.len(), entries.len());
            for (next, attributes) in read.iter().zip(&entries) {
                let Next::Record(entry, _) = next else { panic!("{next:?}") };
                let count: usize = entry.attributes.iter().map(|(_, values)| values.len()).sum();
                prop_assert_eq!(count, attributes.len());
                for (name, value) in attributes {
                    prop_assert!(entry.values(name).contains(value));
                }
            }
        }
    }
}
