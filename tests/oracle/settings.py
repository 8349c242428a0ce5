"""The configuration file: reads and checks it as far as csv sources and targets go."""

import os
import re
import tomllib

import expressions
from conditions import READ, Asker, ConfigError, fold, parse
from files import KNOWN, Source, Unreadable

CORE = """externalId userName name name.formatted name.familyName name.givenName name.middleName
name.honorificPrefix name.honorificSuffix displayName nickName profileUrl title userType preferredLanguage locale
timezone active emails.value emails.type emails.primary emails.display phoneNumbers phoneNumbers.value
phoneNumbers.type addresses addresses.formatted addresses.streetAddress addresses.locality addresses.region
addresses.postalCode addresses.country employeeNumber costCenter organization division department manager
manager.value manager.displayName groups.display groups.value groups.type orgUnit id""".split()

TOP = {"rolecall", "directory", "attribute", "target", "rule", "exception", "rule_test"}
KEYS = {
    "directory": {"name", "domains", "check_domains", "org_unit_prefix", "source"},
    "source": {"kind", "users", "groups", "delimiter", "map"},
    "attribute": {"name", "label", "type", "from", "expression"},
    "target": {"name", "kind", "accounts", "unmanaged", "every", "removals", "quarantine", "limit", "protect", "send",
               "slot"},
    "slot": {"name", "many", "create_values", "grace", "values", "administrators", "bind"},
    "value": {"name", "seats"},
    "removals": {"count", "percent", "at_least"},
    "domain": {"name", "verified", "proof"},
    "rule": {"name", "note", "heading", "enabled", "when", "assign", "withhold"},
    "exception": {"user", "reason", "until", "assign", "withhold"},
    "rule_test": {"user", "expect"},
}


def allow(kind, table, where):
    for key in table:
        if key not in (TOP if kind == "top" else KEYS[kind]):
            raise ConfigError(f"unknown key {key} in {where}")


def need(table, key, where):
    if key not in table:
        raise ConfigError(f"{where} lacks {key}")
    return table[key]


def unique(names, what):
    seen = set()
    for name in names:
        if fold(name) in seen:
            raise ConfigError(f"two {what} are named {name}")
        seen.add(fold(name))


class Settings:
    """A checked configuration with its sources opened (not yet read)."""

    def __init__(self, path, now):
        self.now = now
        self.base = os.path.dirname(os.path.abspath(path))
        try:
            with open(path, "rb") as file:
                self.raw = tomllib.load(file)
        except FileNotFoundError:
            raise ConfigError(f"{path} does not exist")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: {error}")
        allow("top", self.raw, path)
        if self.raw.get("rolecall") != 1:
            raise ConfigError("rolecall = 1 is missing")
        self.directories = self.raw.get("directory", [])
        self.targets = self.raw.get("target", [])
        self.rules = self.raw.get("rule", [])
        self.exceptions = self.raw.get("exception", [])
        self.rule_tests = self.raw.get("rule_test", [])
        self.check_directories()
        self.check_targets()
        self.open_sources()
        self.check_rules()

    def check_directories(self):
        for one in self.directories:
            allow("directory", one, "directory")
            need(one, "name", "directory")
            allow("source", one.get("source", {}), "source")
            for domain in one.get("domains", []):
                allow("domain", domain, "domains")
        unique([one["name"] for one in self.directories], "directories")
        for one in self.raw.get("attribute", []):
            allow("attribute", one, "attribute")
            if one.get("type", "text") not in ("text", "number", "boolean", "date", "list"):
                raise ConfigError(f"unknown type {one['type']}")
        unique([one["name"] for one in self.raw.get("attribute", [])], "attributes")

    def check_targets(self):
        self.slots = {}
        for one in self.targets:
            allow("target", one, "target")
            allow("removals", one.get("removals", {}), "removals")
            need(one, "name", "target")
            need(one, "accounts", f"target {one['name']}")
            if one.get("unmanaged", "leave") not in ("leave", "report", "adopt"):
                raise ConfigError(f"unmanaged = {one['unmanaged']!r}")
            for slot in one.get("slot", []):
                allow("slot", slot, "slot")
                if not re.fullmatch(r"\d+d", slot.get("grace", "0d")):
                    raise ConfigError(f"grace = {slot['grace']!r}")
                for value in slot.get("values", []):
                    allow("value", value, "values")
                unique([value["name"] for value in slot.get("values", [])], "values")
            unique([slot["name"] for slot in one.get("slot", [])], "slots")
            self.slots[one["name"]] = {slot["name"]: slot for slot in one.get("slot", [])}
        unique([one["name"] for one in self.targets], "targets")

    def open_sources(self):
        self.sources = [Source(index, one, self.base) for index, one in enumerate(self.directories) if "source" in one]
        custom = {one["name"].lower(): one for one in self.raw.get("attribute", [])}
        self.types = {name.lower(): "text" for name in CORE}
        self.types["active"] = "boolean"
        for source in self.sources:
            mapped = set(source.map.values())
            for column in source.header:
                if column not in KNOWN and column not in mapped:
                    self.types.setdefault(column.lower(), "text")
            for ours in source.map:
                if ours not in KNOWN:
                    self.types.setdefault(ours.lower(), "text")
        for low, one in custom.items():
            self.types[low] = one.get("type", "text")
        self.columns = []
        special = {"username", "externalid", "active", "orgunit", "emails.value", "groups.display", "id",
                   "name.givenname", "name.familyname"}
        for source in self.sources:
            table = {}
            spelled = {name.lower(): name for name in CORE + source.header + list(source.map)}
            for low, kind in self.types.items():
                if low in special:
                    continue
                one = custom.get(low, {})
                if "expression" in one:
                    continue
                if "from" in one and one["from"] not in source.header:
                    raise ConfigError(f"attribute {one['name']}: no column {one['from']}")
                table[low] = (kind, one.get("from"), one.get("name") or spelled.get(low, low))
            self.columns.append(table)
        self.asker = Asker(self.types, self.now)
        self.read_expressions(custom)

    def read_expressions(self, custom):
        """Attributes with an expression; they see those without."""
        spelled = {name.lower(): name for source in self.sources for name in source.header if name not in KNOWN}
        spelled |= {ours.lower(): ours for source in self.sources for ours in source.map}
        spelled |= {name.lower(): name for name in CORE}
        spelled |= {low: one["name"] for low, one in custom.items()}
        self.computed = {low: one for low, one in custom.items() if "expression" in one}
        visible = {name for low, name in spelled.items() if low in self.types and low not in self.computed}
        for low, one in self.computed.items():
            if "from" in one:
                raise ConfigError(f"attribute {one['name']} has from and expression")
            one["tree"] = expressions.parse(one["expression"], visible)

    def compute(self, person):
        """Fills in the attributes that have an expression."""
        look = lambda name: expressions.plain_value(self.types[name.lower()], person.attrs.get(name.lower()))
        for low, one in self.computed.items():
            kind, found = self.types[low], expressions.cells(one["tree"], look)
            try:
                if found is None:
                    raise ValueError("cannot be worked out")
                values = [READ[kind](cell) for cell in found] if kind in READ else found
            except ValueError:
                person.invalid.append(low)
                continue
            if values:
                person.attrs[low], person.cells[low] = values, found

    def condition(self, text):
        tree = parse(text)
        self.asker.check(tree)
        return tree

    def check_rules(self):
        unique([need(rule, "name", "rule") for rule in self.rules], "rules")
        for rule in self.rules:
            allow("rule", rule, f"rule {rule['name']}")
            rule["tree"] = self.condition(need(rule, "when", f"rule {rule['name']}"))
            self.check_gifts(rule, f"rule {rule['name']}")
        for one in self.exceptions:
            allow("exception", one, "exception")
            need(one, "user", "exception")
            self.check_gifts(one, "exception")
        for one in self.rule_tests:
            allow("rule_test", one, "rule_test")
            for target, expect in need(one, "expect", "rule_test").items():
                if expect == "no account" and target in self.slots:
                    continue
                self.check_values(target, expect, "rule_test", test=True)
        for one in self.targets:
            one["guarded"] = self.condition(one["protect"]) if "protect" in one else None

    def check_gifts(self, table, where):
        for target, slots in table.get("assign", {}).items():
            self.check_values(target, slots, where)
        for target, slots in table.get("withhold", {}).items():
            self.check_values(target, slots, where, withhold=True)

    def check_values(self, target, given, where, withhold=False, test=False):
        if target not in self.slots:
            raise ConfigError(f"{where}: unknown target {target}")
        if not isinstance(given, dict):
            raise ConfigError(f"{where}: {given!r} is no table of slots")
        for name, values in given.items():
            slot = self.slots[target].get(name)
            if slot is None:
                raise ConfigError(f"{where}: unknown slot {name}")
            many = slot.get("many", False)
            if isinstance(values, list) != (many or withhold):
                raise ConfigError(f"{where}: slot {name} takes {'a list' if many or withhold else 'a string'}")
            for value in values if isinstance(values, list) else [values]:
                if "{" in value and not test:
                    if not many:
                        raise ConfigError(f"{where}: a template stands in slots of many only")
                    self.check_template(value, where)
                elif value == "" and not many and not withhold:
                    continue
                elif not allowed(slot, value):
                    raise ConfigError(f"{where}: slot {name} has no value {value}")

    def check_template(self, value, where):
        if not re.fullmatch(r"\{[^{}]+\}", value):
            raise ConfigError(f"{where}: {value} is no template; a template is the whole value")
        for inner in re.findall(r"\{([^{}]*)\}", value):
            name = inner.split(":", 1)[0] if inner.startswith("groups.display") else inner
            if self.asker.plain(name) not in self.types:
                raise ConfigError(f"{where}: unknown attribute {name}")


def allowed(slot, value):
    """Whether a value may be given in the slot: fixed lists hold listed values only."""
    if "values" not in slot or slot.get("create_values"):
        return True
    return any(fold(one["name"]) == fold(value) for one in slot["values"])


__all__ = ["Settings", "Unreadable", "allowed"]
