"""The hand-written cases: what the specification's own sentences give."""

import json
import os
import re
import shutil
import tempfile

from compare import LISTS, file_differences, list_differences, plan_differences
from effect import effect
from explain import explain
from files import comparable, read_accounts
from interpreter import apply, interpret

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases")


def names():
    return sorted(name for name in os.listdir(FOLDER) if os.path.isdir(os.path.join(FOLDER, name)))


def complete(plan):
    """Fills in the empty lists that a case leaves out."""
    for target in plan["targets"].values():
        accounts = target.setdefault("accounts", {})
        for kind in ("create", "update", "suspend", "reactivate", "adopt"):
            accounts.setdefault(kind, [])
        target.setdefault("values", {"create": []})
        for key in LISTS + ("pending",):
            target.setdefault(key, [])
    return plan


def explained(expected, outcome):
    """The interpreter's explanations of those whom the case asks about, in the form of `explain --json`."""
    found = {}
    for person in outcome.people:
        if person.user_name in expected.get("explain", {}):
            found[person.user_name] = {target: [
                {"slot": slot, "value": value, "state": state,
                 "rules": [dict(zip(("rule", "matches", "does"), rule)) for rule in rules]}
                for (slot, _), (value, state, rules) in rows.items()] for target, rows in explain(outcome, person).items()}
    return found


def explanation_differences(expected, have):
    found = []
    for user, targets in expected.get("explain", {}).items():
        for target, rows in targets.items():
            there = (have.get(user) or {}).get(target)
            found += list_differences(f"explain {user}, {target}", [
                {key: one for key, one in row.items() if key != "because"} for row in rows],
                [{**row, "rules": [{key: rule.get(key) for key in ("rule", "matches", "does")} for rule in row["rules"]]}
                 for row in there or []])
            for row in rows:
                said = [rule.get("because") or "" for each in there or [] for rule in each["rules"]
                        if (each["slot"], each["value"]) == (row["slot"], row["value"])]
                found += [f"explain {user}, {target}, {row['value']}: because lacks {word!r}: {said}"
                          for word in row.get("because", []) if not any(word in one for one in said)]
    return found


def without_because(expected):
    """The case as the interpreter can meet it: it gives no reasons in words."""
    return {"explain": {user: {target: [{key: one for key, one in row.items() if key != "because"} for row in rows]
                               for target, rows in targets.items()} for user, targets in expected.get("explain", {}).items()}}


def effect_differences(expected, have):
    found = []
    for name, target in expected.get("effect", {}).get("targets", {}).items():
        there = (have or {}).get("targets", {}).get(name, {})
        for kind in ("create", "suspend", "reactivate", "adopt"):
            found += list_differences(f"effect {name}.accounts.{kind}", target.get("accounts", {}).get(kind, []),
                                      there.get("accounts", {}).get(kind))
        for key in ("gain", "lose", "without_seat", "held", "seats"):
            found += list_differences(f"effect {name}.{key}", target.get(key, []), there.get(key))
    return found


def lay_out(name, parent):
    """Copies a case to a scratch folder; returns the folder and what is expected."""
    folder = os.path.join(parent, name)
    shutil.copytree(os.path.join(FOLDER, name), folder)
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        return folder, json.load(file)


def accounts_wanted(expected, folder, slots, name):
    path = os.path.join(folder, "wanted.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(expected["after"][name]) + "\n")
    return comparable(read_accounts(path, slots))


def check_own(name):
    """Whether the interpreter agrees with a case; returns the differences."""
    with tempfile.TemporaryDirectory() as parent:
        folder, expected = lay_out(name, parent)
        outcome = interpret(os.path.join(folder, "config.toml"))
        found = []
        if outcome.plan_exit != expected["plan_exit"]:
            found.append(f"plan exit: case {expected['plan_exit']}, interpreter {outcome.plan_exit} {outcome.error}")
        if outcome.sync_exit != expected.get("sync_exit", expected["plan_exit"]):
            found.append(f"sync exit: case {expected.get('sync_exit')}, interpreter {outcome.sync_exit}")
        if "plan" in expected and outcome.json is not None:
            found += plan_differences(complete(expected["plan"]), with_messages(outcome.json))
        if outcome.json is not None and not found:
            found += explanation_differences(without_because(expected), explained(expected, outcome))
            if "effect" in expected:
                found += effect_differences(expected, effect(outcome, interpret(os.path.join(folder, "candidate.toml"))))
            apply(outcome)
            found += after_differences(expected, folder, outcome)
        return found


def with_messages(plan):
    for target in plan["targets"].values():
        target["failures"] = [{**one, "message": "-"} for one in target["failures"]]
        target["pending"] = [{**one, "until": one["until"].strftime("%Y-%m-%dT%H:%M:%SZ")} for one in target["pending"]]
    return plan


def after_differences(expected, folder, outcome):
    found = []
    for name in expected.get("after", {}):
        want = accounts_wanted(expected, folder, outcome.slots[name], name)
        have = comparable(read_accounts(outcome.paths[name], outcome.slots[name]))
        found += [f"accounts of {name}: " + one for one in file_differences(want, have)]
    if "second_steps" in expected:
        steps = interpret(os.path.join(folder, "config.toml")).json["summary"]["steps"]
        if steps != expected["second_steps"]:
            found.append(f"second plan: case {expected['second_steps']} steps, interpreter {steps}")
    return found


def check_engine(engine, name):
    """Whether rolecallctl agrees with a case; returns the differences."""
    with tempfile.TemporaryDirectory() as parent:
        folder, expected = lay_out(name, parent)
        before = {one: open(os.path.join(folder, one), "rb").read() for one in os.listdir(folder)}
        outcome = interpret(os.path.join(folder, "config.toml"))
        found = []
        code, printed, out, err = engine.call("plan", folder)
        if code != expected["plan_exit"]:
            found.append(f"plan: expected exit {expected['plan_exit']}, found {code}: {err.strip()[:300]}")
        said = err if expected["plan_exit"] == 1 else err + out
        found += [f"plan: the message lacks {word!r}: {err.strip()[:300]}" for word in expected.get("says", [])
                  if not (re.search(word[3:], said) if word.startswith("re:") else word.lower() in said.lower())]
        if "plan" in expected:
            found += ["plan: " + one for one in plan_differences(complete(expected["plan"]), printed)]
        said = {user: (engine.call("explain", folder, user)[1] or {}).get("targets") for user in expected.get("explain", {})}
        found += explanation_differences(expected, said)
        if "effect" in expected:
            found += effect_differences(expected, engine.call("rules effect", folder, "--with", os.path.join(folder, "candidate.toml"))[1])
        if {one: open(os.path.join(folder, one), "rb").read() for one in os.listdir(folder)
                if os.path.isfile(os.path.join(folder, one))} != before:
            found.append("plan: changed or added a file")
        code, printed, out, err = engine.call("sync", folder)
        if code != expected.get("sync_exit", expected["plan_exit"]):
            found.append(f"sync: expected exit {expected.get('sync_exit', expected['plan_exit'])}, found {code}: {err.strip()[:300]}")
        if expected["plan_exit"] == 1 and any(
                open(os.path.join(folder, one), "rb").read() != text for one, text in before.items()):
            found.append("sync: touched a file though nothing could be planned")
        if outcome.json is not None:
            for target, slots in outcome.slots.items():
                if target in expected.get("after", {}):
                    want = accounts_wanted(expected, folder, slots, target)
                    have = comparable(read_accounts(outcome.paths[target], slots))
                    found += [f"accounts of {target}: " + one for one in file_differences(want, have)]
            if "second_steps" in expected:
                _, printed, _, _ = engine.call("plan", folder)
                steps = (printed or {}).get("summary", {}).get("steps")
                if steps != expected["second_steps"]:
                    found.append(f"second plan: expected {expected['second_steps']} steps, found {steps}")
        return found
