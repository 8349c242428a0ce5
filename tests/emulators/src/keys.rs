//! A key pair and its certificate for tests: a client signs with it, an emulator knows it.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

/// The private key (PEM, PKCS #8).
pub const PRIVATE: &str = include_str!("../keys/client.key.pem");
/// The public key (PEM).
pub const PUBLIC: &str = include_str!("../keys/client.public.pem");
/// The certificate of the key (PEM).
pub const CERTIFICATE: &str = include_str!("../keys/client.certificate.pem");

/// The header and claims of a signed token, when it is signed with [`PRIVATE`] by `algorithm`, for
/// one of `audiences`, and good now.
pub(crate) fn read_token(
    token: &str,
    algorithm: Algorithm,
    audiences: &[&str],
) -> Result<(jsonwebtoken::Header, Value), String> {
    let key = DecodingKey::from_rsa_pem(PUBLIC.as_bytes()).map_err(|error| error.to_string())?;
    let mut wanted = Validation::new(algorithm);
    wanted.set_audience(audiences);
    wanted.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    let header = decode_header(token).map_err(|error| error.to_string())?;
    let claims = decode::<Value>(token, &key, &wanted).map_err(|error| error.to_string())?;
    Ok((header, claims.claims))
}
