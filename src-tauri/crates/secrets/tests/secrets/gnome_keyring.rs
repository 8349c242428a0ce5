//! Our keyring against gnome-keyring, with libsecret's own tool as the witness.

use rolecall_secrets::{
    Environment, ExposeSecret, Keyring, KeyringState, SecretName, SecretStore, SecretString,
    Secrets,
};

use crate::session::{Bus, Home, is_role};

const VALUE: &str = "marked-s3cr3t-wörd";
const LOOKUP: &str = "secret-tool lookup service rolecall:ws-1 username goto-main";
const UNLOCKED: Bus<'_> = Bus::Unlocked("pw-123");

#[test]
fn what_we_write_libsecret_reads_and_another_session_too() {
    let Some(home) = Home::new() else { return };
    let script = format!("as writes\necho \"witness=$({LOOKUP})\"\nas reads");
    let out = home.run_well(UNLOCKED, &script);
    assert!(out.contains(&format!("witness={VALUE}\n")), "{out}");

    home.run_well(UNLOCKED, "as reads");
    let (found, files) = home.files_with("home", VALUE);
    assert_eq!(found, Vec::<std::path::PathBuf>::new(), "the value is nowhere in plain text");
    assert!(files > 0, "gnome-keyring wrote its files where the search looked");

    let script = format!("as removes\necho \"witness=$({LOOKUP} || true)\"");
    let out = home.run_well(UNLOCKED, &script);
    assert!(out.contains("witness=\n"), "libsecret finds it no more: {out}");
}

#[test]
fn what_libsecret_writes_we_read() {
    let Some(home) = Home::new() else { return };
    let attributes = "service rolecall:ws-1 username goto-main";
    let store = format!("printf %s '{VALUE}' | secret-tool store --label=x {attributes}");
    home.run_well(UNLOCKED, &format!("{store}\nas gets"));
}

#[test]
fn without_a_bus_there_is_no_keyring() {
    let Some(home) = Home::new() else { return };
    home.run_well(Bus::None, "as finds_none");
}

#[test]
fn a_bus_without_an_unlocked_keyring_is_locked() {
    let Some(home) = Home::new() else { return };
    home.run_well(Bus::Locked, "as finds_it_locked");
}

#[test]
fn a_keyring_with_secrets_stays_closed_to_the_wrong_password() {
    let Some(home) = Home::new() else { return };
    home.run_well(UNLOCKED, "as writes");
    home.run_well(Bus::Unlocked("wrong"), "as finds_it_locked");
    home.run_well(UNLOCKED, "as reads");
}

/// Started by the tests above inside a session; each is a process of its own.
mod role {
    use super::*;

    fn name() -> SecretName {
        SecretName::new("goto-main").unwrap()
    }

    fn secrets() -> Secrets {
        assert!(is_role(), "this is a part of another test and does nothing without its session");
        let secrets = Secrets::new(Environment::of([]));
        secrets.use_keyring(Keyring::open("ws-1").unwrap());
        secrets
    }

    #[test]
    #[ignore = "a part of the tests above"]
    fn writes() {
        let secrets = secrets();
        assert_eq!(Secrets::probe("ws-1"), KeyringState::Ready, "an empty keyring is ready");
        assert_eq!(secrets.list().unwrap(), [], "probing left nothing");
        secrets.set(&name(), &SecretString::from("first")).unwrap();
        secrets.set(&name(), &SecretString::from(VALUE)).unwrap();
        let other = SecretName::new("okta").unwrap();
        secrets.set(&other, &SecretString::from("x")).unwrap();
        assert!(secrets.remove(&other).unwrap());
    }

    #[test]
    #[ignore = "a part of the tests above"]
    fn reads() {
        let secrets = secrets();
        assert_eq!(Secrets::probe("ws-1"), KeyringState::Ready, "a used keyring is ready");
        assert_eq!(secrets.get(&name()).unwrap().unwrap().expose_secret(), VALUE);
        assert_eq!(secrets.list().unwrap(), [name()]);
        let other = Keyring::open("ws-2").unwrap();
        assert!(other.get(&name()).unwrap().is_none(), "another workspace does not see it");
    }

    #[test]
    #[ignore = "a part of the tests above"]
    fn gets() {
        assert_eq!(secrets().get(&name()).unwrap().unwrap().expose_secret(), VALUE);
    }

    #[test]
    #[ignore = "a part of the tests above"]
    fn removes() {
        let secrets = secrets();
        assert!(secrets.remove(&name()).unwrap());
        assert!(!secrets.remove(&name()).unwrap(), "it is gone the second time");
        assert_eq!(secrets.list().unwrap(), []);
    }

    #[test]
    #[ignore = "a part of the tests above"]
    fn finds_none() {
        assert!(is_role(), "this is a part of another test and does nothing without its session");
        let state = Secrets::probe("ws-1");
        assert!(matches!(state, KeyringState::Missing { .. }), "{state:?}");
        let error = Keyring::open("ws-1").unwrap_err();
        assert_eq!(error.code(), "keyring_missing", "{error:?}");
    }

    #[test]
    #[ignore = "a part of the tests above"]
    fn finds_it_locked() {
        let secrets = secrets();
        let state = Secrets::probe("ws-1");
        assert!(matches!(state, KeyringState::Locked { .. }), "{state:?}");
        let error = secrets.set(&name(), &SecretString::from(VALUE)).unwrap_err();
        assert_eq!(error.code(), "keyring_locked", "{error:?}");
    }
}
