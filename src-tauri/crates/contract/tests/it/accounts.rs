//! Accounts: listed, linked and unlinked by hand.

use super::{call, open, overview, refused};
use rolecall_contract::types::{AccountList, Nothing, PersonDetails, PersonList, PlanView};
use serde_json::{Value, json};

fn asked(which: &str, text: &str) -> Value {
    json!({"target": "console", "which": which, "text": text, "page": {"offset": 0, "limit": 200}})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_given_to_a_person_and_kept_from_everybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let _: PlanView = call(&app, "plan.get", json!({})).await;
    let all: AccountList = call(&app, "accounts.list", asked("all", "")).await;
    let unlinked: AccountList = call(&app, "accounts.list", asked("unlinked", "")).await;
    assert!(
        unlinked.total > 0 && unlinked.total < all.total,
        "{} of {}",
        unlinked.total,
        all.total
    );
    assert!(all.items.is_sorted_by_key(|one| one.user_name.clone()), "by userName");
    assert!(unlinked.items.iter().all(|one| one.user.is_none() && !one.by_hand));
    let strange = unlinked.items[0].clone();
    let found: AccountList =
        call(&app, "accounts.list", asked("all", &strange.user_name.to_uppercase())).await;
    assert_eq!(found.items[0], strange, "found without case");

    let page = json!({"offset": 0, "limit": 200});
    let people: PersonList = call(&app, "people.list", json!({"text": "", "page": page})).await;
    let without = people.items.iter().find(|one| {
        one.active && !all.items.iter().any(|account| account.user.as_ref() == Some(&one.user))
    });
    let user = without.expect("somebody without an account").user.clone();
    let link = |key: &str| json!({"target": "console", "account": key, "user": user});
    let _: Nothing = call(&app, "accounts.link", link(&strange.key)).await;
    let person: PersonDetails = call(&app, "people.show", json!({"user": user})).await;
    let account = person.targets[0].account.clone().expect("an account");
    assert_eq!((account.key.as_str(), account.by_hand), (strange.key.as_str(), true), "at once");
    let other = all.items.iter().find(|one| one.key != strange.key).expect("another account");
    let second = refused(&app, "accounts.link", link(&other.key)).await;
    assert_eq!(second.code, "person_has_account");
    assert_eq!(second.details["account"], json!(strange.key), "it names the first");
    let nobody = json!({"target": "console", "account": strange.key, "user": "nobody@x"});
    assert_eq!(refused(&app, "accounts.link", nobody).await.code, "not_found");

    let unlink = json!({"target": "console", "account": strange.key});
    let _: Nothing = call(&app, "accounts.unlink", unlink).await;
    let person: PersonDetails = call(&app, "people.show", json!({"user": user})).await;
    assert_eq!(person.targets[0].account, None, "nobody's");
    let odd = json!({"target": "console", "account": "x"});
    assert_eq!(refused(&app, "accounts.unlink", odd).await.code, "not_found");
    assert_eq!(refused(&app, "accounts.list", asked("some", "")).await.code, "argument_wrong");
    let kinds: Vec<_> = overview(&app).await.activity.into_iter().map(|one| one.kind).collect();
    for kind in ["account_linked", "account_unlinked"] {
        assert!(kinds.iter().any(|one| one == kind), "{kind}: {kinds:?}");
    }
    app.close().await;
}
