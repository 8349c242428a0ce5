//! What a target held, as bytes that can be kept and read again.

use crate::{KnownValue, TargetState};
use rolecall_directory::{AccountTable, Sealed, Unsealed};
use std::io::{self, Read, Write};

const MAGIC: &[u8; 8] = b"RCTARGET";
const VERSION: u64 = 2;

impl TargetState {
    /// Writes all of it, so that [`TargetState::read_from`] makes the same.
    ///
    /// # Errors
    /// When `output` cannot be written.
    pub fn write_to(&self, output: &mut impl Write) -> io::Result<()> {
        let lists = [&self.required, &self.untouchable, &self.unsupported];
        Self::write_parts(lists, &self.values, &self.accounts, output)
    }

    /// The same for a state in parts: what is required, untouchable and unsupported, the values
    /// known to exist, and the accounts.
    ///
    /// # Errors
    /// When `output` cannot be written.
    pub fn write_parts(
        lists: [&Vec<String>; 3],
        values: &[KnownValue],
        accounts: &AccountTable,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let mut head = Sealed::new(&mut *output);
        head.write_all(MAGIC)?;
        head.number(VERSION)?;
        for list in lists {
            head.number(list.len() as u64)?;
            list.iter().try_for_each(|text| head.bytes(text.as_bytes()))?;
        }
        head.number(values.len() as u64)?;
        for value in values {
            head.bytes(value.slot.as_bytes())?;
            head.bytes(value.name.as_bytes())?;
            // No seats is 0, so many are one more.
            head.number(value.seats.map_or(0, |seats| seats.saturating_add(1)))?;
        }
        head.seal()?;
        accounts.write_to(output)
    }

    /// Reads what [`TargetState::write_to`] wrote from `input`, which holds `size` bytes.
    ///
    /// # Errors
    /// When `input` cannot be read, is of another version, or is damaged.
    pub fn read_from(input: &mut (impl Read + ?Sized), size: u64) -> io::Result<Self> {
        let mut head = Unsealed::new(&mut *input, size);
        let mut magic = [0; 8];
        head.read_exact(&mut magic)?;
        if &magic != MAGIC || head.number()? != VERSION {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is of another version"));
        }
        let mut state = Self::default();
        for list in [&mut state.required, &mut state.untouchable, &mut state.unsupported] {
            *list = (0..head.number()?).map(|_| head.text()).collect::<io::Result<_>>()?;
        }
        for _ in 0..head.number()? {
            let (slot, name) = (head.text()?, head.text()?);
            let seats = head.number()?.checked_sub(1);
            state.values.push(KnownValue { slot, name, seats });
        }
        head.unseal()?;
        state.accounts = AccountTable::read_from(input, size)?;
        Ok(state)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::{KnownValue, TargetState};
    use rolecall_directory::{AccountRow, AccountTable};

    #[test]
    fn a_state_comes_back_whole_or_not_at_all() {
        let mut builder = AccountTable::builder();
        builder.row(&AccountRow { key: "7", user_name: "ann", active: true, ..<_>::default() });
        let state = TargetState {
            accounts: builder.finish(),
            values: vec![
                KnownValue { slot: "products".into(), name: "Connect".into(), seats: Some(0) },
                KnownValue { slot: "role".into(), name: "Member".into(), seats: None },
            ],
            required: vec!["familyName".to_owned()],
            untouchable: vec!["7".to_owned(), "8".to_owned()],
            unsupported: Vec::new(),
        };
        let mut bytes = Vec::new();
        state.write_to(&mut bytes).unwrap();
        let same = TargetState::read_from(&mut bytes.as_slice(), bytes.len() as u64).unwrap();
        assert_eq!(same.accounts.record(0), state.accounts.record(0), "the account");
        assert_eq!(same.values, state.values, "what exists, with its seats");
        assert_eq!(same.required, state.required, "what is required");
        assert_eq!(same.untouchable, state.untouchable, "what is never touched");
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1;
            let read = TargetState::read_from(&mut broken.as_slice(), broken.len() as u64);
            assert!(read.is_err(), "damage at {at} is seen");
        }
    }
}
