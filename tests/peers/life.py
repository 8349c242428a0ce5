"""The life of an organization against one provider, looked at after each sync."""

import collections
import json
import os
import subprocess

import organization
from organization import Staff

SLOTS = {"role": "roles", "products": "entitlements", "kind": "userType"}


class Life:
    """Some join, some move, rise and change their names, some leave and come back."""

    def __init__(self, provider, binary, folder):
        self.provider, self.binary, self.folder = provider, binary, folder
        self.wrong, self.steps, self.phase = [], 0, ""
        organization.write_configuration(folder, provider)

    def through(self):
        staff = Staff.of(range(16))
        self.sync("first", staff)
        moved = staff.changed((1, 2), department="Sales").changed((4,), department="財務").changed((5,), title="Clerk")
        moved = moved.changed((6,), title="Lead").changed((7,), familyName='O"Neill-Żółć').changed((8,), email="eight@example.com")
        moved = moved.changed((9,), active="false").joined((16, 17))
        self.sync("moves", moved)
        gone = (10, 11, 12)
        former = Staff((number, moved[number]) for number in gone)
        self.sync("leavers", moved.without(gone), former)
        self.sync("return", moved.changed((9,), active="true"))
        return self.wrong, self.steps

    def sync(self, phase, staff, former=()):
        """Syncs twice: the first leaves what is planned, the second finds nothing to do."""
        self.phase = phase
        staff.write(self.folder)
        before = self.provider.state()
        told = self.call("sync")
        after = self.provider.state()
        report = told["targets"]["console"]
        if report.get("error"):
            return self.says(f"could not be read: {report['error']}")
        bad = [(one["cause"], one["user"], one["step"], one.get("value")) for one in report["failed"] + report["not_sent"]]
        cannot = self.provider.cannot(staff)
        self.differ("failures", cannot, bad)
        self.same("failed steps' words", [], [one for one in report["failed"] if not one["message"]])
        planned = listed(report)
        self.same("done + failed + not sent", sum(planned.values()), report["done"] + len(report["failed"]) + len(report["not_sent"]))
        done = planned - collections.Counter((one["step"], one["user"], one.get("slot"), one.get("value")) for one in report["failed"] + report["not_sent"])
        self.differ("steps done against the provider's own record", self.changes(before, after), done.elements())
        self.same("the count of done", sum(self.changes(before, after).values()), report["done"])
        self.steps += report["done"]
        users, groups = organization.planned(self.provider, staff, Staff(former))
        self.differ("users", users.items(), after[0].items())
        self.differ("groups", groups.items(), after[1].items())
        again = self.call("plan")["targets"]["console"]
        self.differ("a second plan", [one[1:] for one in cannot], [(step[1], step[0], step[3]) for step in listed(again).elements()])

    def call(self, command):
        words = [self.binary, command, "--config", os.path.join(self.folder, "config.toml"), "--json"]
        surroundings = dict(os.environ, ROLECALL_SECRET_CONSOLE=self.provider.token, NO_PROXY="127.0.0.1")
        done = subprocess.run(words, env=surroundings, capture_output=True, timeout=240, stdin=subprocess.DEVNULL)
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise RuntimeError(f"{self.phase}: {command} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')}") from None

    def changes(self, before, after):
        """What became of the provider's content, as steps."""
        steps = collections.Counter()
        for name, user in after[0].items():
            old = before[0].get(name)
            if old is None:
                steps["create", name, None, None] += 1
                old = {"active": True}
            elif any(user.get(key) != old.get(key) for key in ("externalId", "name", "emails", "title")):
                steps["update", name, None, None] += 1
            if user["active"] != old["active"]:
                steps["reactivate" if user["active"] else "suspend", name, None, None] += 1
            for slot, attribute in SLOTS.items():
                compare(steps, name, slot, held(old, attribute), held(user, attribute))
        for group, members in after[1].items():
            if group not in before[1]:
                steps["value", "", "teams", group] += 1
            had = before[1].get(group, [])
            for name in set(had) | set(members):
                compare(steps, name, "teams", [group] if name in had else [], [group] if name in members else [])
        return steps

    def says(self, words):
        self.wrong.append(f"{self.phase}: {words}")

    def same(self, what, want, have):
        if want != have:
            self.says(f"{what}: expected {want}, not {have}")

    def differ(self, what, want, have):
        want, have = collections.Counter(map(repr, want)), collections.Counter(map(repr, have))
        for one in sorted((want - have).elements()):
            self.says(f"{what}: expected {one}")
        for one in sorted((have - want).elements()):
            self.says(f"{what}: not expected {one}")


def held(user, attribute):
    value = user.get(attribute) or []
    return [value] if isinstance(value, str) else value


def compare(steps, name, slot, old, new):
    for value in set(new) - set(old):
        steps["assign", name, slot, value] += 1
    for value in set(old) - set(new):
        steps["unassign", name, slot, value] += 1


def listed(report):
    """The steps of a plan: kind, user, slot, value."""
    steps = collections.Counter()
    for kind, users in report["accounts"].items():
        steps.update((kind, user, None, None) for user in users)
    for kind in ("assign", "unassign"):
        steps.update((kind, one["user"], one["slot"], one["value"]) for one in report[kind])
    steps.update(("value", "", one["slot"], one["value"]) for one in report["values"]["create"])
    return steps
