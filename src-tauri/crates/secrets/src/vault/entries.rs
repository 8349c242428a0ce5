//! The entries inside a vault, as bytes that are wiped after use.

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::store::secret_of;
use crate::{Result, SecretError, SecretMap, SecretName};

/// Writes the entries into a buffer that has `spare` bytes more, so that it is never moved.
pub(super) fn write(secrets: &SecretMap, spare: usize) -> Result<Zeroizing<Vec<u8>>> {
    let size: usize = secrets
        .iter()
        .map(|(name, value)| 6 + name.as_str().len() + value.expose_secret().len())
        .sum();
    let mut out = Zeroizing::new(Vec::with_capacity(size + spare));
    for (name, value) in secrets {
        let value = value.expose_secret().as_bytes();
        let (Ok(name_length), Ok(value_length)) =
            (u16::try_from(name.as_str().len()), u32::try_from(value.len()))
        else {
            return Err(SecretError::TooLong { name: name.clone(), limit: u32::MAX });
        };
        out.extend_from_slice(&name_length.to_le_bytes());
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(&value_length.to_le_bytes());
        out.extend_from_slice(value);
    }
    Ok(out)
}

/// Reads the entries; `None` when the bytes are not what [`write`] makes.
pub(super) fn read(mut bytes: &[u8]) -> Option<SecretMap> {
    let mut secrets = SecretMap::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (name, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (value, rest) = rest.split_at_checked(length)?;
        let name = SecretName::new(std::str::from_utf8(name).ok()?).ok()?;
        secrets.insert(name, secret_of(value)?);
        bytes = rest;
    }
    Some(secrets)
}
