"""The plan of one csv target: steps, guards, seats, and the accounts after it."""

import datetime

from conditions import fold
from files import Account
from resolve import resolve, rules_for, speakers, unverified


class Case:
    """One person or account with what is planned for it."""

    def __init__(self, person, account):
        self.person, self.account = person, account
        self.user = person.user_name if person else account.user_name
        self.create = self.update = self.suspend = self.reactivate = self.adopt = False
        self.assigns = {}    # (slot, folded value) -> (value, rules, position)
        self.unassigns = {}  # (slot, folded value) -> (value, rules, managed)
        self.desires, self.gives, self.suspension_waits = {}, False, False

    def steps(self):
        found = [(kind, "", "") for kind in ("create", "update", "suspend", "reactivate", "adopt")
                 if getattr(self, kind)]
        found += [("assign", slot, value[0]) for (slot, _), value in self.assigns.items()]
        return found + [("unassign", slot, value[0]) for (slot, _), value in self.unassigns.items()]

    def partner(self, slot):
        """Steps that are sent as one call with an unassign in a slot of one."""
        return [("assign", name, value[0]) for (name, _), value in self.assigns.items() if name == slot]


class TargetPlan:
    """Works out one target from people, accounts and settings."""

    def __init__(self, settings, target, people, accounts, source_facts, since=None):
        """since: (account, slot, folded value) -> when a run first found the removal due."""
        self.settings, self.target, self.name = settings, target, target["name"]
        self.slots = settings.slots[self.name]
        self.people, self.accounts, self.facts = people, accounts, source_facts
        self.policy = target.get("unmanaged", "leave")
        self.cases, self.failures, self.held, self.held_steps = [], [], [], set()
        self.without, self.seats, self.orphans, self.features = [], [], [], []
        self.since, self.pending, self.waiting = since or {}, [], {}
        self.match()
        self.decide()
        self.wait()
        self.keep_last_administrators()
        self.new_values = self.created_values()
        self.guard()
        self.share_seats()
        self.new_values = self.created_values()
        self.steps = [(case,) + step for case in self.cases for step in case.steps()]
        self.steps += [(None, "value", slot, value) for slot, value in self.new_values]

    def note(self, feature):
        self.features.append(feature)

    # --- who is who -------------------------------------------------------------------------

    def match(self):
        owners = [one for one in self.people if not one.duplicate] + [one for one in self.people if one.duplicate]
        by_name = {}
        for one in owners:
            by_name.setdefault(fold(one.user_name), one)
        self.account_of, self.person_of = {}, {}
        for account in self.accounts:
            person = by_name.get(fold(account.user_name))
            if person:
                self.account_of[id(person)] = account
                self.person_of[id(account)] = person
        claimed = {fold(one.email) for one in owners if id(one) in self.account_of and one.email}
        for account in self.accounts:
            if id(account) in self.person_of or not account.email or fold(account.email) in claimed:
                continue
            for person in owners:
                if id(person) not in self.account_of and person.email and fold(person.email) == fold(account.email):
                    self.account_of[id(person)] = account
                    self.person_of[id(account)] = person
                    self.note("matched by e-mail")
                    break

    def protected(self, person, account):
        tree = self.target["guarded"]
        if tree is None:
            return False
        if person and self.settings.asker.holds(tree, person):
            return True
        if account is None:
            return False
        stand_in = type("StandIn", (), {"groups": [], "attrs": {
            "username": [account.user_name], "active": [account.active],
            "emails.value": [account.email] if account.email else []}})
        return self.settings.asker.holds(tree, stand_in)

    def fail(self, cause, person):
        self.failures.append({"cause": cause, "user": person.user_name})
        self.note(cause)

    def decide(self):
        for person in self.people:
            account = self.account_of.get(id(person))
            if self.protected(person, account):
                self.note("protected person")
                continue
            for _ in person.invalid:
                self.fail("attribute_invalid", person)
            if person.duplicate:
                self.fail(person.duplicate, person)
                continue
            self.decide_person(person, account)
        for account in self.accounts:
            if id(account) in self.person_of:
                continue
            if self.protected(None, account):
                self.note("protected account")
            elif account.managed:
                self.take_away(Case(None, account))
            elif self.policy == "report" and account.active:
                self.orphans.append(account.user_name)
                self.note("orphan")

    def decide_person(self, person, account):
        desires = resolve(self.settings, person, self.name)
        wants = any(desire.values for desire in desires.values())
        case = Case(person, account)
        case.desires, case.gives = desires, wants
        if not wants:
            if account and account.managed:
                self.take_away(case)
            return
        if unverified(person, self.settings.directories[person.source]):
            return self.fail("domain_not_verified", person)
        if account is None:
            case.create = True
        elif not account.managed:
            if self.policy != "adopt":
                return self.fail("account_exists", person)
            if not account.active:
                return self.fail("suspended_elsewhere", person)
            case.adopt = True
        else:
            case.reactivate = not account.active
            case.adopt = self.policy == "adopt" and any(
                account.holds(slot, gift[0]) and not account.is_managed(slot, gift[0])
                for slot, desire in desires.items() for gift in desire.values.values())
            spelled = account.user_name == person.user_name and (not person.email or account.email == person.email)
            case.update = not spelled and not case.adopt
        for slot, desire in desires.items():
            self.compare(case, slot, desire)
        self.cases.append(case)

    def desires_of(self, person):
        """What the rules give the person, whatever stands in the way."""
        return resolve(self.settings, person, self.name)

    def compare(self, case, slot, desire):
        account = case.account
        for low, gift in desire.values.items():
            if account is None or not account.holds(slot, gift[0]):
                case.assigns[slot, low] = gift
        if account is None:
            return
        many = self.slots[slot].get("many")
        for value in account.held[slot]:
            managed = account.is_managed(slot, value)
            if fold(value) in desire.values:
                continue
            if managed or (not many and desire.decided):
                rules = self.rules_of(case, slot, value)
                case.unassigns[slot, fold(value)] = (value, rules, managed)

    def rules_of(self, case, slot, value):
        """What `rules` says for a value that is taken away."""
        if case.person is None or not case.desires:
            return []
        if not self.slots[slot].get("many"):
            return case.desires[slot].decider
        said = speakers(self.settings, case.person)
        return rules_for(said, case.person, self.name, self.slots[slot], fold(value))

    def take_away(self, case):
        """No value in this target: suspend, and take the managed values."""
        account = case.account
        case.suspend = account.active
        for slot in self.slots:
            for value in account.held[slot]:
                if account.is_managed(slot, value):
                    case.unassigns[slot, fold(value)] = (value, self.rules_of(case, slot, value), True)
        self.cases.append(case)
        self.note("suspend" if account.active else "values of a suspended account" if case.unassigns else "at rest")

    # --- grace --------------------------------------------------------------------------------

    def days(self, slot):
        return int(self.slots[slot].get("grace", "0d")[:-1])

    def over(self, case, slot, value, days):
        """Whether a wait is over; if not, the removal is pending."""
        key = (fold(case.account.user_name), slot, fold(value))
        first = self.since.get(key, self.settings.now)
        until = first + datetime.timedelta(days=days)
        if self.settings.now >= until:
            return True
        self.waiting[key] = first
        self.pending.append({"user": case.user, "slot": slot, "value": value, "until": until,
                             "days": None if key in self.since else days})
        return False

    def wait(self):
        """Removals and suspensions whose grace is not over are no steps."""
        for case in self.cases:
            if case.account is None:
                continue
            whole = False
            if case.suspend:
                days = [self.days(slot) for slot in self.slots for value in case.account.held[slot]
                        if case.account.is_managed(slot, value)]
                whole = self.over(case, "accounts", "", max(days, default=0))
                case.suspend, case.suspension_waits = whole, not whole
                if not whole:
                    self.note("pending suspension" + (", other values go first" if 0 in days else ""))
            for (slot, low), (value, _, managed) in list(case.unassigns.items()):
                replaced = not self.slots[slot].get("many") and case.gives and case.desires[slot].decided
                if managed and not whole and not replaced and not self.over(case, slot, value, self.days(slot)):
                    del case.unassigns[slot, low]
                    self.note("pending value")
                elif replaced and self.days(slot):
                    self.note("replaced at once in spite of grace")

    # --- protection, values, guards, seats ----------------------------------------------------

    def keep_last_administrators(self):
        planned = {id(case.account): case for case in self.cases if case.account}
        for name, slot in self.slots.items():
            for value in slot.get("administrators", []):
                holders = [one for one in self.accounts if one.active and one.holds(name, value)]
                losers = [planned[id(one)] for one in holders if id(one) in planned and (
                    planned[id(one)].suspend or (name, fold(value)) in planned[id(one)].unassigns)]
                if not holders or len(losers) < len(holders):
                    continue
                keeper = min(losers, key=lambda case: fold(case.account.user_name))
                keeper.suspend = False
                keeper.unassigns.pop((name, fold(value)), None)
                if not slot.get("many"):
                    for key in [key for key in keeper.assigns if key[0] == name]:
                        del keeper.assigns[key]
                self.note("last administrator kept")

    def created_values(self):
        found = {}
        for name, slot in self.slots.items():
            if slot.get("create_values"):
                there = {fold(value["name"]) for value in slot.get("values", [])}
                there |= {fold(value) for account in self.accounts for value in account.held[name]}
                for case in self.cases:
                    for (where, low), gift in case.assigns.items():
                        if where == name and low not in there:
                            found.setdefault((name, low), gift[0])
        return sorted((slot, value) for (slot, _), value in found.items())

    def limit(self, base):
        table = self.target.get("removals", {})
        share = base * table.get("percent", 10) // 100
        return min(table.get("count", 200), max(table.get("at_least", 5), share))

    def hold(self, guard, slot, steps, count=None, **more):
        self.held_steps |= steps
        self.held.append({"guard": guard, "slot": slot, "steps": len(steps) if count is None else count, **more})
        self.note(f"guard {guard}" + (" on a value" if "value" in more else " on accounts" if slot == "accounts" else ""))

    def suspension(self, case):
        return {(case,) + step for step in case.steps() if step[0] in ("suspend", "unassign")}

    def taken(self, case, slot, value):
        found = {(case, "unassign", slot, value)}
        if not self.slots[slot].get("many"):
            found |= {(case,) + step for step in case.partner(slot)}
        return found

    def guard(self):
        self.guard_removals()
        suspended = [case for case in self.cases if case.suspend]
        ordinary = [(case, slot, gift[0]) for case in self.cases if not case.suspend
                    for (slot, _), gift in case.unassigns.items()]
        join = lambda sets: set().union(*sets)
        base = [one for one in self.accounts if one.managed and one.active]
        gone = [one for one in base if id(one) not in self.person_of]
        shrunk = self.facts["nobody"] or self.facts["truncated"] or len(gone) > max(5, len(base) * 0.2)
        absent = [case for case in suspended if case.person is None]
        before = [one for one in ordinary if one[0].person is None and one[0].suspension_waits]
        named = self.facts["unknown_name"].get(self.name)
        everything = {(case,) + step for case in self.cases for step in case.steps()}
        everything |= {(None, "value", slot, value) for slot, value in self.new_values}
        guards = {
            "source_shrunk": join(map(self.suspension, suspended)) | join(self.taken(*one) for one in ordinary)
            if shrunk else set(),
            "bad_rows": join(map(self.suspension, absent)) | join(self.taken(*one) for one in before)
            if self.facts["bad_rows"] else set(),
            "unknown_name": join(map(self.suspension, suspended)) | join(
                self.taken(*one) for one in ordinary if one[1] in named) if named is not None else set(),
            "rule_test": everything if self.facts["broken_tests"] else set(),
        }
        for guard, steps in guards.items():
            if steps:
                self.hold(guard, "*", steps)

    def guard_removals(self):
        accounts = [one for one in self.accounts if one.managed and one.active]
        suspended = [case for case in self.cases if case.suspend]
        limit = self.limit(len(accounts))
        if len(suspended) > limit:
            steps = set().union(*map(self.suspension, suspended))
            self.hold("removals", "accounts", steps, len(suspended), limit=limit)
        for slot in self.slots:
            there = [fold(value) for one in accounts for value in one.held[slot] if one.is_managed(slot, value)]
            taken = [(case, gift[0]) for case in self.cases if not case.suspend
                     for (name, _), gift in case.unassigns.items() if name == slot and gift[2]]
            groups = {None: taken}
            for case, value in taken:
                groups.setdefault(fold(value), []).append((case, value))
            for low, members in groups.items():
                limit = self.limit(len(there) if low is None else there.count(low))
                if len(members) > limit:
                    steps = set().union(*(self.taken(case, slot, value) for case, value in members))
                    more = {"limit": limit} if low is None else {"limit": limit, "value": members[0][1]}
                    self.hold("removals", slot, steps, len(members), **more)

    def share_seats(self):
        limited = [(slot, value) for slot in self.slots for value in self.slots[slot].get("values", [])
                   if "seats" in value]
        lost = set()
        while True:
            entries, again = [], set()
            for slot, value in limited:
                low = fold(value["name"])
                used = sum(one.holds(slot, value["name"]) for one in self.accounts)
                freed = sum(self.frees(case, slot, low, lost) for case in self.cases)
                needy = sorted((case for case in self.cases if (slot, low) in case.assigns),
                               key=lambda case: (case.assigns[slot, low][2], fold(case.user)))
                short = max(0, len(needy) - max(0, value["seats"] - used + freed))
                again |= {(case, slot, low) for case in needy[len(needy) - short:]}
                entries.append({"slot": slot, "value": value["name"], "seats": value["seats"], "used": used,
                                "freed": freed, "needed": len(needy), "short": short})
            if again == lost:
                break
            lost = again
        self.seats = entries
        for case, slot, low in lost:
            value = case.assigns.pop((slot, low))[0]
            self.without.append({"user": case.user, "slot": slot, "value": value})
            self.note("without seat")
            if not self.slots[slot].get("many"):
                for key in [key for key in case.unassigns if key[0] == slot]:
                    del case.unassigns[key]
                    self.note("keeps for want of a seat")
        for case in self.cases:
            keeps = case.account and any(
                case.account.holds(slot, gift[0])
                for slot, desire in case.desires.items() for gift in desire.values.values())
            if (case.create or case.reactivate) and not case.assigns and not keeps:
                case.create = case.reactivate = case.update = False
                self.note("no account for want of a seat")

    def frees(self, case, slot, low, lost):
        gift = case.unassigns.get((slot, low))
        if gift is None or (case, "unassign", slot, gift[0]) in self.held_steps:
            return False
        return self.slots[slot].get("many") or not any(one is case and name == slot for one, name, _ in lost)

    # --- what is printed and what is left -------------------------------------------------------

    def report(self):
        """The target's entry in the JSON of `plan`."""
        kinds = {kind: sorted(case.user for case in self.cases if getattr(case, kind))
                 for kind in ("create", "update", "suspend", "reactivate", "adopt")}
        order = lambda one: (one.get("user", ""), one["slot"], one["value"])
        rows = lambda field: sorted(
            ({"user": case.user, "slot": slot, "value": gift[0], "rules": gift[1]}
             for case in self.cases for (slot, _), gift in getattr(case, field).items()), key=order)
        return {
            "accounts": kinds,
            "values": {"create": [{"slot": slot, "value": value} for slot, value in self.new_values]},
            "assign": rows("assigns"), "unassign": rows("unassigns"),
            "held": self.held, "seats": sorted(self.seats, key=order), "without_seat": sorted(self.without, key=order),
            "pending": sorted(self.pending, key=order), "orphans": sorted(self.orphans),
            "failures": sorted(self.failures, key=lambda one: (one["user"], one["cause"])),
        }

    def remembered(self):
        """What a run keeps for the next plan's waits."""
        renamed = {fold(case.account.user_name): fold(case.person.user_name) for case in self.cases
                   if case.account and case.person and any((case, kind, "", "") not in self.held_steps
                                                           for kind in ("update", "adopt") if getattr(case, kind))}
        return {(renamed.get(key[0], key[0]),) + key[1:]: first for key, first in self.waiting.items()}

    def not_sent(self):
        """(user, step, slot, value) of the steps that are held."""
        return sorted((step[0].user if step[0] else "",) + step[1:] for step in self.steps if step in self.held_steps)

    def after(self):
        """The accounts as a sync leaves them."""
        kept = {id(one): one.copy() for one in self.accounts}
        for case, kind, slot, value in sorted(
                (step for step in self.steps if step not in self.held_steps), key=lambda step: step[1] == "assign"):
            if kind == "value":
                continue
            one = kept.get(id(case.account) if case.account else id(case))
            if kind == "create":
                one = kept[id(case)] = Account()
                one.active = one.managed = True
                one.held, one.unmanaged = {name: [] for name in self.slots}, set()
                one.extra = {key: "" for key in (self.accounts[0].extra if self.accounts else {})}
            if kind in ("create", "update", "adopt"):
                one.user_name = case.person.user_name
                one.email = case.person.email or (one.email if kind != "create" else "")
            if kind in ("suspend", "reactivate"):
                one.active = kind == "reactivate"
            if kind == "adopt":
                self.adopt(case, one)
            if kind == "assign":
                one.held[slot].append(value)
                one.unmanaged.discard((slot, fold(value)))
            if kind == "unassign":
                one.held[slot] = [have for have in one.held[slot] if fold(have) != fold(value)]
                one.unmanaged.discard((slot, fold(value)))
        return list(kept.values())

    def adopt(self, case, one):
        if not one.managed:
            one.managed = True
            one.unmanaged = {(slot, fold(value)) for slot in self.slots for value in one.held[slot]}
        for slot, desire in case.desires.items():
            one.unmanaged -= {(slot, low) for low in desire.values}
