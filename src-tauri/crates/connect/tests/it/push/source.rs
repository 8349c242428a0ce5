//! What was written, as people and groups of a directory.

use super::{World, attributes, definition};
use crate::recording::Delivered;
use rolecall_connect::{PushSource, ReadSource};
use rolecall_directory::{AttributeDefinition, MemberRecord, PersonRecord, STANDARD_CUSTOM};
use serde_json::json;

fn person<'d>(sink: &'d Delivered, name: &str) -> &'d PersonRecord {
    sink.people.iter().find(|one| one.user_name == name).unwrap()
}

#[tokio::test]
async fn people_and_groups_come_as_they_were_written() {
    let world = World::new();
    let own = "urn:ietf:params:scim:schemas:extension:rolecall:2.0:User";
    let ann = world.made(
        "Users",
        &json!({
            "userName": "ann@example.com", "externalId": "x-1", "title": "Lead",
            "name": {"givenName": "Ann", "familyName": "Berg"},
            "emails": [{"value": "home@x", "type": "home"}, {"value": "ann@work", "type": "work"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                {"department": "Sales", "manager": {"value": "m-1"}},
            "urn:ietf:params:scim:schemas:extension:Adobe:2.0:User":
                {"organizationalUnit": "/Försäljning/Tyskland"},
            "urn:acme:2.0:User": {"badge": "B-9"}, (own): {"skills": ["a", "b"]},
        }),
    );
    let bob = world.made("Users", &json!({"userName": "bob", "active": "False"}));
    let inner = world.made("Groups", &json!({"displayName": "EMEA", "members": [ann]}));
    let outer = world.made(
        "Groups",
        &json!({
            "displayName": "Sales", "members": [bob, inner, "nobody-yet"],
        }),
    );
    let mut sink = Delivered::default();
    let mut attributes = attributes();
    attributes.extend(STANDARD_CUSTOM.map(AttributeDefinition::text));
    let source = PushSource::new(&world.store, "main", &definition(), &attributes);
    let report = source.read(&mut sink).await.unwrap();
    assert_eq!((report.people, report.groups, report.complete), (2, 2, true));
    let ann = person(&sink, "ann@example.com");
    assert_eq!(ann.id, "x-1", "the id at the client");
    assert!(ann.active);
    assert_eq!(ann.org_unit.as_deref(), Some("/Försäljning/Tyskland"));
    for (name, value) in [
        ("title", "Lead"),
        ("givenName", "Ann"),
        ("familyName", "Berg"),
        ("email", "ann@work"),
        ("department", "Sales"),
        ("manager", "m-1"),
        ("badge", "B-9"),
        ("skills", "a\u{1f}b"),
    ] {
        assert_eq!(ann.attribute(name).unwrap_or_default(), value, "{name}");
    }
    let bob_row = person(&sink, "bob");
    assert_eq!(
        (bob_row.id.as_str(), bob_row.active),
        (bob.as_str(), false),
        "else the one we gave"
    );
    let group = |name: &str| sink.groups.iter().find(|one| one.display == name).unwrap();
    assert_eq!(group("EMEA").id, inner);
    assert_eq!(group("Sales").id, outer);
    assert_eq!(group("EMEA").members, [MemberRecord::User("x-1".to_owned())]);
    let expected = [MemberRecord::User(bob.clone()), MemberRecord::Group(inner)];
    assert_eq!(group("Sales").members, expected, "who is still to come is nobody yet");
    assert_eq!(world.delete(&format!("Users/{bob}")).status, 204);
    let mut sink = Delivered::default();
    source.read(&mut sink).await.unwrap();
    let names: Vec<&str> = sink.people.iter().map(|one| one.user_name.as_str()).collect();
    assert_eq!(names, ["ann@example.com"], "who is deleted is gone");
}
