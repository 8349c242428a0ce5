//! Encrypted connections, and whom they trust.

use super::Setup;
use super::slapd::{BASE, Options, READER, Slapd};
use crate::watched::Kept;
use rolecall_directory::Cause;

#[tokio::test]
async fn a_certificate_is_trusted_by_its_fingerprint_or_its_file() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let encrypted = format!("ldaps://localhost:{}", slapd.tls_port);
    let on_demand = format!("ldap://localhost:{}", slapd.port);
    for (url, start_tls) in [(encrypted, false), (on_demand, true)] {
        let mut setup = Setup::new(&url, BASE, READER, "reads");
        setup.access().start_tls = start_tls;
        let error = setup.read(&Kept::default()).await.err().expect("nobody vouches for it");
        assert_eq!(error.cause, Cause::CertificateUntrusted, "{error}");
        let (_, told) = error.message.split_once("fingerprint = \"").expect("how to trust it");
        let fingerprint = told.split('"').next().unwrap().to_owned();
        assert_eq!(fingerprint.len(), 95, "a SHA-256: {fingerprint}");
        assert!(error.message.contains("CN="), "whose it is: {error}");

        let mut other = setup.clone();
        other.access().fingerprint = Some(fingerprint.replace(|sign: char| sign != ':', "0"));
        let error = other.read(&Kept::default()).await.err().expect("another certificate");
        assert_eq!(error.cause, Cause::CertificateUntrusted, "{error}");

        let mut pinned = setup.clone();
        pinned.access().fingerprint = Some(fingerprint.replace(':', "").to_lowercase());
        let seen = pinned.read(&Kept::default()).await.unwrap();
        assert_eq!(seen.report.people, 20, "by its fingerprint, however it is written");

        let mut vouched = setup;
        vouched.access().ca = Some(slapd.dir.path().join("cert.pem"));
        let seen = vouched.read(&Kept::default()).await.unwrap();
        assert_eq!(seen.report.people, 20, "by its file");
    }
}

#[tokio::test]
async fn what_is_no_directory_server_is_said_so() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let url = format!("ldaps://localhost:{}", slapd.port);
    let error = Setup::new(&url, BASE, READER, "reads").read(&Kept::default()).await;
    let error = error.err().expect("the port does not encrypt");
    assert!(matches!(error.cause, Cause::CertificateUntrusted | Cause::Unavailable), "{error}");
}
