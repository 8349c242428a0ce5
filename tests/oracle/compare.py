"""Runs rolecallctl on a folder and says where it differs from what the specification gives."""

import datetime
import json
import os
import shutil
import subprocess

from conditions import fold
from files import comparable, read_accounts
from interpreter import apply, interpret

LISTS = ("assign", "unassign", "held", "seats", "without_seat", "orphans", "failures")


def find_binary():
    """The engine to test: ROLECALLCTL, else the debug build of the target directory."""
    if os.environ.get("ROLECALLCTL"):
        return os.environ["ROLECALLCTL"]
    root = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
    targets = [os.environ[name] for name in ("CARGO_TARGET_DIR",) if os.environ.get(name)] + [os.path.join(root, "target")]
    for target in targets:
        path = os.path.join(target, "debug", "rolecallctl")
        if os.path.exists(path):
            return path
    return None


class Engine:
    """Calls `rolecallctl` as a script of others would."""

    def __init__(self, binary, timeout=60):
        self.binary, self.timeout = binary, timeout

    def call(self, command, folder, *more):
        """(exit code, parsed standard output or None, standard output, standard error)."""
        done = subprocess.run([self.binary, command, "--config", os.path.join(folder, "config.toml"), "--json", *more],
                              capture_output=True, timeout=self.timeout, stdin=subprocess.DEVNULL)
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        try:
            parsed = json.loads(out)
        except ValueError:
            parsed = None
        return done.returncode, parsed, out, err


def short(one):
    return json.dumps(one, ensure_ascii=False, sort_keys=True)


def list_differences(where, want, have):
    """Differences of two lists as bags; entries may carry more keys than the specification names."""
    if not isinstance(have, list):
        return [f"{where}: missing, expected {short(want)}" if want else f"{where}: missing"]
    rest, found = list(have), []
    for one in want:
        match = next((other for other in rest if fits(one, other)), None)
        if match is None:
            found.append(f"{where}: expected {short(one)}")
        else:
            rest.remove(match)
    return found + [f"{where}: not expected {short(one)}" for one in rest]


def fits(want, have):
    if isinstance(want, dict):
        absent = {"limit", "value"} - set(want) if "guard" in want else set()
        return isinstance(have, dict) and all(key in have and fits(want[key], have[key]) for key in want) and all(
            have.get(key) is None for key in absent)
    return want == have


def unsorted(where, have):
    """Lists are sorted by user, slot, value: says when they are not."""
    if not have or not isinstance(have, list):
        return []
    keys = [one if isinstance(one, str) else tuple(str(one.get(key) or "") for key in ("user", "slot", "value"))
            for one in have]
    return [] if keys == sorted(keys) else [f"{where}: not sorted by user, slot, value"]


def plan_differences(want, have):
    """Differences between the expected and the printed JSON of `plan`."""
    if not isinstance(have, dict) or "targets" not in have:
        return ["no JSON with targets on standard output"]
    found = []
    if set(want["targets"]) != set(have["targets"]):
        found.append(f"targets: expected {sorted(want['targets'])}, found {sorted(have['targets'])}")
    for name, target in want["targets"].items():
        other = have["targets"].get(name, {})
        for kind, users in target["accounts"].items():
            there = other.get("accounts", {}).get(kind)
            found += list_differences(f"{name}.accounts.{kind}", users, there) + unsorted(f"{name}.accounts.{kind}", there)
        found += list_differences(f"{name}.values.create", target["values"]["create"], other.get("values", {}).get("create"))
        found += unsorted(f"{name}.values.create", other.get("values", {}).get("create"))
        for key in LISTS:
            found += list_differences(f"{name}.{key}", target[key], other.get(key))
            if key != "held":
                found += unsorted(f"{name}.{key}", other.get(key))
        found += [f"{name}.failures: an entry without a message" for one in other.get("failures", []) if not one.get("message")]
    if not fits(want["summary"], have.get("summary")):
        found.append(f"summary: expected {short(want['summary'])}, found {short(have.get('summary'))}")
    return found


def sync_differences(outcome, have):
    """Differences in done, failed and not_sent."""
    found = []
    for name, waiting in outcome.not_sent.items():
        other = have.get("targets", {}).get(name, {})
        done = len(outcome.plans[name].steps) - len(waiting)
        if other.get("done") != done:
            found.append(f"{name}.done: expected {done}, found {other.get('done')}")
        if other.get("failed") != []:
            found.append(f"{name}.failed: expected none, found {short(other.get('failed'))[:300]}")
        there = [tuple(one.get(key) or "" for key in ("user", "step", "slot", "value", "cause"))
                 for one in other.get("not_sent") or []]
        want = [one + ("held_by_guard",) for one in waiting]
        found += [f"{name}.not_sent: expected {short(one)}" for one in want if one not in there]
        found += [f"{name}.not_sent: not expected {short(one)}" for one in there if one not in want]
    return found


def file_differences(want, have):
    """Differences between two accounts files, by meaning."""
    found = []
    for user in sorted(set(want) | set(have)):
        if user not in have or user not in want:
            found.append(f"{'lost' if user in want else 'not expected'}: {user} {short((want | have)[user])}")
        elif want[user] != have[user]:
            parts = [f"{key} {short(want[user][key])} but is {short(have[user][key])}" for key in want[user]
                     if want[user][key] != have[user][key] and (key != "extra" or want[user][key])]
            found += [f"{user}: expected {part}" for part in parts]
    return found


def judge(engine, folder):
    """Plan, sync, accounts file and second plan of one folder; returns the differences and the outcome."""
    now = datetime.datetime.now(datetime.timezone.utc)
    outcome = interpret(os.path.join(folder, "config.toml"), now)
    code, printed, _, err = engine.call("plan", folder)
    found = []
    if code != outcome.plan_exit:
        found.append(f"plan: expected exit {outcome.plan_exit}, found {code}; {err.strip()[:400] or outcome.error}")
    if outcome.json is None:
        return found, outcome
    found += ["plan: " + one for one in plan_differences(outcome.json, printed)]
    if any(os.path.exists(os.path.join(folder, name)) for name in ("config.toml.state", "config.state")):
        found.append("plan: wrote a state folder")
    if found:
        return found, outcome
    twin = folder.rstrip("/") + ".expected"
    shutil.copytree(folder, twin)
    code, printed, _, err = engine.call("sync", folder)
    if code != outcome.sync_exit:
        found.append(f"sync: expected exit {outcome.sync_exit}, found {code}; {err.strip()[:400]}")
    found += ["sync: " + one for one in plan_differences(outcome.json, printed)]
    found += ["sync: " + one for one in sync_differences(outcome, printed or {})]
    own = interpret(os.path.join(twin, "config.toml"), now)
    apply(own)
    for name, path in outcome.paths.items():
        mine = comparable(read_accounts(os.path.join(twin, os.path.basename(path)), outcome.slots[name]))
        try:
            theirs = comparable(read_accounts(path, outcome.slots[name]))
        except Exception as error:
            found.append(f"accounts of {name} cannot be read back: {error}")
            continue
        found += [f"accounts of {name}: " + one for one in file_differences(mine, theirs)]
        users = list(theirs)
        if len(outcome.plans[name].steps) > len(outcome.not_sent[name]) and users not in (sorted(users), sorted(users, key=fold)):
            found.append(f"accounts of {name}: rows are not by userName")
    if not found:
        second = interpret(os.path.join(twin, "config.toml"), now)
        code, printed, _, err = engine.call("plan", folder)
        if code != second.plan_exit:
            found.append(f"second plan: expected exit {second.plan_exit}, found {code}; {err.strip()[:400]}")
        found += ["second plan: " + one for one in plan_differences(second.json, printed)]
    shutil.rmtree(twin, ignore_errors=True)
    return found, outcome
