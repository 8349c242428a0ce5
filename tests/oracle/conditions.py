"""Conditions: reads the filter text and asks it about one person."""

import datetime
import decimal
import json
import re
import unicodedata

COMPARE = {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"}
ORDER = {"gt", "ge", "lt", "le"}


class ConfigError(Exception):
    """The configuration is wrong: exit code 1."""


def fold(text):
    """Text as it is compared: NFC, then full Unicode case folding."""
    return unicodedata.normalize("NFC", text).casefold()


TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<span>\d+[a-z]+\b)
    | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d][\w:.\-$]*)
    | (?P<sub>\.[^\W\d][\w.\-$]*)
    | (?P<punct>[()\[\],+\-])
    )""",
    re.X,
)


def tokens(text):
    """Cuts the text into (kind, text, column) triples, columns from 1."""
    found, at = [], 0
    while text[at:].strip():
        hit = TOKEN.match(text, at)
        if not hit:
            column = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise ConfigError(f"filter: unexpected character, column {column}: {text!r}")
        kind = hit.lastgroup
        found.append((kind, hit.group(kind), hit.start(kind) + 1))
        at = hit.end()
    found.append(("end", "", len(text) + 1))
    return found


class Parser:
    """Recursive descent over the tokens of one filter."""

    def __init__(self, text):
        self.text, self.tokens, self.at = text, tokens(text), 0

    def fail(self, wanted):
        kind, word, column = self.tokens[self.at]
        raise ConfigError(f"filter, column {column}: expected {wanted}, found {word or 'the end'!r} in {self.text!r}")

    def peek(self, *words):
        kind, word, _ = self.tokens[self.at]
        return kind in ("word", "punct") and word.lower() in words

    def take(self, *words):
        if self.peek(*words):
            self.at += 1
            return True
        return False

    def need(self, word):
        if not self.take(word):
            self.fail(word)

    def whole(self):
        node = self.either()
        if self.tokens[self.at][0] != "end":
            self.fail("and, or, or the end")
        return node

    def either(self):
        node = self.both()
        while self.take("or"):
            node = ("or", node, self.both())
        return node

    def both(self):
        node = self.single()
        while self.take("and"):
            node = ("and", node, self.single())
        return node

    def single(self):
        if self.take("not"):
            self.need("(")
            node = ("not", self.either())
            self.need(")")
            return node
        if self.take("("):
            node = self.either()
            self.need(")")
            return node
        return self.comparison()

    def comparison(self):
        kind, path, _ = self.tokens[self.at]
        if kind != "word":
            self.fail("an attribute")
        self.at += 1
        inner = None
        if self.take("["):
            inner = self.either()
            self.need("]")
            if self.tokens[self.at][0] == "sub":
                path += self.tokens[self.at][1]
                self.at += 1
            else:
                return ("cmp", path, inner, "pr", None)
        kind, word, _ = self.tokens[self.at]
        op = word.lower() if kind == "word" else ""
        if op not in COMPARE | {"pr", "in", "re"}:
            self.fail("an operator")
        self.at += 1
        if op == "pr":
            return ("cmp", path, inner, op, None)
        if op == "in":
            self.need("(")
            values = [self.literal()]
            while self.take(","):
                values.append(self.literal())
            self.need(")")
            return ("cmp", path, inner, op, values)
        return ("cmp", path, inner, op, self.literal())

    def literal(self):
        kind, word, _ = self.tokens[self.at]
        if kind == "string":
            self.at += 1
            try:
                return json.loads(word)
            except ValueError:
                self.at -= 1
                self.fail("a readable string")
        if kind == "number":
            self.at += 1
            return decimal.Decimal(word)
        if kind == "word" and word.lower() in ("true", "false"):
            self.at += 1
            return word.lower() == "true"
        if kind == "word" and word.lower() == "now":
            self.at += 1
            sign = 1 if self.peek("+") else -1 if self.peek("-") else 0
            if not sign:
                return ("now", 0)
            self.at += 1
            kind, word, _ = self.tokens[self.at]
            if kind != "span" or not word.endswith("d"):
                self.fail("a number of days such as 30d")
            self.at += 1
            return ("now", sign * int(word[:-1]))
        self.fail("a value")


def parse(text):
    """Turns filter text into a tree; raises ConfigError."""
    return Parser(text).whole()


# --- typed values -----------------------------------------------------------------------------

def read_number(text):
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        raise ValueError(text)
    return decimal.Decimal(text)


def read_boolean(text):
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def read_date(text):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = datetime.date.fromisoformat(text)
        return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc)
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        raise ValueError(text)
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


READ = {"number": read_number, "boolean": read_boolean, "date": read_date}


def segments(path):
    return [fold(part) for part in path.split("/") if part]


class Asker:
    """Knows the attributes of a configuration and the present instant."""

    def __init__(self, types, now):
        self.types, self.now = types, now  # types: lower-case attribute name -> type

    def plain(self, path):
        low = path.lower()
        for urn in ("urn:ietf:params:scim:schemas:core:2.0:user:",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:"):
            low = low.removeprefix(urn)
        return {"emails": "emails.value", "groups": "groups.display"}.get(low, low)

    def check(self, node, inside=""):
        """Raises ConfigError for unknown attributes and for order on what has none."""
        if node[0] in ("and", "or"):
            self.check(node[1], inside)
            self.check(node[2], inside)
        elif node[0] == "not":
            self.check(node[1], inside)
        else:
            _, path, inner, op, literal = node
            if inside:
                if path.lower() not in ("type", "value", "display", "primary"):
                    raise ConfigError(f"unknown attribute {inside}.{path}")
                return
            name = self.plain(path)
            if name not in self.types:
                raise ConfigError(f"unknown attribute {path}")
            if inner is not None:
                self.check(inner, path.split(".")[0])
            kind = self.types[name]
            if op in ORDER and kind not in ("number", "date"):
                raise ConfigError(f"{op} does not suit {path}, which is {kind}")
            if op == "re":
                try:
                    re.compile(literal)
                except (re.error, TypeError):
                    raise ConfigError(f"the pattern of {path} cannot be read")
            elif kind in READ and literal is not None:
                for one in literal if op == "in" else [literal]:
                    self.typed(kind, one, path)

    def typed(self, kind, literal, path=""):
        if isinstance(literal, tuple):
            if kind != "date":
                raise ConfigError(f"now is a date, {path} is {kind}")
            return self.now + datetime.timedelta(days=literal[1])
        if isinstance(literal, bool):
            text = "true" if literal else "false"
        else:
            text = str(literal)
        try:
            return READ[kind](text) if kind in READ else fold(text)
        except ValueError:
            raise ConfigError(f"{text!r} is no {kind}, as {path} is")

    def names(self, node):
        """The groups and org units that the condition names: ('group' | 'ou', text)."""
        if node[0] in ("and", "or"):
            return self.names(node[1]) + self.names(node[2])
        if node[0] == "not":
            return self.names(node[1])
        _, path, _, op, literal = node
        name = self.plain(path)
        if name == "groups.display" and op in ("eq", "ne", "in"):
            return [("group", str(one)) for one in (literal if op == "in" else [literal])]
        if name == "orgunit" and op in ("eq", "sw"):
            return [("ou", str(literal))]
        return []

    def holds(self, node, person):
        """Whether the condition holds for the person."""
        if node[0] == "and":
            return self.holds(node[1], person) and self.holds(node[2], person)
        if node[0] == "or":
            return self.holds(node[1], person) or self.holds(node[2], person)
        if node[0] == "not":
            return not self.holds(node[1], person)
        _, path, inner, op, literal = node
        name = self.plain(path)
        values = self.values(name, inner, person)
        if not values:
            return False
        if op == "pr":
            return True
        if op == "ne":
            return not any(self.one(name, "eq", value, literal) for value in values)
        if op == "in":
            return any(self.one(name, "eq", value, each) for value in values for each in literal)
        return any(self.one(name, op, value, literal) for value in values)

    def values(self, name, inner, person):
        if name == "groups.display":
            return [text for text, direct in person.groups if inner is None
                    or self.inner(inner, {"type": "direct" if direct else "indirect", "display": text})]
        if name == "emails.value" and inner is not None:
            return [text for text in person.attrs.get(name, [])
                    if self.inner(inner, {"type": "work", "primary": "true", "value": text})]
        return person.attrs.get(name, [])

    def inner(self, node, element):
        if node[0] == "and":
            return self.inner(node[1], element) and self.inner(node[2], element)
        if node[0] == "or":
            return self.inner(node[1], element) or self.inner(node[2], element)
        if node[0] == "not":
            return not self.inner(node[1], element)
        _, path, _, op, literal = node
        value = element.get(path.lower())
        if value is None or op == "pr":
            return value is not None
        literal = ("true" if literal else "false") if isinstance(literal, bool) else literal
        if op == "ne":
            return fold(value) != fold(literal)
        if op == "in":
            return any(fold(value) == fold(each) for each in literal)
        return text_compare(op, value, literal)

    def one(self, name, op, value, literal):
        kind = self.types[name]
        if name == "orgunit" and op in ("eq", "sw"):
            have, want = segments(value), segments(literal)
            return have == want if op == "eq" else have[: len(want)] == want
        if kind in READ:
            want = self.typed(kind, literal)
            return {"eq": lambda: value == want, "gt": lambda: value > want, "ge": lambda: value >= want,
                    "lt": lambda: value < want, "le": lambda: value <= want}[op]()
        if isinstance(literal, bool):
            literal = "true" if literal else "false"
        return text_compare(op, value, str(literal))


def text_compare(op, value, literal):
    if op == "re":
        return re.search(literal, unicodedata.normalize("NFC", value)) is not None
    have, want = fold(value), fold(literal)
    return {"eq": have == want, "co": want in have, "sw": have.startswith(want), "ew": have.endswith(want)}[op]
