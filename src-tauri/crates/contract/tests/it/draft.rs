//! The draft of rules: edited, kept, compared, merged, saved.

use super::{call, open, overview, refused, run_ends};
use rolecall_contract::App;
use rolecall_contract::types::{
    Draft, DraftAnswer, DraftPerson, DraftRule, DraftStanding, Effect, EffectPeople, Nothing,
    PlanView, RuleList, RulesText,
};
use rolecall_store::{Store, StoredDraft};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

async fn draft(app: &Arc<App>) -> Draft {
    call(app, "draft.get", json!({})).await
}

async fn edit(app: &Arc<App>, edits: Value) -> DraftAnswer {
    call(app, "draft.edit", json!({"edits": edits})).await
}

fn named<'a>(draft: &'a Draft, name: &str) -> &'a DraftRule {
    let found = draft.rules.iter().find(|one| one.view.rule.name == name);
    found.unwrap_or_else(|| panic!("there is no rule {name}"))
}

/// The edit that puts another condition into the rule called `name`.
fn condition(draft: &Draft, name: &str, when: &str) -> Value {
    let one = named(draft, name);
    let mut rule = serde_json::to_value(&one.view.rule).expect("JSON");
    rule["when"] = json!(when);
    json!({"kind": "set", "id": one.view.id, "rule": rule, "position": null})
}

fn names(draft: &Draft) -> Vec<&str> {
    draft.rules.iter().map(|one| one.view.rule.name.as_str()).collect()
}

/// The sample organization after its first sync, so that there is something to lose.
async fn synced(folder: &tempfile::TempDir) -> Arc<App> {
    let app = open(folder.path(), true).await;
    let mut events = app.subscribe();
    let _: Nothing = call(&app, "sync.now", json!({})).await;
    run_ends(&app, &mut events).await;
    let _: PlanView = call(&app, "plan.get", json!({})).await;
    app
}

fn lost(effect: &Effect, value: &str) -> u64 {
    effect.values.iter().find(|one| one.value == value).map_or(0, |one| one.lose)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_show_their_effect_and_are_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = synced(&folder).await;
    let before = draft(&app).await;
    assert!(!before.is_changed && !before.can_undo && before.conflict.is_none());
    assert!(before.rules.iter().all(|one| one.change == "same" && one.problems.is_empty()));
    assert_eq!(named(&before, "Console administrators").saved_position, Some(1));
    let calm: DraftAnswer = call(&app, "effect.get", json!({})).await;
    let effect = calm.effect.expect("everything is planned");
    assert_eq!((effect.people, effect.values.len()), (0, 0), "nothing was edited");

    let none = condition(&before, "Sales in EMEA", "groups.display eq \"EMEA Slaes\"");
    let answer = edit(&app, json!([none])).await;
    assert!(answer.is_changed && answer.can_undo && answer.edition > before.edition);
    let standing: DraftStanding = call(&app, "draft.standing", json!({})).await;
    assert_eq!((standing.edition, standing.is_changed), (answer.edition, true), "as answered");
    assert!(standing.plan > 0, "the plan it is compared with");
    let rule = &answer.changed[0];
    assert_eq!((rule.change.as_str(), rule.view.people), ("changed", 0));
    let codes: Vec<_> = rule.view.remarks.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["unknown_group", "matches_nobody"]);
    let effect = answer.effect.expect("everything is planned");
    assert!(effect.people > 0 && effect.first.len() as u64 == effect.people.min(12));
    assert!(effect.values.iter().any(|one| one.lose > 0), "{:?}", effect.values);
    let guard = effect.guards.iter().find(|one| one.guard == "unknown_name").expect("the guard");
    assert!(!guard.is_old);
    let worst = &effect.first[0];
    assert!(worst.changes[0].kind == "suspend" || worst.changes[0].kind == "lose", "{worst:?}");
    assert!(worst.because.contains("EMEA Sales"), "the way in that is left: {}", worst.because);

    let fix = &rule.view.remarks[0].fixes[0];
    assert_eq!((fix.code.as_str(), fix.name.as_str()), ("use_name", "EMEA Sales"));
    let mended = edit(&app, serde_json::to_value(&fix.edits).expect("JSON")).await;
    assert!(!mended.is_changed, "it is what was saved, to the letter");
    assert_eq!(mended.effect.expect("planned").people, 0);
    let back: DraftAnswer = call(&app, "draft.undo", json!({})).await;
    assert_eq!(back.effect.expect("planned").people, effect.people, "the same as before");
    let back: DraftAnswer = call(&app, "draft.undo", json!({})).await;
    assert!(!back.is_changed && !back.can_undo);
    assert_eq!(refused(&app, "draft.undo", json!({})).await.code, "nothing_to_undo");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_of_one_word_are_taken_back_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = synced(&folder).await;
    let before = draft(&app).await;
    for (text, continues) in [("department eq \"F\"", false), ("department eq \"Fi\"", true)] {
        let edits = json!([condition(&before, "Sales in EMEA", text)]);
        let request = json!({"edits": edits, "continues": continues});
        let _: DraftAnswer = call(&app, "draft.edit", request).await;
    }
    let back: DraftAnswer = call(&app, "draft.undo", json!({})).await;
    assert!(!back.is_changed && !back.can_undo, "one step, although there were two edits");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_effect_says_is_what_the_following_run_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = synced(&folder).await;
    let before = draft(&app).await;
    let edits = json!([
        condition(&before, "Sales elsewhere", "groups.display eq \"Sales\" and region eq \"APAC\""),
        {"kind": "switch", "ids": [named(&before, "Support desks").view.id], "enabled": false},
        {"kind": "move", "ids": [named(&before, "Contractors").view.id], "before": null},
    ]);
    let answer = edit(&app, edits).await;
    let effect = answer.effect.expect("everything is planned");
    assert!(effect.people > 5, "{effect:?}");
    let page = json!({"offset": 0, "limit": 200});
    let of = json!({"effect": effect.id, "of": null, "text": "", "page": page});
    let people: EffectPeople = call(&app, "effect.people", of).await;
    assert_eq!(people.total, effect.people);
    let first: Vec<_> = people.items.iter().take(effect.first.len()).collect();
    assert_eq!(first, effect.first.iter().collect::<Vec<_>>(), "the same order");
    for value in effect.values.iter().filter(|one| one.lose > 0) {
        let of = json!({"target": value.target, "kind": "lose", "slot": value.slot, "value": value.value});
        let ask = json!({"effect": effect.id, "of": of, "text": "", "page": page});
        let losers: EffectPeople = call(&app, "effect.people", ask).await;
        assert_eq!(losers.total, value.lose, "{value:?}");
    }
    let person: DraftPerson =
        call(&app, "draft.person", json!({"user": effect.first[0].user})).await;
    assert_eq!(person.changes, effect.first[0].changes);

    let saved: Draft =
        call(&app, "draft.save", json!({"edition": answer.edition, "syncNow": false})).await;
    assert!(!saved.is_changed && !saved.can_undo);
    let plan: PlanView = call(&app, "plan.get", json!({})).await;
    let changes = &plan.targets[0].changes;
    let planned = |kind: &str, value: &str| {
        let found =
            changes.iter().find(|one| one.kind == kind && one.value.as_deref() == Some(value));
        found.map_or(0, |one| one.count)
    };
    for value in &effect.values {
        let name = value.value.as_str();
        assert_eq!(planned("unassign", name), value.lose, "{name} is lost");
        assert_eq!(planned("assign", name), value.gain, "{name} is gained");
    }
    let accounts =
        |kind: &str| changes.iter().find(|one| one.kind == kind).map_or(0, |one| one.count);
    assert_eq!(accounts("suspend"), effect.accounts[0].suspend);
    assert_eq!(accounts("create"), effect.accounts[0].create);
    let gone = json!({"effect": effect.id, "of": null, "text": "", "page": page});
    assert_eq!(refused(&app, "effect.people", gone).await.code, "effect_gone");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unsaved_edits_outlive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let before = draft(&app).await;
    let id = named(&before, "Engineering").view.id.clone();
    let edits = json!([
        {"kind": "heading", "ids": [id], "heading": "Builders"},
        {"kind": "delete", "ids": [named(&before, "Contractors").view.id]},
    ]);
    let answer = edit(&app, edits).await;
    assert_eq!(answer.deleted[0].name, "Contractors");
    app.close().await;
    drop(app);

    let again = open(folder.path(), false).await;
    let after = draft(&again).await;
    assert!(after.is_changed && !after.can_undo);
    assert_eq!(after.edition, answer.edition);
    let rule = named(&after, "Engineering");
    assert_eq!((rule.view.rule.heading.as_str(), rule.change.as_str()), ("Builders", "changed"));
    assert_eq!((after.deleted.len(), after.deleted[0].position), (1, 2));
    let listed: RuleList = call(&again, "rules.list", json!({})).await;
    assert_eq!(listed.rules.len(), 9, "nothing is saved");
    let restored = edit(&again, json!([{"kind": "restore", "id": after.deleted[0].id}])).await;
    assert!(restored.deleted.is_empty() && restored.is_changed);
    let given_up: Draft = call(&again, "draft.discard", json!({})).await;
    assert!(!given_up.is_changed && given_up.can_undo);
    again.close().await;
    drop(again);
    let third = open(folder.path(), false).await;
    assert!(!draft(&third).await.is_changed, "what was given up stays so");
    third.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_another_version_wrote_is_begun_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let other = Store::open(folder.path()).expect("another process's way in");
    let content = r#"{"base": [], "rules": [{"id": "a", "body": 1}]}"#.to_owned();
    let who = "ann@desk".to_owned();
    let unknown = StoredDraft { edition: 7, base_version: 1, content, who, at: 0 };
    other.keep_draft(&unknown).expect("kept");
    let begun = draft(&app).await;
    assert!(!begun.is_changed, "the saved rules, nothing edited");
    assert_eq!(other.draft().expect("read"), Some(unknown), "nothing is lost by looking");
    let id = named(&begun, "Engineering").view.id.clone();
    let answer = edit(&app, json!([{"kind": "heading", "ids": [id], "heading": "New"}])).await;
    assert!(answer.is_changed && answer.edition > 7, "it can be edited");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_are_on_disk_soon_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let before = draft(&app).await;
    let answer = edit(&app, json!([condition(&before, "Engineering", "title pr")])).await;
    let store = Store::open_read_only(folder.path()).expect("a workspace").expect("one");
    let kept = async {
        while store.draft_edition().expect("it reads") != Some(answer.edition) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), kept).await.expect("it is kept without closing");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anothers_changes_are_shown_and_taken_over_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let before = draft(&app).await;
    let mine = edit(&app, json!([condition(&before, "Engineering", "title pr")])).await;
    let other = Store::open(folder.path()).expect("another process's way in");
    let mut rules = other.rules().expect("rules");
    rules.retain(|rule| rule.name != "Contractors");
    for rule in &mut rules {
        if rule.name == "Engineering" || rule.name == "Support desks" {
            rule.note = "changed elsewhere".to_owned();
        }
    }
    let last = rules.pop().expect("a rule");
    rules.insert(0, last);
    let version = other.configuration_version().expect("a version");
    let mut configuration = other.configuration().expect("a configuration");
    configuration.rules = rules;
    other.replace_configuration(&configuration).expect("it is saved");
    assert_eq!(other.configuration_version().expect("a version"), version + 1);

    let shown = draft(&app).await;
    let conflict = shown.conflict.expect("what was saved elsewhere is shown");
    let told: Vec<_> = conflict
        .changes
        .iter()
        .map(|one| (one.rule.as_str(), one.change.as_str(), one.collides))
        .collect();
    let expected = [
        ("Everyone at a desk", "moved", false),
        ("Support desks", "changed", false),
        ("Engineering", "changed", true),
        ("Contractors", "deleted", false),
    ];
    assert_eq!(told, expected);
    let save = |edition: i64| json!({"edition": edition, "syncNow": false});
    assert_eq!(refused(&app, "draft.save", save(mine.edition)).await.code, "draft_conflict");
    let merged: Draft = call(&app, "draft.merge", json!({})).await;
    assert!(merged.conflict.is_none() && merged.is_changed);
    assert_eq!(names(&merged)[0], "Everyone at a desk", "their order");
    assert!(!names(&merged).contains(&"Contractors"), "their deletion");
    assert_eq!(named(&merged, "Support desks").view.rule.note, "changed elsewhere");
    let engineering = named(&merged, "Engineering");
    assert_eq!(
        (engineering.view.rule.when.as_str(), engineering.change.as_str()),
        ("title pr", "changed")
    );
    assert_eq!(refused(&app, "draft.save", save(mine.edition)).await.code, "draft_changed");
    let saved: Draft = call(&app, "draft.save", save(merged.edition)).await;
    assert!(!saved.is_changed);
    let listed: RuleList = call(&app, "rules.list", json!({})).await;
    assert_eq!(listed.rules.len(), 8);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saving_is_one_change_with_an_entry_for_each_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = open(folder.path(), true).await;
    let before = draft(&app).await;
    let id = |name: &str| named(&before, name).view.id.clone();
    let rule = |name: &str, when: &str| {
        json!({"name": name, "note": "", "enabled": true, "when": when, "withholds": [],
            "assigns": [{"target": "console", "slot": "products", "values": ["Analytics"]}]})
    };
    let new = |id: &str, rule: Value| json!({"kind": "set", "id": id, "rule": rule, "position": 2});
    let broken = edit(&app, json!([new("fresh", rule("Testers", "titel pr"))])).await;
    assert!(broken.effect.is_none(), "a rule that takes part cannot be read");
    assert_eq!(broken.order[1], "fresh");
    let problem =
        &broken.changed.iter().find(|one| one.view.id == "fresh").expect("it").problems[0];
    assert_eq!(problem.code, "condition_wrong");
    assert_eq!(problem.condition.as_ref().and_then(|one| one.suggestion.as_deref()), Some("title"));
    let save = |edition: i64| json!({"edition": edition, "syncNow": false});
    let error = refused(&app, "draft.save", save(broken.edition)).await;
    assert_eq!(
        (error.code.as_str(), &error.details["rule"]),
        ("condition_wrong", &json!("Testers"))
    );
    let taken = edit(&app, json!([new("fresh", rule("ENGINEERING", "title pr"))])).await;
    assert_eq!(refused(&app, "draft.save", save(taken.edition)).await.code, "rule_name_taken");
    let listed: RuleList = call(&app, "rules.list", json!({})).await;
    assert_eq!(listed.rules.len(), 9, "nothing was saved");

    let edits = json!([
        new("fresh", rule("Testers", "title pr")),
        condition(&before, "Support desks", "orgUnit sw \"/Vellamo/Customer Success\""),
        {"kind": "switch", "ids": [id("Webinar hosts")], "enabled": false},
        {"kind": "delete", "ids": [id("Contractors")]},
        {"kind": "move", "ids": [id("Everyone at a desk")], "before": id("Console administrators")},
    ]);
    let ready = edit(&app, edits).await;
    let saved: Draft = call(&app, "draft.save", save(ready.edition)).await;
    assert_eq!(names(&saved)[..3], ["Everyone at a desk", "Console administrators", "Testers"]);
    let entries = overview(&app).await.activity;
    let told: std::collections::BTreeSet<_> =
        entries.iter().filter_map(|one| Some((one.kind.as_str(), one.rule.as_deref()?))).collect();
    let expected = [
        ("rule_changed", "Support desks"),
        ("rule_created", "Testers"),
        ("rule_deleted", "Contractors"),
        ("rule_moved", "Everyone at a desk"),
        ("rule_switched", "Webinar hosts"),
    ];
    assert_eq!(told, expected.into_iter().collect());
    let changed = entries.iter().find(|one| one.kind == "rule_changed").expect("the entry");
    assert_eq!(
        changed.detail["before"]["when"],
        "orgUnit sw \"/Vellamo/Customer Success/Support\""
    );
    assert_eq!(changed.detail["after"]["when"], "orgUnit sw \"/Vellamo/Customer Success\"");
    let store = Store::open_read_only(folder.path()).expect("a workspace").expect("one");
    assert_eq!(store.draft().expect("it reads"), None, "the draft is done with");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saving_and_syncing_starts_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = synced(&folder).await;
    let before = draft(&app).await;
    let off = json!([{"kind": "switch", "ids": [named(&before, "Support desks").view.id], "enabled": false}]);
    let answer = edit(&app, off).await;
    let effect = answer.effect.expect("everything is planned");
    let mut events = app.subscribe();
    let _: Draft =
        call(&app, "draft.save", json!({"edition": answer.edition, "syncNow": true})).await;
    run_ends(&app, &mut events).await;
    let last = overview(&app).await.sync.last.expect("a run");
    let losing: u64 = effect.values.iter().map(|one| one.lose).sum();
    assert_eq!(last.done + last.held, losing, "each loss is a step: {last:?}");
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_draft_and_its_text_are_the_same_thing() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = synced(&folder).await;
    let before = draft(&app).await;
    let text: RulesText = call(&app, "draft.text", json!({})).await;
    assert!(
        text.text.starts_with("[[rule]]\nname = \"Console administrators\"\n"),
        "{}",
        text.text
    );
    let same: DraftAnswer = call(&app, "draft.set_text", json!({"text": text.text})).await;
    assert!(!same.is_changed && same.changed.is_empty(), "nothing is lost on the way");
    let wrong =
        text.text.replacen("Analytics", "Analitics", 1).replacen("userName pr", "usrName pr", 1);
    let error = refused(&app, "draft.set_text", json!({"text": wrong})).await;
    assert_eq!(error.code, "text_wrong");
    let errors = error.details["errors"].as_array().expect("a list");
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors.iter().all(|one| one["line"].as_u64() > Some(1) && one["suggestion"].is_string())
    );
    let renamed = text.text.replace("name = \"Engineering\"", "name = \"Builders\"");
    let renamed = renamed.replace("eq \"EMEA Sales\"", "eq \"Sales\"");
    let answer: DraftAnswer = call(&app, "draft.set_text", json!({"text": renamed})).await;
    let mut changed: Vec<_> =
        answer.changed.iter().map(|one| one.view.rule.name.as_str()).collect();
    changed.retain(|name| *name == "Builders" || *name == "Sales in EMEA");
    assert_eq!(changed, ["Sales in EMEA", "Builders"]);
    assert_eq!(
        answer.order,
        before.rules.iter().map(|one| one.view.id.clone()).collect::<Vec<_>>()
    );
    assert!(answer.effect.is_some_and(|effect| effect.people > 0 && lost(&effect, "x") == 0));
    let _: Draft = call(&app, "draft.discard", json!({})).await;
    app.close().await;
}
