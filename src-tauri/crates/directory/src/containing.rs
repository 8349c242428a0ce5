//! Which texts of a column contain something, without case.

use crate::strings::Packed;
use crate::{Column, Strings};
use memchr::memmem::Finder;
use roaring::RoaringBitmap;
use rolecall_scim::{fold, fold_cow};

/// How many bytes of texts are looked through at a time.
const BLOCK: usize = 64 << 10;

impl Column {
    /// The rows whose text contains `part`, compared after NFC and case folding.
    #[must_use]
    pub fn rows_containing(&self, part: &str) -> RoaringBitmap {
        let mut chosen = vec![false; self.distinct.len()];
        for number in containing(&self.distinct, &fold(part)) {
            chosen[number] = true;
        }
        self.rows_of(|number| chosen[number as usize])
    }
}

/// The numbers of the texts that contain `part`, which is folded; each once, in order.
fn containing(texts: &Strings, part: &str) -> Vec<usize> {
    if part.is_empty() {
        return (0..texts.len()).collect();
    }
    let finder = Finder::new(part);
    let mut found = Vec::new();
    for (number, packed) in texts.parts() {
        let before = found.len();
        in_packed(&finder, packed, part, &mut found);
        found[before..].iter_mut().for_each(|at| *at += number as usize);
    }
    found
}

/// Texts lie one after the other, so a block of them that is ASCII is searched as one text; a hit
/// that reaches over the end of a text is none.
fn in_packed(finder: &Finder<'_>, texts: &Packed, part: &str, found: &mut Vec<usize>) {
    let mut lowered = Vec::with_capacity(BLOCK);
    let (mut first, mut start) = (0, 0);
    while first < texts.ends.len() {
        let size = texts.ends[first..].partition_point(|&end| (end as usize) < start + BLOCK);
        let last = (first + size).min(texts.ends.len() - 1);
        let ends = &texts.ends[first..=last];
        let end = texts.ends[last] as usize;
        let block = &texts.bytes.as_bytes()[start..end];
        if block.is_ascii() {
            lowered.clear();
            lowered.extend_from_slice(block);
            lowered.make_ascii_lowercase();
            in_block(finder, &lowered, ends, (first, start), found);
        } else {
            let numbers = first..=last;
            found.extend(numbers.filter(|&at| fold_cow(texts.get(at as u32)).contains(part)));
        }
        (first, start) = (last + 1, end);
    }
}

fn in_block(
    finder: &Finder<'_>,
    block: &[u8],
    ends: &[u32],
    (first, start): (usize, usize),
    found: &mut Vec<usize>,
) {
    let (mut text, mut at) = (0, 0);
    while let Some(hit) = finder.find(&block[at..]).map(|hit| at + hit) {
        // Step by step: a letter or two are in most texts, and then the next one is not far.
        let ends_after = |&end: &u32| end as usize - start > hit;
        let Some(further) = ends[text..].iter().position(ends_after) else { return };
        text += further;
        let end = ends[text] as usize - start;
        if hit + finder.needle().len() <= end {
            found.push(first + text);
            at = end;
        } else {
            at = hit + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::containing;
    use crate::{Folded, Strings};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_is_found_as_by_looking_at_each(
            texts in proptest::collection::vec("[abAB.éÉ]{0,6}", 0..40),
            long in 0usize..3,
            part in "[abé]{0,3}",
        ) {
            let mut strings = Strings::default();
            let mut all = texts;
            // Enough to need several blocks.
            all.extend((0..long).map(|at| format!("{}{at}", "x.".repeat(40_000))));
            for text in &all {
                strings.intern(text);
            }
            let part = Folded::new(&part);
            let expected: Vec<usize> = (strings.iter().enumerate())
                .filter(|(_, text)| Folded::new(text).as_str().contains(part.as_str()))
                .map(|(at, _)| at)
                .collect();
            prop_assert_eq!(containing(&strings, part.as_str()), expected);
        }
    }
}
