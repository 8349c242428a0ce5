"""What candidate rules would change against the saved ones: the state after each one's run, all held steps done."""

from conditions import fold

ACCOUNTS = ("create", "suspend", "reactivate", "adopt")


def end(plan):
    """(user, slot, folded value) -> value, of everybody once every step of the plan is done, held ones too."""
    found = {}
    cases = {id(case.account): case for case in plan.cases if case.account}
    for account in plan.accounts:
        case = cases.get(id(account))
        person = plan.person_of.get(id(account))
        user = person.user_name if person else account.user_name
        for slot in plan.slots:
            for value in account.held[slot]:
                if case is None or (slot, fold(value)) not in case.unassigns:
                    found[user, slot, fold(value)] = value
    for case in plan.cases:
        for (slot, low), gift in case.assigns.items():
            found[case.user, slot, low] = gift[0]
    return found


def minus(one, other):
    return sorted(({"user": key[0], "slot": key[1], "value": value} for key, value in one.items() if key not in other),
                  key=lambda row: (row["user"], row["slot"], row["value"]))


def effect(saved, candidate):
    """The expected JSON of `rules effect`, from the outcomes of the two configurations."""
    targets = {}
    for name, after in candidate.plans.items():
        before = saved.plans[name]
        mine, theirs = candidate.json["targets"][name], saved.json["targets"][name]
        row = lambda one: (one["user"], one["slot"], one["value"])
        known = {row(one) for one in theirs["without_seat"]}
        targets[name] = {
            "accounts": {kind: sorted(set(mine["accounts"][kind]) - set(theirs["accounts"][kind])) for kind in ACCOUNTS},
            "gain": minus(end(after), end(before)), "lose": minus(end(before), end(after)),
            "without_seat": [one for one in mine["without_seat"] if row(one) not in known],
            "held": mine["held"], "seats": mine["seats"],
        }
    touched = {user for target in targets.values() for users in target["accounts"].values() for user in users}
    touched |= {one["user"] for target in targets.values() for key in ("gain", "lose", "without_seat") for one in target[key]}
    return {"targets": targets, "summary": {"people": len(touched)}}


def kinds(wanted):
    """Which parts of an expected effect say something, as features."""
    return [f"effect {kind}" for target in wanted["targets"].values()
            for part in (target["accounts"], target) for kind, found in part.items() if found and kind != "accounts"]


def holdings(plan, accounts):
    """(user, slot, folded value) of accounts read back after a run; users as `effect` names them."""
    by_key = {}
    for account in plan.accounts:
        person = plan.person_of.get(id(account))
        by_key[fold(account.user_name)] = person.user_name if person else account.user_name
    for person in plan.people:
        if not person.duplicate:
            by_key[fold(person.user_name)] = person.user_name
    return {(by_key.get(fold(one.user_name), one.user_name), slot, fold(value)): value
            for one in accounts for slot in plan.slots for value in one.held[slot]}
