//! Every command of the application has a verb here, or a reason why not.

use crate::arguments::Arguments;
use clap::{Command, CommandFactory};
use rolecall_contract::COMMAND_NAMES;
use std::collections::BTreeSet;

/// How a terminal does what a screen does.
#[derive(Debug)]
enum Way {
    /// By this verb.
    Verb(&'static str),
    /// Not at all, because of this.
    Why(&'static str),
}
use Way::{Verb, Why};

const DRAFT: &str =
    "rules as edited on a screen; a terminal edits a file: rules effect, then config import";
const BUILDER: &str = "the builder of conditions and its text; a file has the text";
const WIZARD: &str =
    "a step of a set-up on screens; a terminal writes the configuration, then directory probe";
const LOOKING: &str =
    "lists to look around in on screens; users show names the groups and the org unit of a person";

/// The commands of the contract, in its order.
const WAYS: &[(&str, Way)] = &[
    ("overview.get", Verb("status")),
    ("overview.period", Why("a picture for a screen; activity export has what it is drawn from")),
    ("sync.switch", Verb("schedule on")),
    ("sync.pause", Verb("schedule pause")),
    ("sync.now", Verb("sync")),
    ("sync.stop", Why("an interrupt of the process that syncs ends its run between two steps")),
    ("plan.get", Verb("plan")),
    ("plan.export", Verb("plan")),
    ("plan.rules", Verb("plan")),
    ("plan.steps", Verb("plan")),
    ("runs.list", Verb("runs list")),
    ("runs.export_list", Verb("runs list")),
    ("runs.show", Verb("runs show")),
    ("runs.steps", Verb("runs show")),
    ("runs.export", Verb("runs show")),
    ("runs.history", Verb("runs list")),
    ("runs.undo_preview", Verb("runs undo")),
    ("runs.undo", Verb("runs undo")),
    ("targets.pause", Verb("targets pause")),
    ("targets.resume", Verb("targets resume")),
    ("targets.show", Verb("targets show")),
    ("targets.try", Verb("targets try")),
    ("targets.set", Verb("targets set")),
    ("targets.remove", Verb("targets remove")),
    ("quarantine.list", Verb("quarantine list")),
    ("quarantine.try_now", Verb("quarantine try")),
    ("quarantine.lift", Verb("quarantine lift")),
    ("schedule.get", Verb("schedule show")),
    ("schedule.set", Verb("schedule set")),
    (
        "discards.list",
        Why("runs show tells what a run held; runs discard --take-back takes it back"),
    ),
    ("discards.export", Why("a table of the screen; runs show --json tells what a run held")),
    ("discards.take_back", Verb("runs discard")),
    ("failures.list", Verb("failures list")),
    ("failures.retry", Verb("runs retry")),
    ("failures.retry_all", Verb("runs retry")),
    ("failures.reactivate", Verb("accounts reactivate")),
    ("failures.holders", Verb("accounts list")),
    ("failures.dismiss", Verb("failures dismiss")),
    ("failures.adopt", Verb("accounts adopt")),
    ("failures.export", Verb("failures export")),
    ("held.approve", Verb("runs approve")),
    ("held.discard", Verb("runs discard")),
    ("held.decide", Verb("runs approve")),
    ("rules.list", Verb("config export")),
    (
        "rules.vocabulary",
        Why("what a builder of conditions offers; config check names what is unknown"),
    ),
    ("rules.complete", Why("what a field offers while somebody types")),
    ("draft.get", Why(DRAFT)),
    ("draft.standing", Why(DRAFT)),
    ("draft.edit", Why(DRAFT)),
    ("draft.undo", Why(DRAFT)),
    ("draft.discard", Why(DRAFT)),
    ("draft.merge", Why(DRAFT)),
    ("draft.save", Why(DRAFT)),
    ("draft.text", Why(DRAFT)),
    ("draft.set_text", Why(DRAFT)),
    ("draft.person", Why(DRAFT)),
    ("effect.get", Verb("rules effect")),
    ("effect.people", Verb("rules effect")),
    ("rule_tests.list", Verb("rules test")),
    ("rule_tests.set", Verb("config import")),
    ("rule_tests.delete", Verb("config import")),
    ("exceptions.list", Verb("config export")),
    ("exceptions.set", Verb("config import")),
    ("exceptions.delete", Verb("config import")),
    ("condition.read", Why(BUILDER)),
    ("condition.write", Why(BUILDER)),
    ("people.list", Verb("users list")),
    ("people.export", Verb("users list")),
    ("people.show", Verb("users show")),
    ("people.absent", Verb("users list")),
    ("people.edits", Verb("users show")),
    ("people.edit", Verb("users set")),
    ("people.fall_back", Verb("users fall-back")),
    ("people.add", Verb("users add")),
    ("people.delete_preview", Verb("users show")),
    ("people.delete", Verb("users delete")),
    ("directories.list", Verb("directory list")),
    ("directories.show", Verb("directory show")),
    ("directories.add", Verb("config import")),
    ("directories.set", Verb("config import")),
    ("directories.remove", Verb("config import")),
    ("directories.draft", Why(WIZARD)),
    ("directories.discard_draft", Why(WIZARD)),
    ("directories.attach", Verb("config import")),
    ("directories.read", Verb("sync")),
    ("directories.remove_sync", Verb("directory remove-sync")),
    (
        "directories.ask_org_unit",
        Why("a question of a screen, once; the map of the configuration has the answer"),
    ),
    ("domains.list", Verb("directory domains")),
    ("domains.add", Verb("directory domain add")),
    ("domains.check", Verb("directory domain check")),
    ("domains.restart", Verb("directory domain restart")),
    ("domains.remove", Verb("directory domain remove")),
    ("domains.resolver", Verb("directory resolver")),
    ("domains.set_resolver", Verb("directory resolver")),
    ("edit_window.open", Verb("directory edit-window open")),
    ("edit_window.close", Verb("directory edit-window close")),
    ("groups.list", Why(LOOKING)),
    ("groups.show", Why(LOOKING)),
    ("groups.members", Why(LOOKING)),
    ("org_units.list", Why(LOOKING)),
    ("org_units.show", Why(LOOKING)),
    ("attributes.list", Verb("config export")),
    ("attributes.set", Verb("config import")),
    ("attributes.delete", Verb("config import")),
    ("attributes.try", Verb("directory probe")),
    ("send.list", Verb("config export")),
    ("send.set", Verb("config import")),
    (
        "send.preview",
        Why("a look at one person while what is sent is edited; the configuration says all of it"),
    ),
    ("accounts.list", Verb("accounts list")),
    ("accounts.link", Verb("accounts link")),
    ("accounts.unlink", Verb("accounts unlink")),
    ("connections.list", Verb("doctor")),
    ("connections.test", Verb("targets try")),
    ("connections.file", Why(WIZARD)),
    ("ldap.probe", Verb("directory probe")),
    ("ldap.browse", Why(WIZARD)),
    ("connections.probe", Verb("directory probe")),
    ("sign_in.begin", Verb("directory sign-in")),
    ("sign_in.get", Why("directory sign-in waits for the browser itself")),
    ("sign_in.cancel", Why("an interrupt gives directory sign-in up")),
    ("push.endpoint", Why("where serve listens, then /scim/v2/ and the name of the directory")),
    ("push.listening", Verb("push listen")),
    ("push.listen", Verb("push listen")),
    ("push.calls", Verb("push calls")),
    ("tokens.list", Verb("token list")),
    ("tokens.create", Verb("token create")),
    ("tokens.revoke", Verb("token revoke")),
    ("activity.list", Verb("activity export")),
    ("activity.export", Verb("activity export")),
    ("settings.get", Why("how the application looks, and of what it reminds")),
    ("settings.set", Why("how the application looks, and of what it reminds")),
    ("notify.get", Verb("config export")),
    ("notify.set", Verb("config import")),
    ("notify.test", Verb("notify test")),
    (
        "secrets.choose",
        Why("a terminal has the keyring or the environment; a vault is opened where it is served"),
    ),
    ("secrets.set", Verb("secret set")),
    ("workspace.open_sample", Verb("serve")),
    ("workspace.check", Verb("config check")),
    ("workspace.import", Verb("config import")),
    ("sample.buy_seats", Why("a button in the shop of the sample organization")),
];

/// The verb that is called by `words`, where there is one; a word that only groups others is none.
fn verb(words: &str) -> Option<Command> {
    let start = Arguments::command();
    let found = words.split(' ').try_fold(start, |at, word| at.find_subcommand(word).cloned());
    found.filter(|verb| !verb.has_subcommands())
}

#[test]
fn every_command_has_a_verb_or_a_reason() {
    let told: Vec<&str> = WAYS.iter().map(|(name, _)| *name).collect();
    assert_eq!(told, COMMAND_NAMES, "each command of the contract once, in its order");
    for (name, way) in WAYS {
        match way {
            Verb(words) => assert!(verb(words).is_some(), "{name}: there is no verb {words:?}"),
            Why(reason) => assert!(reason.len() > 20, "{name}: no reason is given"),
        }
    }
}

#[test]
fn what_reasons_speak_of_is_there() {
    let all = Arguments::command();
    let groups: BTreeSet<&str> = all
        .get_subcommands()
        .filter(|one| one.has_subcommands())
        .map(Command::get_name)
        // A word of the language too.
        .filter(|name| *name != "rules")
        .collect();
    let mut seen = 0;
    for (name, way) in WAYS {
        let Why(reason) = way else { continue };
        let words: Vec<&str> = reason.split([' ', ';', ':', ',']).collect();
        for pair in words.windows(2).filter(|pair| groups.contains(pair[0])) {
            seen += 1;
            assert!(verb(&pair.join(" ")).is_some(), "{name}: {pair:?} in {reason:?}");
        }
    }
    assert!(seen > 10, "reasons name what to do instead: {seen}");
}

#[test]
fn what_is_no_verb_is_found_out() {
    assert!(verb("targets show").is_some());
    for none in ["targets", "targets buy", "nothing", "", "plan everything"] {
        assert!(verb(none).is_none(), "{none:?} is no verb");
    }
}

#[test]
fn the_arguments_are_sound() {
    Arguments::command().debug_assert();
}
