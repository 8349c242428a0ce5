"""Expressions (CEL, as far as organizations here use it): reads them and works them out for one person."""

import datetime
import decimal
import re

from conditions import ConfigError

TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<punct>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])
    )""",
    re.X,
)
LEVELS = [["||"], ["&&"], ["==", "!=", "<=", ">=", "<", ">", "in"], ["+", "-"], ["*", "/", "%"]]
MACROS = {"exists", "all", "filter", "map"}
FUNCTIONS = {"size", "string", "double", "int", "timestamp", "duration", "has"}
METHODS = {"startsWith", "endsWith", "contains", "matches", "size", "getFullYear"} | MACROS


class Absent(Exception):
    """Something that the expression selects is not there."""


class Broken(Exception):
    """The expression cannot be worked out for this person."""


def tokens(text):
    found, at = [], 0
    while text[at:].strip():
        hit = TOKEN.match(text, at)
        if not hit:
            raise ConfigError(f"expression: unexpected character at {at + 1} in {text!r}")
        found.append((hit.lastgroup, hit.group(hit.lastgroup)))
        at = hit.end()
    return found + [("end", "")]


class Parser:
    """Recursive descent; nodes are tuples."""

    def __init__(self, text, attributes):
        """attributes: the names, as spelled, that `user.` may be followed by."""
        self.text, self.tokens, self.at = text, tokens(text), 0
        self.attributes, self.bound = attributes, []

    def fail(self, wanted):
        raise ConfigError(f"expression: expected {wanted}, found {self.tokens[self.at][1] or 'the end'!r} in {self.text!r}")

    def take(self, word):
        kind, text = self.tokens[self.at]
        if text == word and kind in ("punct", "word"):
            self.at += 1
            return True
        return False

    def need(self, word):
        if not self.take(word):
            self.fail(word)

    def whole(self):
        node = self.choice()
        if self.tokens[self.at][0] != "end":
            self.fail("an operator or the end")
        return node

    def choice(self):
        node = self.binary(0)
        if self.take("?"):
            yes = self.choice()
            self.need(":")
            node = ("if", node, yes, self.choice())
        return node

    def binary(self, level):
        if level == len(LEVELS):
            return self.unary()
        node = self.binary(level + 1)
        while True:
            op = next((one for one in LEVELS[level] if self.take(one)), None)
            if op is None:
                return node
            node = (op, node, self.binary(level + 1))

    def unary(self):
        if self.take("!"):
            return ("!", self.unary())
        if self.take("-"):
            return ("neg", self.unary())
        return self.member(self.primary())

    def arguments(self):
        found = []
        if not self.take(")"):
            found.append(self.choice())
            while self.take(","):
                found.append(self.choice())
            self.need(")")
        return found

    def member(self, node):
        while True:
            if self.take("."):
                kind, name = self.tokens[self.at]
                if kind != "word":
                    self.fail("a name")
                self.at += 1
                if not self.take("("):
                    self.fail("( after a name that is no attribute")
                if name in MACROS:
                    node = self.macro(name, node)
                elif name in METHODS:
                    node = ("method", name, node, self.arguments())
                else:
                    raise ConfigError(f"expression: unknown function {name}")
            elif self.take("["):
                node = ("index", node, self.choice())
                self.need("]")
            else:
                return node

    def macro(self, name, node):
        kind, variable = self.tokens[self.at]
        self.at += 1
        self.need(",")
        self.bound.append(variable)
        body = self.choice()
        self.bound.pop()
        self.need(")")
        return ("macro", name, node, variable, body)

    def attribute(self):
        """The attribute after `user`: the longest dotted name that is known."""
        name, best, at = "", None, self.at
        while self.take("."):
            kind, word = self.tokens[self.at]
            if kind != "word":
                break
            name = f"{name}.{word}" if name else word
            self.at += 1
            if name in self.attributes:
                best, at = name, self.at
        self.at = at
        if best is None:
            raise ConfigError(f"expression: unknown attribute {name or 'user'}")
        return ("user", best)

    def primary(self):
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "string":
            return ("literal", re.sub(r"\\(.)", r"\1", word[1:-1]))
        if kind == "number":
            return ("literal", float(word) if re.search("[.eE]", word) else int(word))
        if word in ("true", "false"):
            return ("literal", word == "true")
        if word == "(":
            node = self.choice()
            self.need(")")
            return node
        if word == "[":
            found = []
            if not self.take("]"):
                found.append(self.choice())
                while self.take(","):
                    found.append(self.choice())
                self.need("]")
            return ("list", found)
        if kind == "word" and word in self.bound:
            return ("bound", word)
        if word == "user":
            return self.attribute()
        if word in FUNCTIONS:
            self.need("(")
            return ("call", word, self.arguments())
        self.at -= 1
        self.fail("a value, user.<attribute> or a function")


def parse(text, attributes):
    """Turns an expression into a tree; raises ConfigError."""
    return Parser(text, attributes).whole()


def duration(text):
    units = {"h": 3600, "m": 60, "s": 1}
    parts = re.findall(r"(\d+(?:\.\d+)?)([hms])", text)
    return datetime.timedelta(seconds=sum(float(count) * units[unit] for count, unit in parts))


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def show_number(value):
    text = repr(float(value))
    return text.removesuffix(".0")


def as_text(value):
    """A result as the text of one cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return show_number(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    return value


class Evaluation:
    """One person; `look` gives an attribute's value or None."""

    def __init__(self, look):
        self.look, self.scope = look, {}

    def work(self, node):
        return getattr(self, "do_" + {"||": "or", "&&": "and", "!": "not", "if": "if"}.get(node[0], node[0]), self.plain)(node)

    def truth(self, node):
        value = self.work(node)
        if not isinstance(value, bool):
            raise Broken(f"{value!r} is neither true nor false")
        return value

    def do_literal(self, node):
        return node[1]

    def do_bound(self, node):
        return self.scope[node[1]]

    def do_user(self, node):
        value = self.look(node[1])
        if value is None:
            raise Absent(node[1])
        return value

    def do_list(self, node):
        return [self.work(one) for one in node[1]]

    def do_or(self, node):
        return self.truth(node[1]) or self.truth(node[2])

    def do_and(self, node):
        return self.truth(node[1]) and self.truth(node[2])

    def do_not(self, node):
        return not self.truth(node[1])

    def do_neg(self, node):
        return -self.work(node[1])

    def do_if(self, node):
        return self.work(node[2] if self.truth(node[1]) else node[3])

    def do_call(self, node):
        _, name, arguments = node
        if name == "has":
            return self.look(arguments[0][1]) is not None
        value = self.work(arguments[0])
        try:
            return {"size": len, "string": as_text, "double": float, "int": int, "timestamp": instant,
                    "duration": duration}[name](value)
        except (ValueError, TypeError) as error:
            raise Broken(str(error))

    def do_method(self, node):
        _, name, receiver, arguments = node
        value = self.work(receiver)
        if name == "size":
            return len(value)
        if name == "getFullYear":
            return value.astimezone(datetime.timezone.utc).year
        other = self.work(arguments[0])
        return {"startsWith": lambda: value.startswith(other), "endsWith": lambda: value.endswith(other),
                "contains": lambda: other in value, "matches": lambda: re.search(other, value) is not None}[name]()

    def do_macro(self, node):
        _, name, receiver, variable, body = node
        results = []
        for one in self.work(receiver):
            self.scope[variable] = one
            results.append((one, self.work(body)))
        self.scope.pop(variable, None)
        if name == "filter":
            return [one for one, keep in results if keep]
        return {"exists": any, "all": all, "map": list}[name](result for _, result in results)

    def do_index(self, node):
        try:
            return self.work(node[1])[self.work(node[2])]
        except IndexError as error:
            raise Broken(str(error))

    def plain(self, node):
        op, left, right = node[0], self.work(node[1]), self.work(node[2])
        try:
            if op == "in":
                return left in right
            return {"==": lambda: left == right, "!=": lambda: left != right, "<": lambda: left < right,
                    ">": lambda: left > right, "<=": lambda: left <= right, ">=": lambda: left >= right,
                    "+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right,
                    "/": lambda: left / right, "%": lambda: left % right}[op]()
        except (TypeError, ZeroDivisionError) as error:
            raise Broken(str(error))


def cells(tree, look):
    """The result as the cells of an attribute; empty when absent, None when it cannot be worked out."""
    try:
        value = Evaluation(look).work(tree)
    except Absent:
        return []
    except Broken:
        return None
    found = [as_text(one) for one in (value if isinstance(value, list) else [value])]
    return [one for one in found if one != ""]


def plain_value(kind, values):
    """A person's attribute as an expression sees it."""
    if not values:
        return None
    if kind == "list":
        return list(values)
    return float(values[0]) if isinstance(values[0], decimal.Decimal) else values[0]
