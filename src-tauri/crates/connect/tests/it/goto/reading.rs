//! What is read of an account.

use super::*;
use rolecall_connect::ConnectError;

#[tokio::test]
async fn accounts_are_read_with_what_they_hold_and_values_with_their_seats() {
    let mut tenant = tenant();
    tenant.licenses[1].devices = vec!["tablet".to_owned()];
    tenant.elsewhere.insert("eve@example.com".to_owned());
    let webinar = license(&tenant, "GoTo Webinar").key.clone();
    tenant.licenses.push(License {
        key: "off".to_owned(),
        description: "Old".to_owned(),
        seats: 4,
        is_disabled: true,
        ..License::default()
    });
    tenant.invitations.push(rolecall_emulators::goto::Invitation {
        key: "eve".to_owned(),
        email: "eve@example.com".to_owned(),
        licenses: [webinar].into(),
    });
    let ann_key = tenant.by_email("ann@example.com").unwrap().key.clone();
    let department = tenant.attributes.iter().find(|one| one.name == "department").unwrap();
    let department = department.key.clone();
    let ann = tenant.users.get_mut(&ann_key).unwrap();
    ann.attributes.insert(department, "Sales".to_owned());
    let bob = tenant.credential.clone().unwrap();
    let world = World::of(Console::new(tenant, Some(10))).await;
    let state = world.target().read().await.unwrap();

    let ann = account(&state, "ann@example.com");
    let expected = [
        ("products", "Grasshopper"),
        ("products", "GoTo Connect"),
        ("role", "Super admin"),
        ("user_group", "Sales"),
    ];
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(held(&ann), expected, "everything by its name");
    assert!(ann.active && !ann.managed, "marks alone say what is managed");
    let sent = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let all = [
        sent("name.givenName", "Ann"),
        sent("name.familyName", "Aho"),
        sent("department", "Sales"),
    ];
    assert!(all.iter().all(|one| ann.sent.contains(one)), "{:?}", ann.sent);
    let bob_read = account(&state, "Bob@example.com");
    assert_eq!(held(&bob_read)[1], ("role", "Member"), "no role is Member");

    let seats = |name: &str| {
        let value = state.values.iter().find(|one| one.slot == "products" && one.name == name);
        value.and_then(|one| one.seats)
    };
    assert_eq!(seats("GoTo Connect"), Some(5), "as bought");
    assert_eq!(seats("GoTo Webinar"), Some(1), "a device and an invitation occupy two of three");
    assert_eq!(seats("Old"), None, "what is disabled cannot be given");
    let roles = state.values.iter().filter(|one| one.slot == "role");
    let roles: Vec<&str> = roles.map(|one| one.name.as_str()).collect();
    assert_eq!(roles, ["Super admin", "Admin", "Member", "Licences", "Reports"], "all roles");
    assert_eq!(state.untouchable, [bob], "the credential's own account");
    assert_eq!(state.unsupported, ["shoe"], "the account has no such attribute");
    assert_eq!(state.required, ["email", "givenName", "familyName"], "what a person needs");
}

#[tokio::test]
async fn short_pages_are_put_together_and_licences_of_one_name_are_one_product() {
    let mut tenant = tenant();
    let more = tenant.license("GoTo Connect", "G2C", 7);
    for number in 0..8 {
        tenant.user(&format!("p{number}@example.com"), ["P", "Q"], &[&more]);
    }
    let mut console = Console::new(tenant, Some(10));
    console.page_most = 3;
    let world = World::of(console).await;
    let state = world.target().read().await.unwrap();
    assert_eq!(state.accounts.len(), 10, "all of four pages");
    assert_eq!(world.console.count("GET", "/users", 200), 4, "no page twice");
    let connect = state.values.iter().find(|one| one.name == "GoTo Connect").unwrap();
    assert_eq!(connect.seats, Some(12), "seats of both");
    assert_eq!(held(&account(&state, "p3@example.com"))[0], ("products", "GoTo Connect"), "held");
    let keys = [account(&state, "ann@example.com").key, account(&state, "p3@example.com").key];
    let target = world.target();
    target.read().await.unwrap();
    let pages = world.console.count("GET", "/users", 200);
    let few = target.read_accounts(&keys).await.unwrap();
    assert_eq!(few.len(), 2, "the two that were asked for");
    assert_eq!(world.console.count("GET", "/users", 200) - pages, 2, "one call each");
    assert!(target.reads_dear(), "ten calls a second are few");
}

async fn refused(world: &World, settings: GotoSettings) -> ConnectError {
    world.connected(settings).read().await.unwrap_err()
}

#[tokio::test]
async fn what_cannot_be_read_says_why_and_what_next() {
    let world = World::of(Console::new(tenant(), Some(10))).await;
    let other = GotoSettings { account_key: "778".to_owned(), ..world.settings() };
    let error = refused(&world, other).await;
    assert_eq!(error.cause, Cause::NotPermitted, "{error}");
    assert!(error.to_string().contains("account_key"), "{error}");
    let wrong = GotoSettings { client_id: "nobody".to_owned(), ..world.settings() };
    let error = refused(&world, wrong).await;
    assert_eq!(error.cause, Cause::CredentialRejected, "{error}");
    assert!(error.to_string().contains("client id and secret"), "{error}");
    assert!(!error.to_string().contains(&world.console.client_secret), "no secret is shown");
    let plain = GotoSettings { url: Some("http://example.com/x".to_owned()), ..world.settings() };
    let secret = SecretString::from("x");
    let error = GotoTarget::new(plain, secret, http()).unwrap_err();
    assert!(error.to_string().contains("https://"), "{error}");
}
