"""Plays others' scripts: compares rolecallctl with an interpreter written from the specification.

run.py [--seeds A..B | --seeds N] [--level basic|full] [--without a,b] [--self-check] [--cases-only] [--statistics] [--verbose]
"""

import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import shutil
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import conditionmaker
import handwritten
import reached
from compare import Engine, find_binary, list_differences
from edits import Editor, Misspeller
from effect import effect, holdings, kinds, minus
from explain import explain
from generate import BASIC_OFF, Organization
from interpreter import apply, interpret
from judge import Judge
from resolve import find_duplicates, flatten, resolve
from settings import Settings


def lay_out(seed, off, folder):
    """Writes the organization of a seed into a folder and returns it."""
    organization = Organization(seed, off)
    organization.write(folder)
    if organization.may("rule_tests", 0.35):
        path = os.path.join(folder, "config.toml")
        settings, people = Settings(path, datetime.datetime.now(datetime.timezone.utc)), []
        for source in settings.sources:
            source.read(settings.columns[source.index], settings.compute)
            flatten(source)
            people += source.people
        find_duplicates(people)
        conditionmaker.rule_tests(organization, settings, people, resolve)
        organization.features["rule tests"] += 1
        organization.write(folder)
    lay_beside(organization, folder)
    return organization


def lay_beside(organization, folder):
    """An edited configuration for `rules effect`, and misspelt ones that must be refused."""
    def write(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
    text = organization.files["config.toml"]
    if organization.may("effect", 1):
        write("candidate.toml", Editor(organization).candidate())
    for number in range(2 if organization.may("errors", 1) else 0):
        wrong = Misspeller(organization, text).broken()
        if wrong:
            write(f"wrong-{number}.toml", wrong.pop("text"))
            write(f"wrong-{number}.json", json.dumps(wrong, ensure_ascii=False))


def of_groups(people):
    """Features of the memberships as they came out."""
    found = set()
    for person in people:
        found |= {"inherited membership"} if any(not direct for _, direct in person.groups) else set()
        found |= {"org-unit group above"} if person.above else set()
    members = people[0].source_members if people else {}
    for group in members:
        seen, todo = set(), [group]
        while todo:
            for one in members.get(todo.pop(), ()):
                found |= {"groups in a cycle"} if one == group else set()
                todo += [one] if one not in seen else []
                seen.add(one)
    return found


def features(organization, outcome):
    found = {name for name, count in organization.features.items() if count} | set(outcome.features)
    found |= of_groups(outcome.people if outcome.json else [])
    for name, entry in (outcome.json or {"targets": {}})["targets"].items():
        found |= {f"step {kind}" for kind, users in entry["accounts"].items() if users}
        found |= {f"list {key}" for key in ("assign", "unassign", "held", "without_seat", "orphans", "failures") if entry[key]}
        found |= {"step value"} if entry["values"]["create"] else set()
        found |= {"short of seats"} if any(one["short"] for one in entry["seats"]) else set()
        found |= {"rules names several"} if any(len(one["rules"]) > 1 for one in entry["assign"]) else set()
        found |= {f"policy {outcome.plans[name].policy}"}
    return found | {f"plan exit {outcome.plan_exit}", f"sync exit {outcome.sync_exit}"}


def own_effect(folder, outcome):
    """Gains and losses are the difference of what the two runs leave; nobody is told of steps for nothing."""
    path = os.path.join(folder, "candidate.toml")
    if not os.path.exists(path):
        return []
    candidate = interpret(path)
    if candidate.json is None:
        return [f"the candidate is not valid: {candidate.error}"]
    found, wanted = [], effect(outcome, candidate)
    outcome.features += kinds(wanted)
    if not any(entry["held"] for one in (outcome, candidate) for entry in one.json["targets"].values()):
        outcome.features.append("preview compared with runs")
        for name, target in wanted["targets"].items():
            left = [holdings(one.plans[name], one.after[name]) for one in (outcome, candidate)]
            for key, want in (("gain", minus(left[1], left[0])), ("lose", minus(left[0], left[1]))):
                found += list_differences(f"{name}: effect against runs, {key}", want, target[key])
    for person in outcome.people:
        explain(outcome, person)
    return found


def own_consistency(folder, outcome):
    """What must hold of any right answer, looked for in the interpreter's own."""
    found = []
    if outcome.json is None:
        return [f"the configuration is not valid: {outcome.error}"]
    found += own_effect(folder, outcome)
    apply(outcome)
    second = interpret(os.path.join(folder, "config.toml"))
    if second.json is None:
        return [f"after a sync: {second.error}"]
    held = any(entry["held"] for entry in outcome.json["targets"].values())
    steps = {name: len(plan.steps) for name, plan in second.plans.items()}
    waits = {"last administrator kept"} & set(outcome.features)  # another holder may come first
    if not held and not waits and any(steps.values()):
        found.append(f"a second plan has steps: {steps}")
    for name, entry in outcome.json["targets"].items():
        for one in entry["seats"]:
            lost = sum(miss["slot"] == one["slot"] and miss["value"] == one["value"] for miss in entry["without_seat"])
            if lost != one["short"]:
                found.append(f"{name}: short {one['short']} but {lost} without a seat for {one['value']}")
        given = [(one["user"], one["slot"], one["value"]) for one in entry["assign"]]
        if len(set(given)) != len(given):
            found.append(f"{name}: assigned twice")
    if not held:
        for name, accounts in outcome.after.items():
            for slot, table in outcome.slots[name].items():
                for value in table.get("values", []):
                    holders = sum(one.holds(slot, value["name"]) for one in accounts)
                    before = sum(one.holds(slot, value["name"]) for one in outcome.plans[name].accounts)
                    if "seats" in value and holders > max(value["seats"], before):
                        found.append(f"{name}: {holders} hold {value['name']}, seats {value['seats']}")
    return found


def one_seed(job):
    """(seed, differences, features, kept folder) of one seed; runs in a worker."""
    seed, off, binary = job
    folder = os.path.join(tempfile.mkdtemp(prefix=f"rolecall-oracle-{seed}-"), "org")
    os.mkdir(folder)
    try:
        organization = lay_out(seed, off, folder)
        if binary:
            judge = Judge(Engine(binary), folder, off)
            found, outcome = judge.whole(), judge.outcome
            outcome.features += judge.features
        else:
            outcome = interpret(os.path.join(folder, "config.toml"))
            found = own_consistency(folder, outcome)
        seen = features(organization, outcome)
    except Exception:
        found, seen = [traceback.format_exc()], set()
    if found:
        fresh = os.path.join(os.path.dirname(folder), "fresh")
        os.mkdir(fresh)
        try:
            lay_out(seed, off, fresh)
            with open(os.path.join(fresh, "expected-plan.json"), "w", encoding="utf-8") as file:
                json.dump(outcome.json, file, ensure_ascii=False, indent=1, default=str)
        except Exception:
            pass
        return seed, found, seen, fresh
    shutil.rmtree(os.path.dirname(folder))
    return seed, [], seen, None


def show(title, found, verbose):
    print(f"FAILED {title}")
    for one in found if verbose else found[:12]:
        print("   ", one)
    if len(found) > 12 and not verbose:
        print(f"    ... and {len(found) - 12} more")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", default="0..199")
    asked.add_argument("--level", choices=["basic", "full"], default="full")
    asked.add_argument("--without", default="", help="features to leave out, separated by commas")
    asked.add_argument("--self-check", action="store_true", help="without the engine: cases and the interpreter's own sums")
    asked.add_argument("--cases-only", action="store_true")
    asked.add_argument("--statistics", action="store_true", help="print in how many organizations each feature occurred")
    asked.add_argument("--verbose", action="store_true")
    asked = asked.parse_args()
    binary = None if asked.self_check else find_binary()
    if not binary and not asked.self_check:
        sys.exit("rolecallctl was not found: build it (cargo build -p rolecall-cli) or set ROLECALLCTL")
    passed = failed = 0
    for name in handwritten.names():
        found = [f"interpreter: {one}" for one in handwritten.check_own(name)]
        if binary:
            found += handwritten.check_engine(Engine(binary), name)
        if found:
            failed += 1
            show(f"case {name}", found, asked.verbose)
        else:
            passed += 1
    first, _, last = asked.seeds.partition("..")
    seeds = range(int(first), int(last) + 1) if last else range(int(first))
    off = set(filter(None, asked.without.split(","))) | (BASIC_OFF if asked.level == "basic" else set())
    counts = collections.Counter()
    if not asked.cases_only:
        with concurrent.futures.ProcessPoolExecutor(3) as pool:
            for seed, found, seen, folder in pool.map(one_seed, [(seed, off, binary) for seed in seeds], chunksize=4):
                counts.update(seen)
                if found:
                    failed += 1
                    show(f"seed {seed}, kept in {folder}", found, asked.verbose)
                else:
                    passed += 1
        if asked.statistics:
            print("features, and in how many of", len(seeds), "organizations each occurred")
            print("\n".join(reached.table(counts)))
        lacking = reached.missing(counts, off)
        if binary and asked.level == "full" and len(seeds) >= 200 and lacking:
            failed += 1
            show("statistics: never occurred in these organizations", lacking, True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
