use super::*;
use crate::SecretName;

fn passphrase() -> SecretString {
    SecretString::from("correct horse")
}

fn sealed() -> Vec<u8> {
    let mut secrets = SecretMap::new();
    secrets.insert(SecretName::new("okta").unwrap(), SecretString::from("marked"));
    Key::fresh(&passphrase(), Cost::LEAST).unwrap().seal(&secrets).unwrap()
}

fn open(bytes: &[u8]) -> Result<SecretMap> {
    let sealed = Sealed::parse(bytes)?;
    Key::of(&sealed, &passphrase())?.open(&sealed)
}

fn digest_anew(bytes: &mut [u8]) {
    let at = bytes.len() - DIGEST;
    let digest = Sha256::digest(&bytes[..at]);
    bytes[at..].copy_from_slice(&digest);
}

#[test]
fn what_was_sealed_opens() {
    let bytes = sealed();
    let secrets = open(&bytes).unwrap();
    assert_eq!(secrets.len(), 1);
    assert_eq!(secrets["okta"].expose_secret(), "marked");
    assert!(!bytes.windows(4).any(|b| b == b"okta"), "names are sealed too");
}

#[test]
fn the_same_secrets_are_never_sealed_alike() {
    let key = Key::fresh(&passphrase(), Cost::LEAST).unwrap();
    let [one, two] = [(); 2].map(|()| key.seal(&SecretMap::new()).unwrap());
    assert_ne!(one[70..94], two[70..94], "each has its own nonce");
    assert_ne!(sealed()[22..38], sealed()[22..38], "each key has its own salt");
}

#[test]
fn a_changed_byte_anywhere_is_found() {
    let bytes = sealed();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x01;
        let code = open(&changed).unwrap_err().code();
        let told = code == "vault_damaged" || (code == "vault_too_new" && (8..10).contains(&at));
        assert!(told, "byte {at}: {code}");
    }
}

#[test]
fn a_change_by_someone_who_mends_the_checksum_is_found() {
    let bytes = sealed();
    for at in 0..bytes.len() - DIGEST {
        let mut changed = bytes.clone();
        changed[at] ^= 0x80;
        digest_anew(&mut changed);
        let expected: &[&str] = match at {
            0..8 => &["vault_damaged"],
            8..10 => &["vault_too_new"],
            // Another cost gives another key, if it is one that is paid at all.
            10..22 => &["passphrase_wrong", "vault_damaged", "cryptography_failed"],
            22..70 => &["passphrase_wrong"],
            _ => &["vault_damaged"],
        };
        let code = open(&changed).unwrap_err().code();
        assert!(expected.contains(&code), "byte {at}: {code}");
    }
}

#[test]
fn a_cost_that_no_machine_bears_is_refused_before_it_is_paid() {
    for at in [12, 13, 17, 21] {
        let mut changed = sealed();
        changed[at] = 0xff;
        digest_anew(&mut changed);
        assert_eq!(open(&changed).unwrap_err().code(), "vault_damaged", "byte {at}");
    }
}

#[test]
fn a_vault_cut_anywhere_is_found() {
    let bytes = sealed();
    for length in 0..bytes.len() {
        let code = open(&bytes[..length]).unwrap_err().code();
        assert_eq!(code, "vault_damaged", "cut to {length}");
        let mut cut = bytes[..length].to_vec();
        if length > DIGEST {
            digest_anew(&mut cut);
        }
        assert!(open(&cut).is_err(), "cut to {length} with a checksum that fits");
    }
}

#[test]
fn a_format_of_the_future_is_named() {
    let mut bytes = sealed();
    bytes[8] = 2;
    let error = open(&bytes).unwrap_err();
    assert!(matches!(error, SecretError::VaultTooNew { found: 2, known: 1 }), "{error:?}");
}

#[test]
fn a_format_that_never_was_is_damage() {
    let mut bytes = sealed();
    bytes[8] = 0;
    digest_anew(&mut bytes);
    assert_eq!(open(&bytes).unwrap_err().code(), "vault_damaged");
}

/// Made from the table at the top of `seal.rs` by libsodium and the reference Argon2 in Python
/// (`pynacl`, `argon2-cffi`): 64 KiB, 2 passes, 2 lanes, salt 0x00.., nonce 0x40.., two entries.
const MADE_BY_OTHERS: &str = "\
524f4c4543414c4c0100400000000200000002000000000102030405060708090a0b0c0d0e0f66f4\
5e3267de94bddf4d9f4de25496da7c941668907a7badf17331880348fca540414243444546474849\
4a4b4c4d4e4f5051525354555657f6a574f94d497ad3d8109fc142c75a2b12dba56b69f906bbc9b5\
f16b3facba5e65880886385ed8dac8d26bba910979d4df0ca37faa39cd184ca121dbd7492f84eea4\
a3e7ac1e8db3e14a41e02bfd2d3ac4da0a584a6356ce";

#[test]
fn a_vault_made_by_other_libraries_opens() {
    let digits = MADE_BY_OTHERS.as_bytes().chunks(2);
    let bytes: Vec<u8> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let secrets = open(&bytes).unwrap();
    assert_eq!(secrets["goto-main"].expose_secret(), "pässword");
    assert_eq!(secrets["okta"].expose_secret(), "marked");
    assert_eq!(secrets.len(), 2);
}
