"""Runs rolecallctl on a folder and says where it differs from what the specification gives."""

import datetime
import json
import os
import re
import subprocess

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
        """(exit code, parsed standard output or None, standard output, standard error); command: words split by spaces."""
        return self.run(*command.split(), *more, "--config", os.path.join(folder, "config.toml"), "--json")

    def run(self, *arguments):
        """The same for any arguments."""
        done = subprocess.run([self.binary, *arguments], capture_output=True, timeout=self.timeout, stdin=subprocess.DEVNULL)
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


def moment(text):
    return datetime.datetime.fromisoformat(str(text).replace("Z", "+00:00"))


def pending_differences(where, want, have):
    """Who waits for what; a wait that begins now ends in so many days, within a minute."""
    bare = lambda one: {key: one.get(key) for key in ("user", "slot", "value")}
    found = list_differences(where, [bare(one) for one in want], have) + unsorted(where, have)
    if found:
        return found
    for one in want:
        until = next(other.get("until") for other in have if bare(other) == bare(one))
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(until)):
            found.append(f"{where}: until {until!r} is no RFC 3339 instant in UTC seconds")
        elif one.get("days") is not None:
            wanted = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=one["days"])
            if abs(moment(until) - wanted) > datetime.timedelta(minutes=1):
                found.append(f"{where}: until {until}, expected about {wanted} for {short(bare(one))}")
    return found


def untils(printed):
    """(target, user, slot, value) -> until, of a printed plan."""
    return {(name, one.get("user"), one.get("slot"), one.get("value")): one.get("until")
            for name, target in (printed or {}).get("targets", {}).items() for one in target.get("pending") or []}


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
        found += pending_differences(f"{name}.pending", target.get("pending", []), other.get("pending", []))
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
