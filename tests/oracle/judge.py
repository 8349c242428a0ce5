"""Plays one organization through rolecallctl and says where it differs from what the specification gives."""

import datetime
import json
import os
import re
import shutil
import time

from compare import file_differences, list_differences, plan_differences, short, sync_differences, unsorted, untils
from conditions import fold
from effect import ACCOUNTS, effect, holdings, kinds, minus
from explain import explain, misjudged, unexplained
from files import comparable, read_accounts
from interpreter import apply, interpret
from settings import allowed

CONFIG, CANDIDATE, STATES = "config.toml", "candidate.toml", ("config.toml.state", "config.state")


class Judge:
    """One folder with a config.toml, perhaps with a candidate.toml beside it."""

    def __init__(self, engine, folder, off=frozenset()):
        self.engine, self.folder, self.off = engine, folder.rstrip("/"), off
        self.now = datetime.datetime.now(datetime.timezone.utc)
        self.outcome = interpret(os.path.join(folder, CONFIG), self.now)
        self.found, self.features = [], []

    def say(self, where, differences):
        self.found += [f"{where}: {one}" for one in differences]

    def whole(self):
        """The differences; later checks are left out once an earlier one differs."""
        for check in (self.plan, self.explain, self.errors, self.effect, self.run):
            check()
            if self.found:
                break
        return self.found

    def call(self, command, folder, exit_code, *more):
        code, printed, _, err = self.engine.call(command, folder, *more)
        if code != exit_code:
            self.found.append(f"{command}: expected exit {exit_code}, found {code}; {err.strip()[:400] or self.outcome.error}")
        return printed

    def no_state(self, command):
        if any(os.path.exists(os.path.join(self.folder, name)) for name in STATES):
            self.found.append(f"{command}: wrote a state folder")

    # --- before anything is written -----------------------------------------------------------

    def plan(self):
        printed = self.call("plan", self.folder, self.outcome.plan_exit)
        if self.outcome.json is not None:
            self.say("plan", plan_differences(self.outcome.json, printed))
        self.no_state("plan")

    def explain(self):
        if "explain" in self.off or self.outcome.json is None:
            return
        users = [fold(one.user_name) for one in self.outcome.people]
        for person in self.outcome.people:
            if users.count(fold(person.user_name)) == 1:
                printed = self.call("explain", self.folder, 0, person.user_name)
                self.say(f"explain {person.user_name}", self.explanation_differences(person, printed or {}))
        self.no_state("explain")

    def explanation_differences(self, person, printed):
        if printed.get("user") != person.user_name:
            return [f"user is {printed.get('user')!r}"]
        found = []
        trees = {rule["name"]: rule["tree"] for rule in self.outcome.settings.rules}
        for target, wanted in explain(self.outcome, person).items():
            rows = printed.get("targets", {}).get(target, [])
            if [(one["slot"], one["value"]) for one in rows] != sorted((one["slot"], one["value"]) for one in rows):
                found.append(f"{target}: not sorted by slot, value")
            there = {(one["slot"], fold(one["value"])): one for one in rows}
            found += [f"{target}: not expected {short(there[key])[:300]}" for key in there if key not in wanted]
            for key, (value, state, rules) in wanted.items():
                self.features.append(f"explained {state}")
                one = there.get(key)
                if one is None:
                    found.append(f"{target}: expected {key[0]} {value} {state}")
                    continue
                if one["state"] != state:
                    found.append(f"{target}: {key[0]} {value} expected {state}, found {one['state']}; {short(rules)}")
                have = [(each["rule"], each["matches"], each["does"]) for each in one["rules"]]
                if have != rules:
                    found.append(f"{target}: {key[0]} {value} expected rules {short(rules)}, found {short(have)}")
                for each in one["rules"]:
                    lacking = [] if each.get("because") else ["anything"]
                    if each["rule"] in trees:
                        lacking += [] if "paths" in self.off else unexplained(
                            self.outcome, person, trees[each["rule"]], each.get("because", ""))
                        found += [f"{target}: {key[0]} {value}: {each['rule']}: {what}" for what in
                                  misjudged(self.outcome, person, trees[each["rule"]], each.get("because", ""))]
                        self.features.append("clauses judged")
                    found += [f"{target}: {key[0]} {value}: because of {each['rule']} lacks {what}: {each.get('because')}"
                              for what in lacking]
        return found

    def errors(self):
        """Misspelt configurations, laid beside as wrong-N.toml with what they should be told in wrong-N.json."""
        for name in sorted(os.listdir(self.folder)):
            if not name.startswith("wrong-") or not name.endswith(".json"):
                continue
            with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                wrong = json.load(file)
            path = os.path.join(self.folder, name.replace(".json", ".toml"))
            self.features.append(f"misspelt {wrong['kind']}")
            code, _, out, err = self.engine.run("plan", "--config", path, "--json")
            place = f":{wrong['line']}:" + (f"{wrong['column']}:" if wrong.get("column") else "")
            lines = [line for line in err.splitlines() if place in line]
            if code != 1 or out.strip():
                self.found.append(f"{name}: expected exit 1 and no output, found {code}; {err[:300]}")
            elif not any(wrong["bad"] in line and re.search(rf"\b{re.escape(wrong['right'])}\b", line) for line in lines):
                self.found.append(f"{name}: {wrong['kind']} {wrong['bad']} at {place} should suggest {wrong['right']}: {err[:500]}")

    def effect(self):
        path = os.path.join(self.folder, CANDIDATE)
        if "effect" in self.off or self.outcome.json is None or not os.path.exists(path):
            return
        candidate = interpret(path, self.now)
        wanted = effect(self.outcome, candidate)
        self.features += kinds(wanted)
        printed = self.call("rules effect", self.folder, 0, "--with", path)
        self.no_state("rules effect")
        self.say("rules effect", self.effect_differences(wanted, printed))
        self.preview(candidate, printed)

    def effect_differences(self, wanted, printed):
        if not isinstance(printed, dict) or set(printed.get("targets", {})) != set(wanted["targets"]):
            return ["no JSON with the targets on standard output"]
        found = []
        for name, target in wanted["targets"].items():
            have = printed["targets"][name]
            for kind in ACCOUNTS:
                there = have.get("accounts", {}).get(kind)
                found += list_differences(f"{name}.accounts.{kind}", target["accounts"][kind], there)
                found += unsorted(f"{name}.accounts.{kind}", there)
            for key in ("gain", "lose", "without_seat", "held", "seats"):
                found += list_differences(f"{name}.{key}", target[key], have.get(key))
                found += [] if key == "held" else unsorted(f"{name}.{key}", have.get(key))
        if printed.get("summary", {}).get("people") != wanted["summary"]["people"]:
            found.append(f"summary: expected {short(wanted['summary'])}, found {short(printed.get('summary'))}")
        return found

    def preview(self, candidate, printed):
        """What `rules effect` printed is the difference of what the two syncs leave, where none of them holds a step."""
        if self.found or any(entry["held"] for one in (self.outcome, candidate) for entry in one.json["targets"].values()):
            return
        left = []
        for which, one in ((CONFIG, self.outcome), (CANDIDATE, candidate)):
            twin = f"{self.folder}.{which}"
            shutil.copytree(self.folder, twin)
            shutil.copy(os.path.join(self.folder, which), os.path.join(twin, CONFIG))
            self.call("sync", twin, one.sync_exit)
            left.append({name: holdings(one.plans[name], read_accounts(
                os.path.join(twin, os.path.basename(path)), one.slots[name])) for name, path in one.paths.items()})
            shutil.rmtree(twin)
        self.features.append("preview compared with runs")
        for name, target in (printed or {"targets": {}})["targets"].items():
            before, after = left[0][name], left[1][name]
            self.say(f"preview of {name}, gain", list_differences("runs", minus(after, before), target["gain"]))
            self.say(f"preview of {name}, lose", list_differences("runs", minus(before, after), target["lose"]))

    # --- the run and what follows -------------------------------------------------------------

    def run(self):
        outcome = self.outcome
        if outcome.json is None:
            return
        twin = self.folder + ".expected"
        shutil.copytree(self.folder, twin)
        printed = self.call("sync", self.folder, outcome.sync_exit)
        self.say("sync", plan_differences(outcome.json, printed) + sync_differences(outcome, printed or {}))
        apply(interpret(os.path.join(twin, CONFIG), self.now))
        for name, path in outcome.paths.items():
            mine = comparable(read_accounts(os.path.join(twin, os.path.basename(path)), outcome.slots[name]))
            try:
                theirs = comparable(read_accounts(path, outcome.slots[name]))
            except Exception as error:
                self.found.append(f"accounts of {name} cannot be read back: {error}")
                continue
            self.say(f"accounts of {name}", file_differences(mine, theirs))
            users = list(theirs)
            if len(outcome.plans[name].steps) > len(outcome.not_sent[name]) and users not in (
                    sorted(users), sorted(users, key=fold)):
                self.found.append(f"accounts of {name}: rows are not by userName")
        if not self.found:
            self.afterwards(twin, untils(printed))
        shutil.rmtree(twin, ignore_errors=True)

    def afterwards(self, twin, memory):
        """The second plan; where something waits, it still waits for the same instant."""
        if memory:
            time.sleep(1.05)
        second = interpret(os.path.join(twin, CONFIG), since=self.outcome.since)
        begun = datetime.datetime.now(datetime.timezone.utc)
        printed = self.call("plan", self.folder, second.plan_exit)
        self.say("second plan", plan_differences(second.json, printed))
        self.remembered("second plan", second, memory, begun, printed)
        if memory and not self.found:
            self.cancelled(twin, second, memory)

    def remembered(self, where, outcome, memory, begun, printed):
        """Who still waits, waits until what the run said; whose wait begins anew, from the call on."""
        there = untils(printed)
        for name, entry in outcome.json["targets"].items():
            for one in entry["pending"]:
                key = (name, one["user"], one["slot"], one["value"])
                if one["days"] is None and there.get(key) != memory.get(key):
                    self.found.append(f"{where}: {key} waits until {there.get(key)}, but the run said {memory.get(key)}")
                begin = (begun + datetime.timedelta(days=one["days"] or 0)).strftime("%Y-%m-%dT%H:%M:%SZ")
                if one["days"] is not None and key in memory and not (there.get(key) or "") >= begin:
                    self.found.append(f"{where}: {key} waits until {there.get(key)}, though the wait begun before was cancelled")

    def cancelled(self, twin, second, memory):
        """Someone who waits is given the value again for one run; then the wait begins anew, and theirs alone."""
        given = next((one for one in self.waiting(second)), None)
        if given is None:
            return
        self.features.append("wait cancelled")
        target, user, slot, value = given
        many = second.slots[target][slot].get("many")
        quoted = json.dumps([value] if many else value, ensure_ascii=False)
        exception = (f'\n[[exception]]\nuser = {json.dumps(user, ensure_ascii=False)}\nreason = "again"\n'
                     f"assign.{json.dumps(target)} = {{ {slot} = {quoted} }}\n")
        paths = [os.path.join(one, CONFIG) for one in (twin, self.folder)]
        with open(paths[0], encoding="utf-8") as file:
            saved = file.read()
        head, mark, tail = saved.partition("\n[[rule]]")
        for path in paths:
            with open(path, "w", encoding="utf-8") as file:
                file.write(head + exception + mark + tail)
        again = interpret(paths[0], since=second.since)
        printed = self.call("sync", self.folder, again.sync_exit)
        self.say("sync with the value wanted again", plan_differences(again.json, printed))
        apply(again)
        for path in paths:
            with open(path, "w", encoding="utf-8") as file:
                file.write(saved)
        third = interpret(paths[0], since=again.since)
        begun = datetime.datetime.now(datetime.timezone.utc)
        printed = self.call("plan", self.folder, third.plan_exit)
        self.say("plan after a cancelled wait", plan_differences(third.json, printed))
        self.remembered("plan after a cancelled wait", third, memory, begun, printed)

    def waiting(self, outcome):
        """(target, user, slot, value) of pending values that an exception can give again."""
        for name, plan in outcome.plans.items():
            for one in plan.pending:
                person = next((case.person for case in plan.cases if case.user == one["user"]), None)
                slot = plan.slots.get(one["slot"])
                if person and person.active and slot and allowed(slot, one["value"]) and "{" not in one["value"]:
                    yield name, one["user"], one["slot"], one["value"]
