"""Random expressions for attributes: what they select is there, guarded by has(), or makes the whole absent."""

import json

WORDS = ["department", "title", "region", "costCenter", "name.familyName"]


class ExpressionMaker:
    """Writes expressions of a wanted type for one organization."""

    def __init__(self, organization):
        self.org, self.random = organization, organization.random

    def note(self, what):
        self.org.features[f"expression {what}"] += 1

    def quoted(self, text):
        mark = self.random.choice("\"'")
        return mark + text + mark if mark not in text else json.dumps(text, ensure_ascii=False)

    def make(self, kind):
        """An expression whose result suits an attribute of the kind."""
        if kind == "text" and self.org.chance(0.15):
            kind = "boolean" if self.org.chance(0.5) else "number"
            self.note("result of another type as text")
        if kind == "number" and self.org.chance(0.12):
            self.note("result that is no number")
            kind = "text"
        return getattr(self, {"text": "string"}.get(kind, kind))(3, True)

    def literal(self):
        from generate import DEPARTMENTS, REGIONS, SKILLS, TITLES
        return self.random.choice(DEPARTMENTS + REGIONS + SKILLS + TITLES + ["-", "/", "x"])

    # `strict`: what is absent here makes the whole absent, which is wanted now and then; elsewhere it is guarded

    def selected(self, name, other, strict):
        if name == "userName":
            return "user.userName"
        if strict and self.org.chance(0.7):
            self.note("selects what may be absent")
            return f"user.{name}"
        self.note("has")
        return f"(has(user.{name}) ? user.{name} : {other})"

    def string(self, depth, strict):
        pick = self.random.random()
        if depth == 0 or pick < 0.25:
            if self.org.chance(0.25):
                return self.quoted(self.literal())
            return self.selected(self.random.choice(WORDS + ["userName"]), self.quoted(self.literal()), strict)
        if pick < 0.65:
            self.note("concatenation")
            return f"{self.string(depth - 1, strict)} + {self.string(depth - 1, strict)}"
        if pick < 0.85:
            self.note("ternary")
            return f"({self.boolean(depth - 1, strict)} ? {self.string(depth - 1, False)} : {self.string(depth - 1, False)})"
        if pick < 0.95 and self.org.typed:
            self.note("string()")
            inner = self.selected("grade", "1.5", strict)
            return f"string({inner if self.org.chance(0.6) else self.list(0, strict) + '.size()'})"
        return f"({self.string(depth - 1, strict)})"

    def number(self, depth, strict):
        pick = self.random.random()
        if depth == 0 or pick < 0.3:
            if self.org.chance(0.3) or not self.org.typed:
                return self.random.choice(["2.0", "0.5", "10.0", "3.25"])
            return self.selected("grade", "1.0", strict)
        if pick < 0.65:
            self.note("arithmetic")
            return f"({self.number(depth - 1, strict)} {self.random.choice('+-*')} {self.number(depth - 1, strict)})"
        if pick < 0.72:
            self.note("arithmetic")
            return f"({self.number(depth - 1, strict)} / {self.random.choice(['2.0', '4.0'])})"
        if pick < 0.82:
            self.note("double()")
            return f"double({self.selected('costCenter', self.quoted('7.5'), strict)})"
        if pick < 0.9:
            self.note("size()")
            return f"double(size({self.list(1, strict)}))"
        self.note("ternary")
        return f"({self.boolean(depth - 1, strict)} ? {self.number(depth - 1, False)} : {self.number(depth - 1, False)})"

    def boolean(self, depth, strict):
        if depth == 0:
            return self.comparison(0, strict)
        pick = self.random.random()
        if pick < 0.12:
            self.note("!")
            return f"!({self.boolean(depth - 1, strict)})"
        if pick < 0.45:
            op = self.random.choice(["&&", "||"])
            self.note(op)
            return f"({self.boolean(depth - 1, strict)} {op} {self.boolean(depth - 1, False)})"
        return self.comparison(depth - 1, strict)

    def comparison(self, depth, strict):
        pick = self.random.random()
        text = lambda: self.string(min(depth, 1), strict)
        if pick < 0.15:
            name = self.random.choice(WORDS + (["grade", "until", "temp", "skills"] if self.org.typed else []))
            self.note("has")
            return f"has(user.{name})"
        if pick < 0.35:
            op = self.random.choice(["==", "!=", "==", "<"])
            self.note(op)
            return f"{text()} {op} {self.quoted(self.literal())}"
        if pick < 0.5:
            method = self.random.choice(["startsWith", "endsWith", "contains"])
            self.note(method)
            return f"({text()}).{method}({self.quoted(self.literal()[:2])})"
        if pick < 0.6:
            self.note("in")
            return f"{self.string(0, strict)} in [{', '.join(self.quoted(self.literal()) for _ in range(3))}]"
        if pick < 0.68:
            self.note("size()")
            return f"size({text()}) > {self.random.randint(1, 9)}"
        if not self.org.typed:
            return "user.active"
        if pick < 0.8:
            op = self.random.choice(["<", "<=", ">", ">=", "==", "!="])
            self.note(f"{op} on numbers")
            return f"{self.number(min(depth, 1), strict)} {op} {self.random.choice(['2.0', '3.5', '-4.0', '10.0'])}"
        if pick < 0.87:
            self.note("in a list attribute")
            return f"{self.quoted(self.random.choice(['go', 'welding', 'Français']))} in {self.list(0, strict)}"
        if pick < 0.94:
            self.note("timestamp")
            return f"{self.date(0, strict)} {self.random.choice(['<', '>', '>='])} timestamp(\"2026-01-01T00:00:00Z\")"
        return self.random.choice(["user.active", self.selected("temp", "false", strict)])

    def list(self, depth, strict):
        if depth == 0 or self.org.chance(0.3):
            return self.selected("skills", "[]", strict) if self.org.typed else f"[{self.quoted(self.literal())}]"
        if self.org.chance(0.6):
            self.note("list concatenation")
            return f"{self.list(0, strict)} + [{self.string(1, strict)}]"
        self.note("filter")
        return f"{self.list(0, strict)}.filter(one, one.contains({self.quoted(self.random.choice(['e', 'go', 'ç']))}))"

    def date(self, depth, strict):
        inner = self.selected("until", 'timestamp("2030-06-01T12:00:00Z")', strict)
        if depth == 0 or self.org.chance(0.4):
            return inner
        self.note("duration")
        return f"{inner} {self.random.choice('+-')} duration(\"{self.random.choice(['24h', '8760h', '90m'])}\")"
