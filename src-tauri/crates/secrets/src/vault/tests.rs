use tempfile::TempDir;

use super::*;

fn passphrase() -> SecretString {
    SecretString::from("correct horse")
}

fn name(text: &str) -> SecretName {
    SecretName::new(text).unwrap()
}

fn vault() -> (TempDir, Vault) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secrets.vault");
    let vault = Vault::create_at_cost(path, &passphrase(), Cost::LEAST).unwrap();
    (folder, vault)
}

#[test]
fn secrets_are_there_when_the_vault_is_opened_again() {
    let (folder, vault) = vault();
    vault.set(&name("okta"), &SecretString::from("marked wörd\n")).unwrap();
    vault.set(&name("goto"), &SecretString::from("x")).unwrap();
    assert!(vault.remove(&name("goto")).unwrap());
    assert!(!vault.remove(&name("goto")).unwrap(), "it is gone the second time");
    let again = Vault::open(vault.path(), &passphrase()).unwrap();
    assert_eq!(again.get(&name("okta")).unwrap().unwrap().expose_secret(), "marked wörd\n");
    assert_eq!(again.list().unwrap(), [name("okta")]);
    assert!(again.get(&name("goto")).unwrap().is_none());
    assert_eq!(vault.set(&name("a"), &SecretString::from("")).unwrap_err().code(), "secret_empty");

    let mut files = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|b| b == b"marked"), "{path:?}");
        files.push(path.file_name().unwrap().to_owned());
    }
    files.sort();
    assert_eq!(files, ["secrets.vault", "secrets.vault.lock"], "no temporary file is left");
}

#[test]
fn a_real_vault_is_sealed_at_the_recommended_cost() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("v");
    Vault::create(&path, &passphrase()).unwrap();
    let bytes = fs::read(&path).unwrap();
    let cost: Vec<u32> =
        bytes[10..22].chunks(4).map(|n| u32::from_le_bytes(n.try_into().unwrap())).collect();
    assert_eq!(cost, [65_536, 3, 4], "RFC 9106 section 4, second option");
    let moved = Vault::open_bytes(&bytes, &passphrase()).unwrap();
    assert!(moved.is_empty(), "a vault's file opens as bytes too");
}

#[test]
fn each_way_not_to_open_has_its_error() {
    let (folder, vault) = vault();
    let code = |path: &Path, words: &str| {
        Vault::open(path, &SecretString::from(words)).unwrap_err().code()
    };
    assert_eq!(code(vault.path(), "wrong horse"), "passphrase_wrong");
    assert_eq!(code(&folder.path().join("none"), "correct horse"), "vault_missing");
    assert_eq!(code(folder.path(), "correct horse"), "vault_file");
    let odd = folder.path().join("odd");
    fs::write(&odd, "plain text").unwrap();
    assert_eq!(code(&odd, "correct horse"), "vault_damaged");
    File::create(&odd).unwrap().set_len(LARGEST + 1).unwrap();
    assert_eq!(code(&odd, "correct horse"), "vault_damaged");

    let create = |path: &Path, words: &str| {
        let words = SecretString::from(words);
        Vault::create_at_cost(path.to_owned(), &words, Cost::LEAST).unwrap_err().code()
    };
    let before = fs::read(vault.path()).unwrap();
    assert_eq!(create(vault.path(), "correct horse"), "vault_exists");
    assert_eq!(fs::read(vault.path()).unwrap(), before, "the vault in the way is untouched");
    assert_eq!(create(&folder.path().join("new"), "7 chars"), "passphrase_too_short");
    assert_eq!(create(&folder.path().join("no/folder"), "correct horse"), "vault_file");
}

#[test]
fn a_vault_sealed_anew_meanwhile_is_not_overwritten() {
    let (_folder, vault) = vault();
    fs::remove_file(vault.path()).unwrap();
    let other = SecretString::from("another passphrase");
    Vault::create_at_cost(vault.path().to_owned(), &other, Cost::LEAST).unwrap();
    let error = vault.set(&name("a"), &SecretString::from("x")).unwrap_err();
    assert_eq!(error.code(), "passphrase_wrong");
    assert_eq!(Vault::open(vault.path(), &other).unwrap().list().unwrap(), []);
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let (_folder, vault) = vault();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let other = Vault::open(vault.path(), &passphrase()).unwrap();
            scope.spawn(move || {
                for n in 0..5 {
                    let name = name(&format!("w{writer}-{n}"));
                    other.set(&name, &SecretString::from("x")).unwrap();
                }
            });
        }
    });
    assert_eq!(vault.list().unwrap().len(), 20);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, vault) = vault();
    fs::set_permissions(vault.path(), fs::Permissions::from_mode(0o644)).unwrap();
    vault.set(&name("a"), &SecretString::from("x")).unwrap();
    let mode = fs::metadata(vault.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "each write puts the mode right");
}
