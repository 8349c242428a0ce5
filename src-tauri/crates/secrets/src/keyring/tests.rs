use std::any::Any;
use std::collections::HashMap;

use keyring_core::api::CredentialStoreApi;
use keyring_core::mock;

use super::*;

fn over_mock() -> (Arc<mock::Store>, Keyring) {
    let store = mock::Store::new().unwrap();
    let keyring = Keyring::over(store.clone(), "ws-1").unwrap();
    (store, keyring)
}

fn name(text: &str) -> SecretName {
    SecretName::new(text).unwrap()
}

fn fail_once(store: &mock::Store, user: &str, error: Error) {
    let entry = store.build("rolecall:ws-1", user, None).unwrap();
    let credential: &mock::Cred = entry.as_any().downcast_ref().unwrap();
    credential.set_error(error);
}

#[test]
fn secrets_come_back_and_are_listed_by_name() {
    let (store, keyring) = over_mock();
    for (key, value) in [("okta", "t0ken"), ("goto-main", "pass\nwörd"), ("okta", "newer")] {
        keyring.set(&name(key), &SecretString::from(value)).unwrap();
    }
    assert_eq!(keyring.get(&name("okta")).unwrap().unwrap().expose_secret(), "newer");
    assert_eq!(keyring.list().unwrap(), [name("goto-main"), name("okta")]);

    let other = Keyring::over(store, "ws-2").unwrap();
    assert!(other.get(&name("okta")).unwrap().is_none(), "workspaces do not see each other");

    assert!(keyring.remove(&name("okta")).unwrap());
    assert!(!keyring.remove(&name("okta")).unwrap(), "it is gone the second time");
    assert!(keyring.get(&name("okta")).unwrap().is_none());
    assert!(keyring.remove(&name("goto-main")).unwrap());
    assert_eq!(keyring.list().unwrap(), [], "an empty keyring lists nothing");
    assert_eq!(keyring.read(INDEX, "read").unwrap(), None, "and leaves no index behind");
}

#[test]
fn the_index_holds_names_and_no_values() {
    let (_, keyring) = over_mock();
    keyring.set(&name("b"), &SecretString::from("marked")).unwrap();
    keyring.set(&name("a"), &SecretString::from("marked")).unwrap();
    assert_eq!(keyring.read(INDEX, "read").unwrap().unwrap().as_slice(), b"a\nb");
}

#[test]
fn a_name_whose_secret_is_gone_is_not_listed() {
    let (store, keyring) = over_mock();
    keyring.set(&name("a"), &SecretString::from("x")).unwrap();
    keyring.set(&name("b"), &SecretString::from("x")).unwrap();
    store.build("rolecall:ws-1", "a", None).unwrap().delete_credential().unwrap();
    assert_eq!(keyring.list().unwrap(), [name("b")]);
}

#[test]
fn the_keyrings_errors_become_ours() {
    let (store, keyring) = over_mock();
    let a = name("a");
    let value = SecretString::from("x");
    let code = |error| {
        fail_once(&store, "a", error);
        keyring.set(&a, &value).unwrap_err().code()
    };
    assert_eq!(code(Error::NoStorageAccess("locked".into())), "keyring_locked");
    assert_eq!(code(Error::NoDefaultStore), "keyring_missing");
    assert_eq!(code(Error::PlatformFailure("bus closed".into())), "keyring_failed");
    assert_eq!(code(Error::NoEntry), "keyring_failed", "a write that finds nothing did not write");
    assert_eq!(code(Error::TooLong("secret".into(), 2560)), "secret_too_long");
    assert!(keyring.get(&a).unwrap().is_none(), "nothing was kept");
    assert_eq!(keyring.list().unwrap(), [], "and nothing is listed");
    assert_eq!(keyring.set(&a, &SecretString::from("")).unwrap_err().code(), "secret_empty");
}

#[test]
fn no_error_shows_the_bytes_of_a_secret() {
    let (store, keyring) = over_mock();
    let bytes = b"marked\xff".to_vec();
    store.build("rolecall:ws-1", "a", None).unwrap().set_secret(&bytes).unwrap();
    let not_text = keyring.get(&name("a")).unwrap_err();
    assert_eq!(not_text.code(), "secret_not_text");
    let marked = || bytes.clone();
    for error in [
        not_text,
        error_of(Error::BadEncoding(marked()), "read"),
        error_of(Error::BadDataFormat(marked(), "bad".into()), "read"),
    ] {
        let shown = format!("{error:?} {error}");
        assert!(!shown.contains("marked") && !shown.contains("109, 97"), "{shown}");
    }
}

#[test]
fn the_state_is_found_by_writing_where_nothing_is_kept_yet() {
    let (store, keyring) = over_mock();
    assert_eq!(keyring.state(), KeyringState::Ready);
    assert_eq!(keyring.read(PROBE, "read").unwrap(), None, "the probe is deleted again");

    fail_once(&store, PROBE, Error::NoStorageAccess("no collection".into()));
    let locked = KeyringState::Locked { reason: "no collection".to_owned() };
    assert_eq!(keyring.state(), locked);

    keyring.set(&name("a"), &SecretString::from("x")).unwrap();
    fail_once(&store, PROBE, Error::NoStorageAccess("not asked".into()));
    assert_eq!(keyring.state(), KeyringState::Ready, "a list that can be read is enough");
    fail_once(&store, INDEX, Error::PlatformFailure("bus closed".into()));
    assert_eq!(keyring.state(), KeyringState::Failing { reason: "bus closed".to_owned() });
}

#[test]
fn a_workspace_id_is_checked() {
    for odd in ["", "a b", "a:b", &"x".repeat(65)] {
        let error = Keyring::over(mock::Store::new().unwrap(), odd).unwrap_err();
        assert_eq!(error.code(), "workspace_id_invalid", "{odd:?}");
    }
}

struct Panicking;

impl CredentialStoreApi for Panicking {
    fn vendor(&self) -> String {
        "panicking".to_owned()
    }

    fn id(&self) -> String {
        "panicking".to_owned()
    }

    fn build(
        &self,
        _: &str,
        _: &str,
        _: Option<&HashMap<&str, &str>>,
    ) -> keyring_core::Result<Entry> {
        panic!("a store that gives up")
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[test]
fn a_store_that_panics_is_an_error() {
    let keyring = Keyring::over(Arc::new(Panicking), "ws-1").unwrap();
    assert_eq!(keyring.get(&name("a")).unwrap_err().code(), "keyring_failed");
}
