//! One text a row, all in one buffer.

/// Rows that share a base, so that the end of each fits in four bytes: a block would have to hold
/// 4 GiB to overflow, and no text that a target delivers is longer than a few MiB.
const BLOCK: usize = 256;

/// A column of texts in one buffer; what is absent is empty. Rows are added in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    pub(super) bytes: String,
    pub(super) bases: Vec<usize>,
    pub(super) ends: Vec<u32>,
}

impl Texts {
    /// Puts `text` at `row`; rows passed over are empty. A row before the last one keeps its text.
    pub fn put(&mut self, row: u32, text: &str) {
        if text.is_empty() {
            return;
        }
        while self.ends.len() < row as usize {
            self.close("");
        }
        if self.ends.len() == row as usize {
            self.close(text);
        }
    }

    fn close(&mut self, text: &str) {
        if self.ends.len().is_multiple_of(BLOCK) {
            self.bases.push(self.bytes.len());
        }
        let base = self.bases.last().copied().unwrap_or_default();
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len() - base).unwrap_or(u32::MAX));
    }

    /// The text of `row`; empty where there is none.
    #[must_use]
    pub fn get(&self, row: u32) -> &str {
        let row = row as usize;
        let (Some(&end), Some(&base)) = (self.ends.get(row), self.bases.get(row / BLOCK)) else {
            return "";
        };
        let start = if row.is_multiple_of(BLOCK) { 0 } else { self.ends[row - 1] };
        self.bytes.get(base + start as usize..base + end as usize).unwrap_or_default()
    }

    /// Whether no row has a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.bases.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Texts from what [`Texts::bytes`] and [`Texts::ends`] were; `None` when they do not fit.
    pub(super) fn restore(bytes: String, ends: Vec<u32>) -> Option<Self> {
        let mut bases = Vec::with_capacity(ends.len().div_ceil(BLOCK));
        let mut base = 0usize;
        for block in ends.chunks(BLOCK) {
            bases.push(base);
            let sorted = block.is_sorted();
            base = base.checked_add(*block.last()? as usize).filter(|_| sorted)?;
        }
        (base == bytes.len()).then_some(Self { bytes, bases, ends })
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_is_found(
            rows in proptest::collection::btree_map(0u32..1500, "[aé€]{0,3}", 0..200)
        ) {
            let mut texts = Texts::default();
            for (row, text) in &rows {
                texts.put(*row, text);
            }
            let same = Texts::restore(texts.bytes.clone(), texts.ends.clone()).expect("fits");
            prop_assert_eq!(&same, &texts, "the bases follow from the rest");
            for row in 0..1600 {
                let meant = rows.get(&row).map_or("", String::as_str);
                prop_assert_eq!(texts.get(row), meant, "row {}", row);
            }
        }
    }
}
