//! Private keys as JSON Web Keys (RFC 7517, RFC 7518 section 6).

use super::assertion::{KeyError, Signer};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::Value;
use zeroize::Zeroizing;

/// The parts of an RSA private key in the order of RFC 8017 appendix A.1.2.
const RSA: [&str; 8] = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
/// `ecPublicKey` over `prime256v1` as the algorithm of a PKCS #8 key (RFC 5480).
const P_256: [u8; 21] = [
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 0x03, 0x01, 0x07,
];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
const CONTEXT_1: u8 = 0xa1;

/// Whether `secret` is meant as a key in JSON.
pub(crate) fn is_jwk(secret: &str) -> bool {
    secret.trim_start().starts_with('{')
}

/// What signs with the private key in `secret`, a key or a set of keys, naming it by its `kid`:
/// RS256 by an RSA key, ES256 by a P-256 key.
///
/// # Errors
/// When there is no private key, or it cannot be used.
pub(crate) fn signer_of(secret: &str) -> Result<Signer, KeyError> {
    let whole: Value = serde_json::from_str(secret)
        .map_err(|error| unusable(&format!("it is not whole JSON ({error})")))?;
    let keys = whole["keys"].as_array();
    let is_private = |key: &&Value| key["d"].is_string();
    let key = match keys {
        Some(keys) => keys.iter().find(is_private),
        None => Some(&whole).filter(is_private),
    };
    let key =
        key.ok_or_else(|| unusable("it is a public key: \"d\" is missing. Copy the private key"))?;
    let (signs, algorithm) = match (key["kty"].as_str(), key["crv"].as_str()) {
        (Some("RSA"), _) => (EncodingKey::from_rsa_der(&rsa(key)?), Algorithm::RS256),
        (Some("EC"), Some("P-256")) => (EncodingKey::from_ec_der(&p_256(key)?), Algorithm::ES256),
        (kind, _) => {
            let kind = kind.unwrap_or("no");
            return Err(unusable(&format!("it is of {kind} kind that is known here")));
        }
    };
    let id = key["kid"].as_str().map(str::to_owned);
    Ok(Signer::of(signs, algorithm).key_id(id))
}

fn unusable(reason: &str) -> KeyError {
    KeyError::Unusable { reason: reason.to_owned() }
}

fn part(key: &Value, name: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let text = key[name].as_str().unwrap_or_default().trim_end_matches('=');
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| !bytes.is_empty());
    bytes.map(Zeroizing::new).ok_or_else(|| unusable(&format!("its part \"{name}\" is missing")))
}

fn rsa(key: &Value) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut inside = Zeroizing::new(integer(&[0]));
    for name in RSA {
        inside.extend(integer(&part(key, name)?));
    }
    Ok(Zeroizing::new(tagged(SEQUENCE, &inside)))
}

fn p_256(key: &Value) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    // Unused bits, then an uncompressed point (RFC 5480 section 2.2).
    let mut point = vec![0, 4];
    point.extend_from_slice(&part(key, "x")?);
    point.extend_from_slice(&part(key, "y")?);
    let mut inside = Zeroizing::new(integer(&[1]));
    inside.extend(tagged(OCTET_STRING, &part(key, "d")?));
    inside.extend(tagged(CONTEXT_1, &tagged(BIT_STRING, &point)));
    let private = Zeroizing::new(tagged(SEQUENCE, &inside));
    let mut whole = Zeroizing::new(integer(&[0]));
    whole.extend_from_slice(&P_256);
    whole.extend(tagged(OCTET_STRING, &private));
    Ok(Zeroizing::new(tagged(SEQUENCE, &whole)))
}

/// A number without a sign as DER writes it: without zeros before it, but one where it would seem
/// negative.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let plain = &bytes[zeros.min(bytes.len().saturating_sub(1))..];
    let mut content = Zeroizing::new(Vec::with_capacity(plain.len() + 1));
    if plain.first().is_some_and(|first| first & 0x80 != 0) {
        content.push(0);
    }
    content.extend_from_slice(plain);
    tagged(INTEGER, &content)
}

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count().min(length.len() - 1);
    let length = &length[zeros..];
    if content.len() >= 0x80 {
        // So many bytes of length follow: never more than eight.
        out.push(0x80 | length.len() as u8);
    }
    out.extend_from_slice(length);
    out.extend_from_slice(content);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::Assertion;
    use secrecy::ExposeSecret;
    use serde_json::json;
    use std::time::Duration;

    fn signed(signer: Signer) -> String {
        let name = || "me".to_owned();
        let (issuer, subject, audience) = (name(), name(), name());
        let lifetime = Duration::from_secs(60);
        let assertion = Assertion { signer, issuer, subject, audience, scope: None, lifetime };
        assertion.token().unwrap().expose_secret().to_owned()
    }

    #[test]
    fn a_p_256_key_signs_what_its_public_half_verifies() {
        let pair = rcgen::KeyPair::generate().unwrap();
        let raw = pair.public_key_raw();
        let der = pair.serialize_der();
        // The private number stands behind the algorithm: SEQUENCE, 1, OCTET STRING of 32.
        let at = der.windows(5).position(|five| five == [2, 1, 1, 4, 32]).unwrap() + 5;
        let told = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let key = json!({"kty": "EC", "crv": "P-256", "kid": "k1", "d": told(&der[at..at + 32]),
            "x": told(&raw[1..33]), "y": told(&raw[33..])});
        for secret in [key.to_string(), json!({"keys": [{"kty": "RSA"}, key]}).to_string()] {
            assert!(is_jwk(&secret));
            let token = signed(signer_of(&secret).unwrap());
            assert_eq!(jsonwebtoken::decode_header(&token).unwrap().kid.as_deref(), Some("k1"));
            let public = jsonwebtoken::DecodingKey::from_ec_der(raw);
            let mut wanted = jsonwebtoken::Validation::new(Algorithm::ES256);
            wanted.set_audience(&["me"]);
            assert!(jsonwebtoken::decode::<Value>(&token, &public, &wanted).is_ok());
        }
    }

    #[test]
    fn an_rsa_key_signs_what_its_public_half_verifies() {
        let secret = include_str!("jwk_rsa_test.json");
        let token = signed(signer_of(secret).unwrap());
        let key: Value = serde_json::from_str(secret).unwrap();
        let part = |name: &str| key[name].as_str().unwrap();
        let public = jsonwebtoken::DecodingKey::from_rsa_components(part("n"), part("e")).unwrap();
        let mut wanted = jsonwebtoken::Validation::new(Algorithm::RS256);
        wanted.set_audience(&["me"]);
        assert!(jsonwebtoken::decode::<Value>(&token, &public, &wanted).is_ok());
        let kid = jsonwebtoken::decode_header(&token).unwrap().kid;
        assert_eq!(kid.as_deref(), Some("made-for-this-test"), "by its name");
    }

    #[test]
    fn what_is_wrong_with_a_key_is_said() {
        let told = |secret: &str| signer_of(secret).unwrap_err().to_string();
        assert!(told("{").contains("not whole JSON"));
        assert!(told(r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#).contains("public key"));
        assert!(told(r#"{"kty":"RSA","d":"AQAB","n":"AQAB"}"#).contains("\"e\" is missing"));
        assert!(told(r#"{"kty":"OKP","d":"AQAB"}"#).contains("OKP"));
    }

    #[test]
    fn numbers_and_lengths_are_written_as_der_wants() {
        assert_eq!(integer(&[0]), [2, 1, 0]);
        assert_eq!(integer(&[0, 0, 5]), [2, 1, 5]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80], "not negative");
        assert_eq!(tagged(4, &[7; 127])[..2], [4, 127]);
        assert_eq!(tagged(4, &[7; 200])[..3], [4, 0x81, 200]);
        assert_eq!(tagged(4, &[7; 300])[..4], [4, 0x82, 1, 44]);
    }
}
