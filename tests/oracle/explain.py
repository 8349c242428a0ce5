"""Why a person has or lacks each value: states and rules, as `explain --json` is to give them."""

import json
import re

from conditions import fold
from resolve import Speaker, expand
from settings import allowed


def in_scope(person):
    """Rules see active people only, and nobody whom a directory above owns."""
    return person.active and person.duplicate != "duplicate_across_directories"


def voices(settings, person):
    """(name, whether it applies, speaker) of the exceptions in force and all enabled rules, highest first."""
    found, seen = [], in_scope(person)
    for one in settings.exceptions:
        until = one.get("until")
        if fold(one["user"]) == fold(person.user_name) and (until is None or settings.now.date() <= until):
            found.append((f"exception: {one['reason']}", seen, Speaker(None, -1, one)))
    for position, rule in enumerate(settings.rules):
        if rule.get("enabled", True):
            applies = seen and settings.asker.holds(rule["tree"], person)
            found.append((rule["name"], applies, Speaker(rule["name"], position, rule)))
    return found


def says(speaker, person, target, slot):
    """(folded value -> (value, what it does), what it does to every other value of a slot of one)."""
    withheld = speaker.table.get("withhold", {}).get(target, {}).get(slot["name"], [])
    given = speaker.assigned(target, slot["name"])
    found, other = {}, None
    if slot.get("many"):
        for value in given or []:
            for one in expand(value, person):
                if allowed(slot, one):
                    found[fold(one)] = (one, "assigns")
    elif given is not None:
        other = "assigns another value" if given else "assigns none"
        if given:
            found[fold(given)] = (given, "assigns")
    for value in withheld:
        for one in expand(value, person):
            if allowed(slot, one):
                found[fold(one)] = (one, "withholds")
    return found, other


def explain(outcome, person):
    """target -> {(slot, folded value): (value, state, [(rule, matches, does)])}."""
    return {name: explain_target(outcome, plan, person) for name, plan in outcome.plans.items()}


def explain_target(outcome, plan, person):
    found, heard = {}, voices(outcome.settings, person)
    account = plan.account_of.get(id(person))
    case = next((one for one in plan.cases if one.person is person), None)
    for name, slot in plan.slots.items():
        speeches = [(rule, applies) + says(speaker, person, plan.name, slot) for rule, applies, speaker in heard]
        values = {}
        for _, _, named, _ in speeches:
            for low, (value, _) in named.items():
                values.setdefault(low, value)
        for value in account.held[name] if account else []:
            values[fold(value)] = value
        for low, value in values.items():
            rules = [(rule, applies, named[low][1] if low in named else other)
                     for rule, applies, named, other in speeches if low in named or other]
            found[name, low] = (value, state(plan, person, case, account, slot, low, rules), rules)
    return found


def state(plan, person, case, account, slot, low, rules):
    name = slot["name"]
    if case and any((case, kind, name, value) in plan.held_steps for kind, where, value in case.steps()
                    if where == name and fold(value) == low):
        return "held"
    if any(one["user"] == person.user_name and one["slot"] == name and fold(one["value"]) == low for one in plan.without):
        return "without_seat"
    if in_scope(person) and low in plan.desires_of(person)[name].values:
        return "granted"
    taken = case and (name, low) in case.unassigns
    if account and account.holds(name, low) and not account.is_managed(name, low) and not taken:
        return "unmanaged"
    matching = [does for _, applies, does in rules if applies]
    if "withholds" in matching:
        first = next(does for does in matching if does in ("withholds", "assigns"))
        return "suppressed" if first == "assigns" else "withheld"
    return "suppressed" if "assigns" in matching else "not_granted"


def unexplained(outcome, person, tree, because):
    """What `because` should name of a condition and does not: the person's own values, the path to a group."""
    if tree[0] in ("and", "or"):
        return unexplained(outcome, person, tree[1], because) + unexplained(outcome, person, tree[2], because)
    if tree[0] == "not":
        return unexplained(outcome, person, tree[1], because)
    _, path, inner, op, literal = tree
    name = outcome.settings.asker.plain(path)
    if name == "groups.display":
        return [] if inner or op not in ("eq", "in") else unexplained_groups(
            person, [str(one) for one in (literal if op == "in" else [literal])], because)
    return [f"the value {one!r} of {path}" for one in own_values(outcome, person, name)[:1]
            if one not in because and json.dumps(one, ensure_ascii=False)[1:-1] not in because]


def leaves(tree):
    if tree[0] in ("and", "or"):
        return leaves(tree[1]) + leaves(tree[2])
    return leaves(tree[1]) if tree[0] == "not" else [tree]


def misjudged(outcome, person, tree, because):
    """Clauses whose `yes` or `no` is wrong; nothing where the reason does not give one for each, in their order."""
    said = re.findall(r"\): (yes|no)(?=; |$)", because)
    clauses = leaves(tree)
    if len(said) != len(clauses):
        return []
    wanted = ["yes" if outcome.settings.asker.holds(one, person) else "no" for one in clauses]
    return [f"{one[1]} {one[3]} should be {want}, is {have}" for one, want, have in zip(clauses, wanted, said) if want != have]


def own_values(outcome, person, name):
    if name in person.invalid:
        return []
    return person.cells.get(name) or [
        ("true" if one else "false") if isinstance(one, bool) else str(one) for one in person.attrs.get(name, [])]


def below(members, group):
    """The groups that lead to a group, itself left out."""
    seen, todo = set(), [group]
    while todo:
        for one in members.get(todo.pop(), ()):
            if one not in seen:
                seen.add(one)
                todo.append(one)
    return seen - {group}


def unexplained_groups(person, wanted, because):
    """For a group the person is in by others: one of those that lead there must be named, as must the group."""
    mine = {fold(name): (name, direct) for name, direct in person.groups}
    missing = []
    for low in {fold(one) for one in wanted} & set(mine):
        name, direct = mine[low]
        if fold(name) not in fold(because):
            missing.append(f"the group {name}")
        ways = [mine[one][0] for one in below(person.source_members, low) if one in mine]
        ways += [person.org_unit] * (fold(name) in person.above)
        if not direct and not any(fold(way) in fold(because) for way in ways):
            missing.append(f"a group through which the person is in {name} (one of {ways})")
    return missing


__all__ = ["explain", "misjudged", "unexplained"]
