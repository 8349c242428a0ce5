//! The cells of a column, each as wide as the number of its distinct texts needs.

/// Numbers by row; rows beyond the end are zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cells {
    /// Below 2^8.
    Byte(Vec<u8>),
    /// Below 2^16.
    Short(Vec<u16>),
    /// Any.
    Wide(Vec<u32>),
    /// Each the row's own number plus one, up to so many rows: a text of its own for everybody.
    Own(u32),
}

impl Default for Cells {
    fn default() -> Self {
        Self::Byte(Vec::new())
    }
}

impl Cells {
    /// The number in `row`.
    pub(crate) fn get(&self, row: u32) -> u32 {
        let at = row;
        let row = row as usize;
        match self {
            Self::Byte(cells) => cells.get(row).map_or(0, |&cell| cell.into()),
            Self::Short(cells) => cells.get(row).map_or(0, |&cell| cell.into()),
            Self::Wide(cells) => cells.get(row).copied().unwrap_or(0),
            Self::Own(rows) => own(at, *rows),
        }
    }

    /// Puts `cell` into `row`; answers what was there.
    pub(crate) fn set(&mut self, row: u32, cell: u32) -> u32 {
        let before = self.get(row);
        match self {
            Self::Byte(cells) => match u8::try_from(cell) {
                Ok(cell) => put(cells, row, cell),
                Err(_) => self.widen(row, cell),
            },
            Self::Short(cells) => match u16::try_from(cell) {
                Ok(cell) => put(cells, row, cell),
                Err(_) => self.widen(row, cell),
            },
            Self::Wide(cells) => put(cells, row, cell),
            Self::Own(rows) if row == *rows && cell == row + 1 => *rows += 1,
            Self::Own(_) if cell == before => {}
            Self::Own(_) => self.widen(row, cell),
        }
        before
    }

    /// Hands every row with its number to `take`, in order.
    pub(crate) fn each(&self, mut take: impl FnMut(u32, u32)) {
        match self {
            Self::Byte(cells) => {
                (0u32..).zip(cells).for_each(|(row, &cell)| take(row, cell.into()));
            }
            Self::Short(cells) => {
                (0u32..).zip(cells).for_each(|(row, &cell)| take(row, cell.into()));
            }
            Self::Wide(cells) => (0u32..).zip(cells).for_each(|(row, &cell)| take(row, cell)),
            Self::Own(rows) => (0..*rows).for_each(|row| take(row, row + 1)),
        }
    }

    /// Makes the cells as narrow as numbers up to `largest` allow.
    pub(crate) fn shrink(&mut self, largest: usize) {
        if largest <= usize::from(u8::MAX) {
            *self = Self::Byte(self.collected(|cell| cell as u8));
        } else if largest <= usize::from(u16::MAX) {
            *self = Self::Short(self.collected(|cell| cell as u16));
        } else if let Self::Wide(cells) = self {
            let rows = cells.len() as u32;
            if (0..rows).zip(&*cells).all(|(row, &cell)| cell == own(row, rows)) {
                *self = Self::Own(rows);
            } else {
                cells.shrink_to(cells.len() + cells.len() / 64);
            }
        }
    }

    /// Whether there are no more than `rows` cells, and none of them is above `largest`.
    pub(crate) fn fit(&self, rows: usize, largest: usize) -> bool {
        let mut most = 0;
        self.each(|_, cell| most = most.max(cell));
        self.len() <= rows && most as usize <= largest
    }

    /// How many rows there are cells of.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Byte(cells) => cells.len(),
            Self::Short(cells) => cells.len(),
            Self::Wide(cells) => cells.len(),
            Self::Own(rows) => *rows as usize,
        }
    }

    fn collected<T>(&self, narrow: impl Fn(u32) -> T) -> Vec<T> {
        // A little room stays, so that a row more does not move all others.
        let mut all = Vec::with_capacity(self.len() + self.len() / 64);
        self.each(|_, cell| all.push(narrow(cell)));
        all
    }

    fn widen(&mut self, row: u32, cell: u32) {
        *self = match self {
            Self::Byte(_) if cell <= u16::MAX.into() => {
                Self::Short(self.collected(|cell| cell as u16))
            }
            _ => Self::Wide(self.collected(|cell| cell)),
        };
        self.set(row, cell);
    }
}

fn own(row: u32, rows: u32) -> u32 {
    if row < rows { row + 1 } else { 0 }
}

fn put<T: Clone + Default>(cells: &mut Vec<T>, row: u32, cell: T) {
    let row = row as usize;
    if cells.len() <= row {
        // A quarter more at a time: twice a million cells would be megabytes for nothing.
        if cells.capacity() <= row {
            cells.reserve_exact(row + 1 - cells.len() + (row / 4).max(64));
        }
        cells.resize(row + 1, T::default());
    }
    cells[row] = cell;
}
