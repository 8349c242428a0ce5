"""People, their groups and what rules and exceptions give them."""

import re

from conditions import fold, segments
from settings import allowed


def flatten(source):
    """Gives every person of a source their groups; returns the names of all groups and org units."""
    prefix = source.directory.get("org_unit_prefix", "OU-")
    display, parents, units = {}, {}, set()
    rows = source.nesting()
    by_user = {}
    for person in source.people:
        by_user.setdefault(fold(person.user_name), []).append(person)
        person.direct, person.above = set(), set()
    for group, _, _ in rows:
        display.setdefault(fold(group), group)
    for person in source.people:
        for group in person.listed_groups:
            display.setdefault(fold(group), group)
            person.direct.add(fold(group))
        if person.org_unit:
            path = [part for part in person.org_unit.split("/") if part]
            for depth in range(len(path) + 1):
                unit = "/" + "/".join(path[:depth])
                units.add(tuple(segments(unit)))
                display.setdefault(fold(prefix + unit), prefix + unit)
                (person.direct if depth == len(path) else person.above).add(fold(prefix + unit))
    for group, member, kind in rows:
        if kind.lower() == "user":
            for person in by_user.get(fold(member), []):
                person.direct.add(fold(group))
        elif fold(member) in display:
            parents.setdefault(fold(member), set()).add(fold(group))
    members = {}
    for member, above in parents.items():
        for group in above:
            members.setdefault(group, set()).add(member)
    for unit in units:
        name = fold(prefix + "/" + "/".join(unit))
        if unit:
            members.setdefault(fold(prefix + "/" + "/".join(unit[:-1])), set()).add(name)
    for person in source.people:
        person.source_members = members  # group -> the groups that are its members
        reached, todo = set(), list(person.direct | person.above)
        while todo:
            for parent in parents.get(todo.pop(), ()):
                if parent not in reached:
                    reached.add(parent)
                    todo.append(parent)
        everything = person.direct | person.above | reached
        person.groups = [(display[name], name in person.direct) for name in sorted(everything)]
    return set(display), units


def find_duplicates(people):
    """Marks who shares an id, userName or e-mail with whom."""
    keys = {}
    for person in people:
        person.keys = {(person.source, "id", fold(person.id)), ("", "userName", fold(person.user_name))}
        if person.email:
            person.keys.add(("", "email", fold(person.email)))
        for key in person.keys:
            keys.setdefault(key, []).append(person)
    for person in people:
        others = {id(one): one for key in person.keys for one in keys[key] if one is not person}.values()
        if any(one.source == person.source for one in others):
            person.duplicate = "duplicate_in_source"
        elif any(one.source < person.source for one in others):
            person.duplicate = "duplicate_across_directories"


def unverified(person, directory):
    """Whether the person's address lies outside the verified domains of their directory."""
    if not directory.get("check_domains", True):
        return False
    address = person.email or person.user_name
    domain = fold(address.rpartition("@")[2]) if "@" in address else None
    return domain not in {fold(one["name"]) for one in directory.get("domains", []) if one.get("verified")}


def expand(value, person):
    """A value as it is, or the values that a template gives for the person."""
    hit = re.search(r"\{([^{}]*)\}", value)
    if not hit:
        return [value]
    inner = hit.group(1)
    if inner.lower().startswith("groups.display"):
        prefix = fold(inner.partition(":")[2])
        found = [name for name, _ in person.groups if fold(name).startswith(prefix)]
    else:
        low = {"emails": "emails.value"}.get(inner.lower(), inner.lower())
        found = person.cells.get(low)
        if found is None:
            found = [str(one) for one in person.attrs.get(low, [])]
        if low in person.invalid:
            found = []
    return [value[: hit.start()] + one + value[hit.end():] for one in found]


class Speaker:
    """A rule or an exception that applies to a person."""

    def __init__(self, name, position, table):
        self.name, self.position, self.table = name, position, table

    def assigned(self, target, slot):
        return self.table.get("assign", {}).get(target, {}).get(slot)

    def withheld(self, target, slot, person):
        values = self.table.get("withhold", {}).get(target, {}).get(slot, [])
        return {fold(one) for value in values for one in expand(value, person)}


class Desire:
    """What one person is to have in one slot."""

    def __init__(self):
        self.values = {}  # folded value -> (value, rules, position)
        self.decided = False  # slot of one: somebody spoke
        self.decider = []


def speakers(settings, person):
    """Exceptions in force, then enabled matching rules from #1 down."""
    if not person.active:
        return []
    found = []
    for one in settings.exceptions:
        until = one.get("until")
        if fold(one["user"]) == fold(person.user_name) and (until is None or settings.now.date() <= until):
            found.append(Speaker(None, -1, one))
    for position, rule in enumerate(settings.rules):
        if rule.get("enabled", True) and settings.asker.holds(rule["tree"], person):
            found.append(Speaker(rule["name"], position, rule))
    return found


def resolve(settings, person, target):
    """The person's Desire for each slot of the target."""
    said = speakers(settings, person)
    return {name: (many if slot.get("many") else one)(said, person, target, slot)
            for name, slot in settings.slots[target].items()}


def one(said, person, target, slot):
    desire, withheld = Desire(), set()
    for speaker in said:
        withheld |= speaker.withheld(target, slot["name"], person)
        value = speaker.assigned(target, slot["name"])
        if value is None or (value and fold(value) in withheld):
            continue
        desire.decided = True
        desire.decider = [speaker.name] if speaker.name else []
        if value:
            desire.values[fold(value)] = (value, desire.decider, speaker.position)
        break
    return desire


def many(said, person, target, slot):
    desire, decided = Desire(), {}
    for speaker in said:
        for low in speaker.withheld(target, slot["name"], person):
            decided.setdefault(low, None)
        for value in speaker.assigned(target, slot["name"]) or []:
            for one in expand(value, person):
                if allowed(slot, one):
                    decided.setdefault(fold(one), (one, speaker.position))
    for low, gift in decided.items():
        if gift:
            desire.values[low] = (gift[0], rules_for(said, person, target, slot, low), gift[1])
    return desire


def rules_for(said, person, target, slot, low):
    """Slot of many: the rules that assign the value above its first matching withhold."""
    names = []
    for speaker in said:
        if low in speaker.withheld(target, slot["name"], person):
            break
        given = [one for value in speaker.assigned(target, slot["name"]) or [] for one in expand(value, person)]
        if low in {fold(one) for one in given} and speaker.name:
            names.append(speaker.name)
    return names


def broken_tests(settings, people):
    """How many rule tests do not hold."""
    count = 0
    for test in settings.rule_tests:
        person = next((one for one in people if fold(one.user_name) == fold(test["user"])), None)
        count += person is None or not all(
            holds(settings, person, target, expect) for target, expect in test["expect"].items())
    return count


def holds(settings, person, target, expect):
    desires = resolve(settings, person, target)
    if expect == "no account":
        return not any(desire.values for desire in desires.values())
    for slot, values in expect.items():
        wanted = {fold(one) for one in (values if isinstance(values, list) else [values]) if one}
        if wanted != set(desires[slot].values):
            return False
    return True
