//! Rule tests under the draft.

use super::{call, open, refused};
use rolecall_contract::types::{Draft, DraftAnswer, PersonList, RuleTestList};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_is_pinned_and_an_edit_that_breaks_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let page = json!({"offset": 0, "limit": 200});
    let people: PersonList = call(&app, "people.list", json!({"text": "", "page": page})).await;
    let is_marketer = |one: &&rolecall_contract::types::PersonItem| {
        one.active && one.department.as_deref() == Some("Marketing")
    };
    let marketer = people.items.iter().find(is_marketer).expect("somebody of Marketing").clone();
    let user = marketer.user.to_uppercase();
    let made: RuleTestList =
        call(&app, "rule_tests.set", json!({"user": user, "expect": []})).await;
    let test = &made.tests[0];
    assert_eq!(test.user, marketer.user, "as the source spells it");
    assert_eq!(test.person.as_ref(), Some(&marketer));
    assert!(test.broken.is_empty(), "it pins what is: {:?}", test.broken);
    let slots = &test.expect[0].slots;
    let products = slots.iter().find(|one| one.slot == "products").expect("the slot");
    assert!(products.values.contains(&"Webinar".to_owned()), "{products:?}");

    let draft: Draft = call(&app, "draft.get", json!({})).await;
    let hosts = draft.rules.iter().find(|one| one.view.rule.name == "Webinar hosts");
    let id = &hosts.expect("the rule").view.id;
    let edits = json!({"edits": [{"kind": "switch", "ids": [id], "enabled": false}]});
    let _: DraftAnswer = call(&app, "draft.edit", edits).await;
    let listed: RuleTestList = call(&app, "rule_tests.list", json!({})).await;
    assert!(listed.tests[0].broken[0].contains("Webinar"), "{:?}", listed.tests[0].broken);
    let plan: rolecall_contract::types::PlanView = call(&app, "plan.get", json!({})).await;
    assert!(plan.targets[0].held.is_empty(), "the saved rules break nothing");
    let answer: DraftAnswer = call(&app, "effect.get", json!({})).await;
    let effect = answer.effect.expect("everything is planned");
    assert_eq!((effect.broken_tests.len(), effect.broken_tests[0].is_old), (1, false));
    assert!(effect.guards.iter().any(|one| one.guard == "rule_test" && !one.is_old));

    let expect = json!([{"target": "console", "noAccount": true, "slots": []}]);
    let absent = json!({"user": "nobody@vellamo.example", "expect": expect});
    let listed: RuleTestList = call(&app, "rule_tests.set", absent).await;
    assert!(listed.tests[1].person.is_none());
    assert!(listed.tests[1].broken[0].contains("not in any directory"));
    let unknown = json!({"user": "nobody@vellamo.example", "expect": []});
    assert_eq!(refused(&app, "rule_tests.set", unknown).await.code, "not_found");
    let slots = json!([{"slot": "role", "values": ["Owner"]}]);
    let expect = json!([{"target": "console", "noAccount": false, "slots": slots}]);
    let wrong = json!({"user": marketer.user, "expect": expect});
    assert_eq!(refused(&app, "rule_tests.set", wrong).await.code, "not_found");
    let left: RuleTestList = call(&app, "rule_tests.delete", json!({"user": user})).await;
    assert_eq!(left.tests.len(), 1);
    assert_eq!(refused(&app, "rule_tests.delete", json!({"user": user})).await.code, "not_found");
    app.close().await;
}
