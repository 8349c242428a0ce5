"""Random edits of an organization's rules, and random misspellings of its configuration."""

import copy
import json


class Editor:
    """Edits a copy of the rules, as an administrator would before saving."""

    def __init__(self, organization):
        self.org, self.random = organization, organization.random

    def candidate(self):
        """The configuration text with one to four edits; notes which."""
        saved = (self.org.rules, self.org.exceptions)
        self.org.rules, self.org.exceptions = copy.deepcopy(saved[0]), copy.deepcopy(saved[1])
        try:
            for _ in range(self.random.choice([1, 1, 2, 4])):
                edit = self.random.choice([self.condition, self.condition, self.move, self.toggle, self.delete, self.add,
                                           self.values, self.values, self.exception])
                edit()
                self.org.features[f"edit {edit.__name__}"] += 1
            return self.org.config()
        finally:
            self.org.rules, self.org.exceptions = saved

    def rule(self):
        return self.random.choice(self.org.rules)

    def condition(self):
        if self.org.rules:
            self.rule()["when"] = self.org.maker.condition()

    def move(self):
        if self.org.rules:
            one = self.org.rules.pop(self.random.randrange(len(self.org.rules)))
            self.org.rules.insert(self.random.randint(0, len(self.org.rules)), one)

    def toggle(self):
        if self.org.rules:
            one = self.rule()
            one["enabled"] = not one["enabled"]

    def delete(self):
        if self.org.rules:
            self.org.rules.remove(self.rule())

    def add(self):
        self.added = getattr(self, "added", 20) + 1
        one = self.org.rule(self.added)
        self.org.rules.insert(self.random.randint(0, len(self.org.rules)), one)

    def values(self):
        if self.org.rules:
            one = self.rule()
            for verb in ("assign", "withhold"):
                one.pop(verb, None)
            one.update(self.org.gifts())

    def exception(self):
        if "exceptions" not in self.org.off:
            self.org.exceptions.insert(0, self.org.exception())


class Misspeller:
    """Breaks one word of a valid configuration, and knows where and what it was."""

    def __init__(self, organization, text):
        self.org, self.random, self.text = organization, organization.random, text

    def wrong(self, word):
        """The word with one letter lost, doubled, swapped or changed."""
        at = self.random.randrange(1, len(word))
        return self.random.choice([
            word[:at] + word[at + 1:], word[:at] + word[at] + word[at:], word[:at] + "q" + word[at + 1:],
            word[:at - 1] + word[at] + word[at - 1] + word[at + 1:]])

    def broken(self):
        """What is wrong, where, and what must be suggested; with the text; None where nothing suits."""
        lines = self.text.split("\n")
        if self.org.chance(0.12):
            return self.too_large(lines)
        places = []
        known = {"attribute": ["department", "title", "region", "costCenter", "grade", "until", "temp", "skills", "userName"]}
        for number, line in enumerate(lines):
            key = line.split(" = ", 1)[0]
            if key == "expression":
                places += [("attribute in an expression", number, at, word) for word in known["attribute"]
                           for at in self.words(line, word) if line[at - 5: at] == "user." and not line[at + len(word)].isalnum()]
            elif key == "when":
                places += [("attribute", number, at, word) for word in known["attribute"] for at in self.words(line, word)
                           if line[at - 1] in " (\"" and line[at + len(word)] == " "]
            elif key.startswith(("assign.", "withhold.")):
                table = self.org.target_by_name(key.split(".")[1])
                places.append(("target", number, len(key.split(".")[0]) + 1, table["name"]))
                for slot in table["slots"]:
                    at = line.find(f" {slot['name']} = ")
                    if at >= 0:
                        places.append(("slot", number, at + 1, slot["name"]))
                        end = self.end_of_value(line, at)
                        if "values" in slot and not slot.get("create_values"):
                            places += [("product", number, found + 1, value["name"]) for value in slot["values"]
                                       for found in [line.find(json.dumps(value["name"], ensure_ascii=False), at, end)]
                                       if found >= 0 and value["name"].isalpha()]
        kinds = sorted({place[0] for place in places})
        if not kinds:
            return None
        kind = self.random.choice(kinds)
        _, number, at, word = self.random.choice([place for place in places if place[0] == kind])
        bad = self.wrong(word)
        if bad.lower() in self.all_names():
            return None
        lines[number] = lines[number][:at] + bad + lines[number][at + len(word):]
        column = at + 1 - (kind == "product")  # a value's place is its opening quote
        return {"kind": kind, "text": "\n".join(lines), "line": number + 1, "column": column, "bad": bad, "right": word}

    def too_large(self, lines):
        """A pattern of few letters that would take more room than any condition may."""
        number = self.random.choice([at for at, line in enumerate(lines) if line.startswith("when = ")])
        pattern = self.random.choice(["(((a{1000}){1000}){1000})", "\\\\w{900}{900}", "((x|y){500}){999}{9}"])
        lines[number] = f'when = "userName re \\"{pattern}\\""'
        return {"kind": "pattern that is too large", "text": "\n".join(lines), "line": number + 1, "column": None,
                "bad": "", "right": "pattern"}

    def all_names(self):
        names = {"department", "title", "region", "costcenter", "grade", "until", "temp", "skills", "username"}
        for table in self.org.targets:
            names.add(table["name"])
            for slot in table["slots"]:
                names |= {slot["name"].lower()} | {value["name"].lower() for value in slot.get("values", [])}
        return names

    def words(self, line, word):
        at = line.find(word)
        while at >= 0:
            yield at
            at = line.find(word, at + 1)

    def end_of_value(self, line, at):
        """Where the slot's value ends: the closing bracket or quote after its sign of equality."""
        begin = line.index(" = ", at) + 3
        if line[begin] == "[":
            return line.index("]", begin)
        return line.index("\"", begin + 1) + 1
