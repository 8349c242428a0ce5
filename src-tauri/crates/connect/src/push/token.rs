//! Bearer tokens: 256 bits of chance, kept as their SHA-256 alone.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::RngCore;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A token that was just made.
pub struct NewToken {
    /// It itself, to be shown once.
    pub text: String,
    /// What is kept of it.
    pub hash: Vec<u8>,
}

impl NewToken {
    /// Makes one of the operating system's chance.
    #[must_use]
    pub fn make() -> Self {
        let mut bytes = [0_u8; 32];
        rand::rngs::ThreadRng::default().fill_bytes(&mut bytes);
        let text = BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let hash = token_hash(&text);
        Self { text, hash }
    }
}

/// The hash under which a token is kept. It is one of 256 bits of chance, so a fast hash is as
/// safe as a slow one.
#[must_use]
pub fn token_hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Whether `hash` is the hash of the token `presented`, told in the same time for every answer.
#[must_use]
pub fn is_token(presented: &[u8], hash: &[u8]) -> bool {
    presented.ct_eq(hash).into()
}
