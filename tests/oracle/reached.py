"""Which features the random organizations are to reach, and the table of those they did."""

STATES = ("granted", "suppressed", "withheld", "not_granted", "without_seat", "held", "unmanaged")
POLICIES = ("leave", "report", "adopt")

LISTED = {
    "conditions": [f"operator {op}" for op in "eq ne co sw ew pr gt ge lt le and or not in re".split()] + [
        "orgUnit eq", "orgUnit sw", "direct groups", "inherited membership", "org-unit group above", "groups in a cycle",
        "number", "boolean", "date literal", "date now", "date now plus", "date now minus", "list attribute",
        "condition on an expression", "other case or form", "guard unknown_name"],
    "rules": ["heading", "assigns none", "step value", "template {groups.display}", "template {groups.display:OU-}",
              "template {department}", "template from an expression", "rules names several", "exception until in future",
              "exception until today", "exception until yesterday", "exception until without end", "protected person",
              "protected account", "rule tests", "guard rule_test", "two directories", "duplicate_in_source",
              "duplicate_across_directories", "domain_not_verified", "attribute_invalid"],
    "accounts and seats": [f"policy {policy}" for policy in POLICIES] + [
        "step create", "step update", "step suspend", "step reactivate", "step adopt", "suspended_elsewhere", "account_exists",
        "orphan", "matched by e-mail", "last administrator kept", "short of seats", "without seat",
        "keeps for want of a seat", "no account for want of a seat", "guard removals", "guard removals on accounts",
        "guard removals on a value", "guard source_shrunk", "guard bad_rows"],
    "grace": ["grace", "pending value", "pending suspension", "pending suspension, other values go first",
              "replaced at once in spite of grace", "wait cancelled"],
    "expressions": [f"expression of type {kind}" for kind in ("text", "number", "boolean", "date", "list")] + [
        f"expression {what}" for what in (
            "concatenation", "==", "!=", "&&", "||", "!", "ternary", "has", "size()", "startsWith", "endsWith", "contains",
            "in", "in a list attribute", "arithmetic", "string()", "double()", "timestamp", "duration", "filter",
            "selects what may be absent", "result that is no number", "result of another type as text")],
    "explanation": [f"explained {state}" for state in STATES],
    "effect": [f"edit {kind}" for kind in "condition move toggle delete add values exception".split()] + [
        f"effect {what}" for what in "gain lose create suspend reactivate adopt without_seat held seats".split()] + [
        "preview compared with runs"],
    "errors": [f"misspelt {kind}" for kind in ("attribute", "target", "slot", "product", "attribute in an expression")] + [
        "misspelt pattern that is too large"],
}
NEEDS = {"grace": "grace", "expressions": "expressions", "explanation": "explain", "effect": "effect", "errors": "errors"}


def table(counts):
    """The listed features with the number of organizations each occurred in, then all others."""
    lines, listed = [], set()
    for title, names in LISTED.items():
        lines.append(f"{title}:")
        for name in names:
            lines.append(f"  {counts.get(name, 0):6} {name}")
            listed.add(name)
    lines.append("besides:")
    return lines + [f"  {count:6} {name}" for name, count in sorted(counts.items()) if name not in listed]


def missing(counts, off):
    """Listed features that no organization reached, but for what was left out on purpose."""
    return [name for title, names in LISTED.items() if NEEDS.get(title) not in off for name in names if not counts.get(name)]
