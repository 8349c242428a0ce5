"""Random conditions, and rule tests that fit what the rules give."""

import json


class Maker:
    """Writes filter text for one organization."""

    def __init__(self, organization):
        self.org, self.random = organization, organization.random

    def quoted(self, text):
        return json.dumps(text, ensure_ascii=self.org.chance(0.1))

    def condition(self):
        if self.org.chance(0.15):
            self.note("pr")
            return "userName pr"
        if self.org.chance(0.25):
            return self.group()
        return self.tree(self.random.randint(0, 3))

    def note(self, op):
        self.org.features[f"operator {op}"] += 1
        return self.case(op)

    def case(self, word):
        return self.random.choice([word] * 6 + [word.upper(), word.title()])

    def tree(self, depth):
        if depth == 0 or self.org.chance(0.15):
            return self.leaf()
        kind = self.random.choice(["and", "or", "not", "and", "or"])
        if kind == "not":
            return f"{self.note('not')} ({self.tree(depth - 1)})"
        left, right = self.tree(depth - 1), self.tree(depth - 1)
        if self.org.chance(0.4):
            left = f"({left})"
        if self.org.chance(0.4):
            right = f"( {right} )"
        return f"{left} {self.note(kind)} {right}"

    def leaf(self):
        kinds = [self.group, self.unit, self.text, self.text]
        if self.org.typed:
            kinds += [self.number, self.date, self.boolean, self.skills]
        if self.org.expressions:
            kinds += [self.computed, self.computed]
        if "in_re" not in self.org.off:
            kinds += [self.one_of, self.pattern]
        return self.random.choice(kinds)()

    def group(self):
        from generate import GROUPS, UNITS
        name = self.random.choice(GROUPS)
        if self.org.chance(0.2):
            name = self.org.sources[0]["prefix"] + self.random.choice(["/"] + UNITS)
        if self.org.may("unknown_names", 0.05):
            name = "Gone group"
        path = "groups.display"
        if self.org.chance(0.15):
            path = 'groups[type eq "direct"].display'
            self.org.features["direct groups"] += 1
        op = self.random.choice(["eq"] * 8 + ["ne", "co", "sw", "ew", "pr"])
        if op == "pr":
            return f"{path} {self.note(op)}"
        name = name if op in ("eq", "ne") else name[:4] if op == "sw" else name[-3:]
        return f"{path} {self.note(op)} {self.quoted(self.org.variant(name))}"

    def unit(self):
        from generate import UNITS
        path = self.random.choice(UNITS + ["/", "/Legal"])
        if self.org.may("unknown_names", 0.05):
            path = "/Gone/unit"
        if self.org.chance(0.1):
            return f"orgUnit {self.note('pr')}"
        op = "sw" if path == "/" else self.random.choice(["eq", "sw"])
        self.org.features[f"orgUnit {op}"] += 1
        return f"orgUnit {self.note(op)} {self.quoted(self.org.variant(path))}"

    def word(self):
        from generate import DEPARTMENTS, FAMILY, GIVEN, REGIONS, TITLES
        return self.random.choice([
            ("department", self.random.choice(DEPARTMENTS)), ("title", self.random.choice(TITLES)),
            ("region", self.random.choice(REGIONS)), ("costCenter", self.random.choice(["100", "200"])),
            ("name.familyName", self.random.choice(FAMILY)), ("name.givenName", self.random.choice(GIVEN)),
            ("emails.value", "@example.com"), ('emails[type eq "work"].value', "1@"), ("userName", "1@example.com"),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Sales")])

    def text(self):
        path, value = self.word()
        op = self.random.choice(["eq", "eq", "ne", "co", "sw", "ew", "pr"])
        if op == "pr":
            return f"{path} {self.note(op)}"
        if op in ("co", "sw", "ew"):
            cut = self.random.randint(1, max(1, len(value) - 1))
            value = value[:cut] if op == "sw" else value[-cut:]
        if "[" not in path and ":" not in path and self.org.chance(0.1):
            path = path.swapcase()
        return f"{path} {self.note(op)} {self.quoted(self.org.variant(value))}"

    def number(self):
        op = self.random.choice(["eq", "ne", "gt", "ge", "lt", "le", "pr"])
        value = self.random.choice(["2", "3", "10", "-4", "2.5", '"2"', '"10"', "3.50"])
        self.org.features["number"] += 1
        return f"grade {self.note(op)}" + (f" {value}" if op != "pr" else "")

    def date(self):
        op = self.random.choice(["gt", "ge", "lt", "le", "lt", "gt", "eq", "pr"])
        value = self.random.choice(["now", "now", f"now + {self.random.randint(1, 4000)}d",
                                    f"now - {self.random.randint(1, 3000)}d", '"2030-01-01"', '"2020-05-17"',
                                    '"2021-03-04T06:06:07+01:00"', '"2020-05-17T00:00:00Z"'])
        if op != "pr":
            self.org.features["date literal" if '"' in value else
                              "date now" + {"+": " plus", "-": " minus"}.get(value[4:5], "")] += 1
        return f"until {self.note(op)}" + (f" {value}" if op != "pr" else "")

    def boolean(self):
        self.org.features["boolean"] += 1
        op = self.random.choice(["eq", "ne", "pr"])
        value = self.random.choice(["true", "false", '"TRUE"', "true"])
        return f"temp {self.note(op)}" + (f" {value}" if op != "pr" else "")

    def skills(self):
        from generate import SKILLS
        self.org.features["list attribute"] += 1
        op = self.random.choice(["eq", "ne", "co", "sw", "pr"])
        value = self.org.variant(self.random.choice(SKILLS))
        if op in ("co", "sw"):
            value = value[:3]
        return f"skills {self.note(op)}" + (f" {self.quoted(value)}" if op != "pr" else "")

    def computed(self):
        """A comparison on an attribute that has an expression."""
        from generate import DEPARTMENTS, REGIONS, TITLES
        name, kind, _ = self.random.choice(self.org.expressions)
        self.org.features["condition on an expression"] += 1
        if self.org.chance(0.2):
            return f"{name} {self.note('pr')}"
        if kind == "boolean":
            return f"{name} {self.note('eq')} {self.random.choice(['true', 'false'])}"
        if kind == "number":
            return f"{name} {self.note(self.random.choice(['gt', 'ge', 'lt', 'le', 'eq']))} {self.random.choice(['2', '3.5', '0', '20'])}"
        if kind == "date":
            when = self.random.choice(["now", "now + 3000d", '"2021-03-05"'])
            return f"{name} {self.note(self.random.choice(['gt', 'lt']))} {when}"
        op = self.random.choice(["co", "co", "sw", "ew", "ne"])
        value = self.random.choice(DEPARTMENTS + TITLES + REGIONS)
        return f"{name} {self.note(op)} {self.quoted(value if op == 'ne' else value[:2] if op != 'ew' else value[-2:])}"

    def one_of(self):
        from generate import DEPARTMENTS, GROUPS, TITLES
        kind = self.random.choice(["groups", "department", "title", "grade"])
        if kind == "grade" and self.org.typed:
            return f"grade {self.note('in')} (2, \"3.5\", 10)"
        path, pool = {"groups": ("groups.display", GROUPS), "title": ("title", TITLES)}.get(
            kind, ("department", DEPARTMENTS))
        values = ", ".join(self.quoted(self.org.variant(one)) for one in self.random.sample(pool, 2))
        return f"{path} {self.note('in')} ({values})"

    def pattern(self):
        path, pattern = self.random.choice([
            ("userName", r"^[a-e]"), ("userName", r"\d@"), ("department", r"(?i)^le|ä"), ("costCenter", r"^0?100$"),
            ("title", r"^[A-Z]"), ("name.familyName", r"^.{2,5}$"), ("userName", r"[02468](@|$)")])
        return f"{path} {self.note('re')} {json.dumps(pattern, ensure_ascii=False)}"


def rule_tests(organization, settings, people, resolve):
    """Adds rule tests; most say what the rules give, a few do not."""
    org, tests = organization, []
    singles = [one for one in people if not one.duplicate]
    for person in org.random.sample(singles, min(len(singles), org.random.randint(1, 3))):
        target = org.random.choice(org.targets)
        desires = resolve(settings, person, target["name"])
        if not any(desire.values for desire in desires.values()):
            tests.append({"user": person.user_name, "expect": {target["name"]: "no account"}})
            continue
        expect = {}
        for slot in target["slots"]:
            values = [gift[0] for gift in desires[slot["name"]].values.values()]
            expect[slot["name"]] = values if slot["many"] else (values or [""])[0]
        tests.append({"user": org.variant(person.user_name), "expect": {target["name"]: expect}})
    if org.chance(0.25):
        if org.chance(0.4) or not tests:
            tests.append({"user": "absent@example.com", "expect": {org.targets[0]["name"]: "no account"}})
        else:
            name, expect = next(iter(tests[-1]["expect"].items()))
            slot = org.targets[[one["name"] for one in org.targets].index(name)]["slots"][0]
            value = slot["values"][0]["name"]
            had = expect[slot["name"]] if isinstance(expect, dict) else []
            tests[-1]["expect"][name] = {slot["name"]: [one for one in had if one != value] if value in had else had + [value]}
    org.rule_tests = tests
