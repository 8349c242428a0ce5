"""Plays one configuration over csv files, one person at a time; knows only the specification.

Usage: interpreter.py CONFIG   prints the expected `plan --json`.
"""

import datetime
import json
import os
import sys

from conditions import ConfigError, fold, segments
from files import Unreadable, read_accounts, write_accounts
from plan import TargetPlan
from resolve import broken_tests, find_duplicates, flatten
from settings import Settings


class Outcome:
    """What is expected of `plan` and of the `sync` after it."""

    def __init__(self):
        self.plan_exit, self.sync_exit, self.error = 1, 1, ""
        self.json, self.plans, self.features = None, {}, []
        self.not_sent, self.after, self.paths, self.slots = {}, {}, {}, {}
        self.since = {}


def unknown_names(settings, groups, units):
    """Target -> slots in which a rule with an unknown name assigns."""
    found = {}
    for rule in settings.rules:
        if not rule.get("enabled", True):
            continue
        for kind, text in settings.asker.names(rule["tree"]):
            known = fold(text) in groups if kind == "group" else tuple(segments(text)) in units
            if kind == "ou" and not segments(text):
                known = bool(units)
            if not known:
                for target, slots in rule.get("assign", {}).items():
                    found.setdefault(target, set()).update(slots)
    return found


def interpret(path, now=None, since=None):
    """Expected results for a configuration file; never raises for what exit code 1 covers.

    since: what an earlier outcome's run keeps of waits, its `since`.
    """
    outcome = Outcome()
    try:
        work(path, now or datetime.datetime.now(datetime.timezone.utc), since or {}, outcome)
    except (ConfigError, Unreadable) as error:
        outcome.error = str(error)
        outcome.plan_exit = outcome.sync_exit = 1
        outcome.json = None
    return outcome


def work(path, now, since, outcome):
    settings = Settings(path, now)
    people, groups, units = [], set(), set()
    for source in settings.sources:
        source.read(settings.columns[source.index], settings.compute)
        names, paths = flatten(source)
        groups, units = groups | names, units | paths
        people += source.people
    find_duplicates(people)
    facts = {
        "nobody": any(not source.people for source in settings.sources),
        "truncated": any(source.truncated for source in settings.sources),
        "bad_rows": any(source.bad_rows for source in settings.sources),
        "unknown_name": unknown_names(settings, groups, units),
        "broken_tests": broken_tests(settings, people),
    }
    outcome.facts, outcome.settings, outcome.people = facts, settings, people
    report = {"targets": {}, "summary": {"users": len(people), "steps": 0}}
    for target in settings.targets:
        name = target["name"]
        accounts_path = os.path.join(settings.base, target["accounts"])
        outcome.paths[name], outcome.slots[name] = accounts_path, settings.slots[name]
        accounts = read_accounts(accounts_path, settings.slots[name])
        plan = TargetPlan(settings, target, people, accounts, facts, since.get(name))
        outcome.plans[name] = plan
        outcome.features += plan.features
        report["targets"][name] = plan.report()
        report["summary"]["steps"] += len(plan.steps)
        outcome.not_sent[name], outcome.after[name] = plan.not_sent(), plan.after()
        outcome.since[name] = plan.remembered()
    outcome.json = report
    entries = report["targets"].values()
    held = any(entry["held"] for entry in entries)
    unhappy = any(entry["failures"] or entry["without_seat"] for entry in entries)
    outcome.plan_exit = 3 if held else 0
    outcome.sync_exit = 2 if unhappy else outcome.plan_exit


def apply(outcome):
    """Writes the accounts files as the sync would."""
    for name, accounts in outcome.after.items():
        if accounts:
            write_accounts(outcome.paths[name], accounts, outcome.slots[name])


if __name__ == "__main__":
    result = interpret(sys.argv[1])
    print(json.dumps(result.json, indent=1, ensure_ascii=False, default=str) if result.json else result.error)
    sys.exit(result.plan_exit)
