"""Makes small random organizations: valid configurations with everything that goes wrong in life."""

import collections
import csv
import datetime
import io
import json
import os
import random
import unicodedata

import conditionmaker
from conditions import fold
from expressionmaker import ExpressionMaker
from files import escape

GIVEN = ["Ann", "Bob", "Zoë", "Jürgen", "İpek", "Ærø", "Ångström", "Dvořák", "Σίσυφος", "Ольга", "张伟", "Renée", "Łukasz",
         "ﬁona", "Strauß", "Nguyễn", "O'Neil", "ǰan", "Eve", "Kim", "Lea", "Max", "Ida", "Tom", "Pia", "Uwe", "Mia"]
FAMILY = ["Weiß", "GROSSE", "Große", "López", "Ødegård", "Smith", "Papadópoulos", "Şahin", "Иванова", "de \"la\" Cruz",
          "Müller, jr.", "Brontë", "Ng", "Žižek", "Meyer\nBauer"]
DEPARTMENTS = ["Sales", "Legal", "Straße", "Forschung & Ärger", "ΟΔΟΣ", "Café"]
TITLES = ["Head", "Clerk", "clerk of works", "Größe", "Trainee"]
REGIONS = ["EMEA", "APAC", "Île-de-France"]
SKILLS = ["welding", "Français", "go", "Σχέδιο"]
GROUPS = ["Sales", "EMEA Sales", "Straßenteam", "ΟΔΟΣ-A", "Café Crew", "All Staff", "R&D; Ops=1", "Ådmins", "Temps", "Empty"]
UNITS = ["/Sales", "/Sales/EMEA", "/Sales/EMEA/Köln", "/Salesforce", "/Straße", "/Legal/IP"]
MANY = ["Connect", "Webinar", "Résolve", "Meeting", "A;B=C\\D"]
ONE = ["Admin", "Member", "Gast", "Owner"]
BASIC_OFF = {"types", "in_re", "templates", "exceptions", "report", "adopt", "protect", "rule_tests"}
ALL = BASIC_OFF | {"administrators", "directories", "duplicates", "bad_rows", "delimiter", "map", "foreign", "seats",
                   "unknown_names", "variants", "empty_source", "headings", "grace", "expressions", "effect", "explain",
                   "errors", "paths"}
COMPUTED = [("full", "text"), ("label", "text"), ("score", "number"), ("flag", "boolean"), ("tags", "list"), ("starts", "date")]


def toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    return str(value)


class Organization:
    """One random organization; `write` puts its files into a folder."""

    def __init__(self, seed, off=frozenset()):
        self.random = random.Random(seed)
        self.off, self.features = set(off), collections.Counter()
        self.files, self.names = {}, set()
        self.typed = self.may("types", 0.7)
        self.sources = [self.source(0)]
        if self.may("directories", 0.15):
            self.sources.append(self.source(1))
            self.features["two directories"] += 1
        self.policy_names = ["leave"] + [one for one in ("report", "adopt") if one not in self.off]
        self.targets = [self.target(name) for name in ["goto", "files"][: 2 if self.chance(0.25) else 1]]
        self.expressions = self.computed() if self.may("expressions", 0.5) else []
        self.maker = conditionmaker.Maker(self)
        self.rules = [self.rule(index) for index in range(self.random.randint(1, 8))]
        self.exceptions = []
        if self.may("exceptions", 0.4):
            self.exceptions = [self.exception() for _ in range(self.random.randint(1, 4))]
        self.rule_tests = []

    def chance(self, share):
        return self.random.random() < share

    def computed(self):
        """Attributes with an expression: (name, type, expression)."""
        maker = ExpressionMaker(self)
        fit = [one for one in COMPUTED if self.typed or one[0] not in ("tags", "starts")]
        picked = [one for one in fit if self.chance(0.5)] or fit[:1]
        for _, kind in picked:
            self.features[f"expression of type {kind}"] += 1
        return [(name, kind, maker.make(kind)) for name, kind in picked]

    def target_by_name(self, name):
        return next(one for one in self.targets if one["name"] == name)

    def may(self, feature, share):
        hit = self.random.random() < share
        return hit and feature not in self.off

    def variant(self, text, share=0.3):
        """The same text to a comparison without case, perhaps written otherwise."""
        if "variants" in self.off or not self.chance(share):
            return text
        form = self.random.choice([str.upper, str.lower, str.swapcase, str.title,
                                   lambda one: unicodedata.normalize("NFD", one)])(text)
        if fold(form) != fold(text):
            return text
        self.features["other case or form"] += form != text
        return form

    # --- people and groups ------------------------------------------------------------------

    def source(self, index):
        pick = self.random
        domains = ["example.com"] if index == 0 else ["second.example"]
        if self.chance(0.5):
            domains.append(["Müller.example", "other.example"][index])
        table = {"index": index, "domains": domains, "check": not self.chance(0.3), "people": [],
                 "prefix": pick.choice(["OU-", "OU-", "OE-"]), "delimiter": ";" if self.may("delimiter", 0.2) else ",",
                 "map": {}, "groups": [], "pending": self.chance(0.2)}
        table["inner"] = "|" if table["delimiter"] == ";" else ";"
        if self.may("map", 0.3):
            table["map"] = {"familyName": "lastname", "email": "Mail Address"}
            self.features["map"] += 1
        self.features["semicolon as delimiter"] += table["delimiter"] == ";"
        count = pick.randint(5, 40) if index == 0 else pick.randint(2, 6)
        if self.may("empty_source", 0.02):
            count = 0
            self.features["source delivers nobody"] += 1
        for number in range(count):
            table["people"].append(self.person(table, number))
        if index == 1 and self.may("duplicates", 0.7) and self.sources[0]["people"] and table["people"]:
            twin, other = pick.choice(table["people"]), pick.choice(self.sources[0]["people"])
            key = pick.choice(["userName", "email"])
            twin[key] = self.variant(other[key]) or twin[key]
        self.group_rows(table)
        return table

    def person(self, table, number):
        pick = self.random
        given, family = pick.choice(GIVEN), pick.choice(FAMILY)
        domain = pick.choice(table["domains"])
        if self.may("foreign", 0.08):
            domain = pick.choice(["foreign.org", "sub.example.com"])
            self.features["foreign domain"] += 1
        local = f"{given}{number}".replace("'", "").lower() if self.chance(0.7) else f"{given}.{table['index']}{number}"
        if self.chance(0.04):
            local = "svc-" + local
        row = {"id": f"id-{table['index']}-{number}" if self.chance(0.8) else "", "givenName": given, "familyName": family}
        row["userName"] = f"{local}@{domain}" if self.chance(0.7) else local
        row["email"] = f"{local}@{self.variant(domain, 0.1)}" if self.chance(0.8) or "@" not in row["userName"] else ""
        row["active"] = pick.choices(["true", "", "false", "TRUE", "False"], [10, 6, 3, 1, 1])[0]
        row["orgUnit"] = self.variant(pick.choice(UNITS), 0.0) if self.chance(0.6) else ""
        listed = pick.sample([one for one in GROUPS[:9] if ";" not in one], pick.randint(0, 2))
        row["groups"] = table["inner"].join(listed)
        row["department"] = pick.choice(DEPARTMENTS) if self.chance(0.7) else ""
        row["title"] = self.variant(pick.choice(TITLES)) if self.chance(0.5) else ""
        row["costCenter"] = pick.choice(["100", "200", "0100", ""])
        row["zone"] = self.variant(pick.choice(REGIONS)) if self.chance(0.7) else ""
        row["skills"] = table["inner"].join(pick.sample(SKILLS, pick.randint(0, 3)))
        row["grade"] = pick.choice(["1", "2", "3", "10", "2.0", "-4", "3.5", ""])
        row["until"] = pick.choice(["2020-05-17", "2035-01-01", "2021-03-04T05:06:07Z", "2036-12-24T10:00:00+02:00", ""])
        row["temp"] = pick.choice(["true", "false", "TRUE", "False", ""])
        if self.typed and self.chance(0.05):
            column, bad = pick.choice([("grade", "high"), ("until", "soon"), ("temp", "maybe"), ("until", "2026-02-30")])
            row[column] = bad
        if self.may("duplicates", 0.03) and table["people"]:
            twin = pick.choice(table["people"])
            key = pick.choice(["id", "userName", "email"])
            if twin[key]:
                row[key] = self.variant(twin[key], 0.5)
        return row

    def group_rows(self, table):
        pick, people = self.random, table["people"]
        self.used_groups = GROUPS[: pick.randint(4, len(GROUPS))]
        for group in self.used_groups:
            for _ in range(pick.randint(0, 4)):
                if group == "Empty":
                    member, kind = "nobody@nowhere", "user"
                elif people and self.chance(0.6):
                    member, kind = self.variant(pick.choice(people)["userName"], 0.2), "user"
                elif self.chance(0.2) and people:
                    unit = pick.choice(people)["orgUnit"]
                    member, kind = (table["prefix"] + unit if unit else "Temps"), "group"
                else:
                    member, kind = self.variant(pick.choice(self.used_groups + ["Ghosts"]), 0.2), "group"
                table["groups"].append((group, member, kind))
        if self.chance(0.1) and table["groups"]:
            table["groups"].append(("OU-/Sales", pick.choice(people)["userName"] if people else "x", "user"))
            self.features["group shares an org unit's name"] += 1

    # --- targets ------------------------------------------------------------------------------

    def target(self, name):
        pick = self.random
        table = {"name": name, "unmanaged": pick.choice(self.policy_names), "slots": []}
        if self.chance(0.3):
            table["removals"] = {"count": pick.randint(1, 6), "percent": pick.choice([5, 10, 25, 50]),
                                 "at_least": pick.randint(0, 3)}
        elif self.chance(0.8):
            table["removals"] = {"count": 200, "percent": 100, "at_least": 40}
        if self.may("protect", 0.3):
            table["protect"] = pick.choice(['userName sw "svc-"', 'userName co "1@"', 'userName sw "a" or title eq "head"',
                                            'emails.value ew "@other.example"'])
        kinds = [("products", True)] + [("role", False)] * self.chance(0.7) + [("tier", False)] * self.chance(0.2)
        if self.chance(0.35):
            kinds.append(("user_groups", True))
        patient = self.may("grace", 0.4)
        for slot, many in kinds:
            values = pick.sample(MANY if many else ONE, pick.randint(2, 4))
            one = {"name": slot, "many": many, "values": [{"name": value} for value in values]}
            if patient and self.chance(0.6):
                one["grace"] = f"{pick.randint(1, 30)}d"
                self.features["grace"] += 1
            if self.may("seats", 0.5):
                for value in one["values"]:
                    if self.chance(0.5):
                        value["seats"] = pick.randint(0, 8)
            elif not many and self.may("administrators", 0.5):
                one["administrators"] = pick.sample(values, pick.choice([1, 1, 2]))
            if slot == "user_groups":
                one["create_values"] = self.may("templates", 0.8)
                if one["create_values"] and self.chance(0.3):
                    del one["values"]
            table["slots"].append(one)
        self.accounts(table)
        return table

    def accounts(self, table):
        pick = self.random
        everyone = [one for source in self.sources for one in source["people"]]
        header = ["userName", "email", "active", "managed", "unmanaged"] + [slot["name"] for slot in table["slots"]]
        rows, taken, mails = [], set(), set()
        share = pick.choice([0.2, 0.7, 0.95])
        steady = pick.choice([0.5, 0.95])
        if self.chance(0.1):
            self.features["no accounts file"] += 1
            return
        for number in range(pick.choice([0, 2, 4, 4, 9])):
            rows.append(self.account(table, f"gone{number}@example.com", f"gone{number}@example.com", steady))
        for number, person in enumerate(everyone):
            if not self.chance(share):
                continue
            user, email = self.variant(person["userName"], 0.1), person["email"]
            if email and self.chance(0.12):
                user = f"old{number}"
            elif email and self.chance(0.1):
                email = f"former{number}@example.com"
            rows.append(self.account(table, user, email, steady))
        kept = []
        for row in rows:
            if fold(row["userName"]) in taken or (row["email"] and fold(row["email"]) in mails):
                continue
            taken.add(fold(row["userName"]))
            mails.add(fold(row["email"]))
            kept.append(row)
        if self.chance(0.3):
            header.insert(pick.randint(1, len(header)), "note")
            for row in kept:
                row["note"] = pick.choice(["", "kept, \"as is\"", "ü"])
        self.files[f"{table['name']}.csv"] = self.csv(header, kept, ",")

    def account(self, table, user, email, steady):
        pick = self.random
        row = {"userName": user, "email": email, "active": "true" if self.chance(0.85) else "false",
               "managed": "true" if self.chance(steady) else "false"}
        loose = []
        for slot in table["slots"]:
            pool = [one["name"] for one in slot.get("values", [])] + ["Legacy"]
            held = pick.sample(pool, pick.randint(0, min(3, len(pool)) if slot["many"] else 1))
            row[slot["name"]] = ";".join(map(escape, held))
            loose += [f"{escape(slot['name'])}={escape(value)}" for value in held if self.chance(0.2)]
            if self.chance(0.05):
                loose.append(f"{slot['name']}=Absent")
        row["unmanaged"] = ";".join(loose)
        return row

    # --- rules --------------------------------------------------------------------------------

    def gifts(self, exception=False):
        """Random assign and withhold tables."""
        pick, assign, withhold = self.random, {}, {}
        for table in self.targets:
            if not self.chance(0.85):
                continue
            for slot in table["slots"]:
                names = [one["name"] for one in slot.get("values", [])] or ["Handmade"]
                if self.chance(0.6):
                    if slot["many"]:
                        given = pick.sample(names, pick.randint(1, min(2, len(names))))
                        if "templates" not in self.off and not exception and self.chance(
                                0.7 if slot.get("create_values") else 0.05):
                            given = given[:1] * self.chance(0.3) + [pick.choice(
                                ["{groups.display}", "{groups.display:OU-}", "{department}", "{skills}" if self.typed else "{costCenter}"]
                                + ["{" + name + "}" for name, kind, text in self.expressions if kind in ("text", "list", "boolean")
                                   and "user.title" not in text and "user.region" not in text])]
                            self.features[f"template {given[-1]}"] += 1
                            self.features["template from an expression"] += given[-1][1:-1] in [one[0] for one in self.expressions]
                    else:
                        given = "" if self.chance(0.15) else pick.choice(names)
                        self.features["assigns none"] += given == ""
                    assign.setdefault(table["name"], {})[slot["name"]] = given
                if self.chance(0.2):
                    withhold.setdefault(table["name"], {})[slot["name"]] = pick.sample(names, 1)
        return {key: value for key, value in (("assign", assign), ("withhold", withhold)) if value}

    def rule(self, index):
        heading = {"heading": self.random.choice(["Licences", "Röles"])} if self.may("headings", 0.15) else {}
        self.features["heading"] += bool(heading)
        return {"name": f"Rule {index + 1} " + self.random.choice(["Ålpha", "beta \"b\"", "γ"]), **heading,
                "enabled": not self.chance(0.12), "when": self.maker.condition(), **self.gifts()}

    def exception(self):
        people = [one["userName"] for source in self.sources for one in source["people"]] or ["nobody"]
        today = datetime.datetime.now(datetime.timezone.utc).date()
        when, until = self.random.choice([
            ("in future", "2099-12-31"), ("in future", "2099-12-31"), ("today", today), ("without end", None),
            ("yesterday", today - datetime.timedelta(days=1)), ("long ago", "2001-01-01")])
        self.features[f"exception until {when}"] += 1
        return {"user": self.variant(self.random.choice(people)), "reason": "because", "until": until, **self.gifts(True)}

    # --- files --------------------------------------------------------------------------------

    def csv(self, header, rows, delimiter):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=self.random.choice(["\n", "\r\n"]))
        writer.writerow(header)
        for row in rows:
            writer.writerow([row.get(column, "") for column in header])
        return out.getvalue()

    def people_file(self, source):
        pick = self.random
        header = ["id", "userName", "email", "givenName", "familyName", "active", "orgUnit", "groups", "department", "title",
                  "costCenter", "zone"] + (["skills", "grade", "until", "temp"] if self.typed else [])
        pick.shuffle(header)
        text = self.csv([source["map"].get(name, name) for name in header],
                        [{source["map"].get(key, key): value for key, value in row.items()} for row in source["people"]],
                        source["delimiter"])
        if self.may("bad_rows", 0.15):
            mark = source["delimiter"]
            full = [""] * len(header)
            full[header.index("userName")] = "bad@example.com"
            odd = list(full)
            odd[header.index("active")] = "perhaps"
            bad = pick.choice([mark.join(full + ["extra"]), "bad@example.com", mark.join([""] * len(header)), mark.join(odd),
                               mark.join(['x"y' if not one else one for one in full]),
                               mark.join(['"x"y' if not one else one for one in full]), '"open' + mark + mark.join(full)])
            self.features["bad row" + (" never closed" if bad.startswith('"open') else "")] += 1
            end = "\r\n" if "\r\n" in text else "\n"
            text += bad + end
        if self.chance(0.2):
            text = "\ufeff" + text
            self.features["BOM"] += 1
        return text

    def config(self):
        lines = ["rolecall = 1"]
        for source in self.sources:
            index, names = source["index"], ["main", "second"]
            domains = [{"name": name, "verified": True} for name in source["domains"]]
            if source["pending"]:
                domains.append({"name": "pending.example", "verified": False})
            lines += ["", "[[directory]]", f"name = {toml(names[index])}", f"domains = {toml(domains)}"]
            lines += [f"check_domains = {toml(source['check'])}"] * (not source["check"])
            lines += [f"org_unit_prefix = {toml(source['prefix'])}"] * (source["prefix"] != "OU-")
            lines += ["[directory.source]", 'kind = "csv"', f'users = "users{index}.csv"', f'groups = "groups{index}.csv"']
            lines += [f"delimiter = {toml(source['delimiter'])}"] * (source["delimiter"] != ",")
            lines += [f"map = {toml(source['map'])}"] * bool(source["map"])
        lines += ["", "[[attribute]]", 'name = "region"', 'from = "zone"']
        if self.typed:
            for name, kind in (("grade", "number"), ("until", "date"), ("temp", "boolean"), ("skills", "list")):
                lines += ["", "[[attribute]]", f"name = {toml(name)}", f"type = {toml(kind)}", f"from = {toml(name)}"]
        for name, kind, text in self.expressions:
            lines += ["", "[[attribute]]", f"name = {toml(name)}", f"type = {toml(kind)}", f"expression = {toml(text)}"]
        for table in self.targets:
            lines += ["", "[[target]]", f"name = {toml(table['name'])}", 'kind = "csv"',
                      f'accounts = "{table["name"]}.csv"', f"unmanaged = {toml(table['unmanaged'])}"]
            for key in ("removals", "protect"):
                lines += [f"{key} = {toml(table.get(key))}"] * (key in table)
            for slot in table["slots"]:
                lines += ["", "[[target.slot]]"] + [f"{key} = {toml(value)}" for key, value in slot.items()]
        for rule in self.rules:
            lines += ["", "[[rule]]", f"name = {toml(rule['name'])}"] + ["enabled = false"] * (not rule["enabled"])
            lines += [f"heading = {toml(rule.get('heading'))}"] * ("heading" in rule)
            lines += [f"when = {toml(rule['when'])}"] + self.gift_lines(rule)
        for one in self.exceptions:
            lines += ["", "[[exception]]", f"user = {toml(one['user'])}", 'reason = "because"']
            lines += [f"until = {one['until']}"] * (one["until"] is not None)
            lines += self.gift_lines(one)
        for one in self.rule_tests:
            lines += ["", "[[rule_test]]", f"user = {toml(one['user'])}"]
            lines += [f"expect.{name} = {toml(expect)}" for name, expect in one["expect"].items()]
        return "\n".join(lines) + "\n"

    def gift_lines(self, table):
        return [f"{verb}.{name} = {toml(slots)}" for verb in ("assign", "withhold") for name, slots in
                table.get(verb, {}).items()]

    def write(self, folder):
        """Writes config.toml and the csv files."""
        for source in self.sources:
            if f"users{source['index']}.csv" not in self.files:
                self.files[f"users{source['index']}.csv"] = self.people_file(source)
                rows = [dict(zip(("group", "member", "type"), row)) for row in source["groups"]]
                self.files[f"groups{source['index']}.csv"] = self.csv(["group", "member", "type"], rows, source["delimiter"])
        self.files["config.toml"] = self.config()
        for name, text in self.files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
