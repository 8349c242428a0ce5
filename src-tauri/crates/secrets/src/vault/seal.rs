//! The bytes of a sealed vault.
//!
//! | at | length | what |
//! |---|---|---|
//! | 0 | 8 | `ROLECALL` |
//! | 8 | 2 | format, 1 |
//! | 10 | 12 | Argon2id memory in KiB, passes, lanes (RFC 9106 section 3.1) |
//! | 22 | 16 | salt |
//! | 38 | 32 | check: the second half of what Argon2id gives; tells a wrong passphrase from damage |
//! | 70 | 24 | nonce |
//! | 94 | n | XChaCha20-Poly1305 of the entries, all before it authenticated with it |
//! | 94+n | 32 | SHA-256 of all before it: damage is found before a passphrase is blamed for it |
//!
//! Numbers are little-endian. An entry is the name's length (2), the name, the value's length (4),
//! the value. The first half of Argon2id's 64 bytes is the key.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::entries;
use crate::{Result, SecretError, SecretMap};

const MAGIC: &[u8; 8] = b"ROLECALL";
const FORMAT: u16 = 1;
const TAG: usize = 16;
const DIGEST: usize = 32;
const SHORTEST_PASSPHRASE: usize = 8;

/// What deriving a key costs; kept in each vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// The second recommended option of RFC 9106 section 4: 64 MiB, 3 passes, 4 lanes.
    pub(crate) const RECOMMENDED: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    /// As little as Argon2id allows, so that tests are about something else.
    #[cfg(test)]
    pub(crate) const LEAST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    // A file from elsewhere must not make this machine run out of memory or time.
    fn is_bearable(self) -> bool {
        self.memory_kib <= 1024 * 1024 && self.passes <= 32 && self.lanes <= 32
    }
}

/// A key with what it was derived by; wiped when dropped.
pub(crate) struct Key {
    cost: Cost,
    salt: [u8; 16],
    bytes: Zeroizing<[u8; 64]>,
}

impl Key {
    /// Derives a new key from a passphrase and a fresh salt.
    pub(crate) fn fresh(passphrase: &SecretString, cost: Cost) -> Result<Self> {
        if passphrase.expose_secret().chars().count() < SHORTEST_PASSPHRASE {
            return Err(SecretError::PassphraseTooShort { least: SHORTEST_PASSPHRASE });
        }
        Self::derive(passphrase, cost, random()?)
    }

    /// Derives the key of sealed bytes; a wrong passphrase is told here.
    pub(crate) fn of(sealed: &Sealed<'_>, passphrase: &SecretString) -> Result<Self> {
        let key = Self::derive(passphrase, sealed.cost, sealed.salt)?;
        if key.opens(sealed) { Ok(key) } else { Err(SecretError::WrongPassphrase) }
    }

    fn derive(passphrase: &SecretString, cost: Cost, salt: [u8; 16]) -> Result<Self> {
        let failed = |error: argon2::Error| SecretError::Cryptography {
            action: "derive the key",
            source: error.to_string().into(),
        };
        let mut bytes = Zeroizing::new([0; 64]);
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(bytes.len()))
            .map_err(failed)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose_secret().as_bytes(), &salt, bytes.as_mut())
            .map_err(failed)?;
        Ok(Self { cost, salt, bytes })
    }

    // Whoever can time this comparison has the file, and with it the check itself.
    fn opens(&self, sealed: &Sealed<'_>) -> bool {
        self.cost == sealed.cost && self.salt == sealed.salt && self.bytes[32..] == *sealed.check
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(&self.bytes[..32]).map_err(|error| {
            SecretError::Cryptography {
                action: "set up the cipher",
                source: error.to_string().into(),
            }
        })
    }

    /// Seals the secrets under a fresh nonce.
    pub(crate) fn seal(&self, secrets: &SecretMap) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&FORMAT.to_le_bytes());
        for number in [self.cost.memory_kib, self.cost.passes, self.cost.lanes] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(&self.bytes[32..]);
        let nonce: [u8; 24] = random()?;
        out.extend_from_slice(&nonce);
        let mut body = entries::write(secrets, TAG)?;
        self.cipher()?.encrypt_in_place(&XNonce::from(nonce), &out, &mut *body).map_err(
            |error| SecretError::Cryptography {
                action: "encrypt",
                source: error.to_string().into(),
            },
        )?;
        out.extend_from_slice(&body);
        let digest = Sha256::digest(&out);
        out.extend_from_slice(&digest);
        Ok(out)
    }

    /// Opens sealed bytes with a key derived earlier.
    pub(crate) fn open(&self, sealed: &Sealed<'_>) -> Result<SecretMap> {
        if !self.opens(sealed) {
            return Err(SecretError::WrongPassphrase);
        }
        let mut body = Zeroizing::new(sealed.body.to_vec());
        self.cipher()?
            .decrypt_in_place(&XNonce::from(sealed.nonce), sealed.header, &mut *body)
            .map_err(|_| damaged("its content is not what was sealed"))?;
        entries::read(&body).ok_or_else(|| damaged("its entries cannot be read"))
    }
}

/// The parts of a sealed vault, checked for damage but not opened.
pub(crate) struct Sealed<'a> {
    cost: Cost,
    salt: [u8; 16],
    check: &'a [u8; 32],
    nonce: [u8; 24],
    header: &'a [u8],
    body: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// Takes sealed bytes apart.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| damaged("it does not begin as one"))?;
        let short = || damaged("it is cut short");
        let (format, rest) = rest.split_first_chunk::<2>().ok_or_else(short)?;
        let found = u16::from_le_bytes(*format);
        if found > FORMAT {
            return Err(SecretError::VaultTooNew { found, known: FORMAT });
        }
        let (content, digest) = bytes.split_last_chunk::<DIGEST>().ok_or_else(short)?;
        if Sha256::digest(content)[..] != digest[..] || found != FORMAT {
            return Err(damaged("its checksum does not fit"));
        }
        let (memory_kib, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        let (passes, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        let (lanes, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        let (salt, rest) = rest.split_first_chunk::<16>().ok_or_else(short)?;
        let (check, rest) = rest.split_first_chunk::<32>().ok_or_else(short)?;
        let (nonce, rest) = rest.split_first_chunk::<24>().ok_or_else(short)?;
        let (body, _) = rest.split_last_chunk::<DIGEST>().ok_or_else(short)?;
        let (header, _) = content.split_at(content.len() - body.len());
        let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let cost =
            Cost { memory_kib: number(memory_kib), passes: number(passes), lanes: number(lanes) };
        if !cost.is_bearable() {
            return Err(damaged("it asks for more memory or time than any vault does"));
        }
        Ok(Self { cost, salt: *salt, check, nonce: *nonce, header, body })
    }
}

fn damaged(reason: &'static str) -> SecretError {
    SecretError::VaultDamaged { reason }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| SecretError::Cryptography {
        action: "draw random bytes",
        source: Box::new(error),
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
