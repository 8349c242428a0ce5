"""The files: users.csv, groups.csv and a csv target's accounts."""

import csv
import io
import os

from conditions import READ, ConfigError, fold

KNOWN = ["id", "userName", "email", "givenName", "familyName", "active", "orgUnit", "groups"]
PATHS = {"givenname": "name.givenname", "familyname": "name.familyname", "email": "emails.value"}


class Unreadable(Exception):
    """A source or target could not be read: exit code 1."""


def read_text(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except FileNotFoundError:
        raise Unreadable(f"{path} does not exist")
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not UTF-8")


def records(text, delimiter):
    """RFC 4180: yields (line, fields, error); error 'unclosed' ends the file."""
    at, line, size = 0, 1, len(text)
    while at < size:
        fields, error, begun = [], None, line
        while True:
            if at < size and text[at] == '"':
                value, at = [], at + 1
                while True:
                    close = text.find('"', at)
                    if close < 0:
                        yield begun, None, "unclosed"
                        return
                    value.append(text[at:close])
                    line += text.count("\n", at, close)
                    at = close + 1
                    if at < size and text[at] == '"':
                        value.append('"')
                        at += 1
                    else:
                        break
                fields.append("".join(value))
                if at < size and text[at] not in delimiter + "\r\n":
                    error = "text after a closing quote"
            else:
                end = at
                while end < size and text[end] not in delimiter + "\r\n":
                    end += 1
                if '"' in text[at:end]:
                    error = "a quote inside an unquoted field"
                fields.append(text[at:end])
                at = end
            if error:
                while at < size and text[at] not in "\r\n":
                    at += 1
            if at < size and text[at] == delimiter:
                at += 1
                continue
            break
        if text[at: at + 2] == "\r\n":
            at += 2
        else:
            at += 1
        line += 1
        if fields == [""] and not error:
            continue
        yield begun, None if error else fields, error


class Person:
    """One row of a source."""

    def __init__(self):
        self.attrs, self.groups, self.invalid, self.cells = {}, [], [], {}
        self.duplicate = None


def read_header(text, delimiter, path):
    rows = records(text, delimiter)
    first = next(rows, None)
    if first is None or first[1] is None:
        raise Unreadable(f"{path} has no readable header row")
    if len(set(first[1])) != len(first[1]):
        raise Unreadable(f"{path} names a column twice")
    return first[1], rows


class Source:
    """What one directory's source delivered."""

    def __init__(self, index, directory, base):
        self.index, self.directory, self.base = index, directory, base
        self.people, self.bad_rows, self.truncated = [], 0, False
        self.settings = directory["source"]
        self.delimiter = self.settings.get("delimiter", ",")
        self.inner = "|" if self.delimiter == ";" else ";"
        self.path = os.path.join(base, self.settings["users"])
        self.header, self.rows = read_header(read_text(self.path), self.delimiter, self.path)
        self.map = self.settings.get("map", {})
        for theirs in self.map.values():
            if theirs not in self.header:
                raise ConfigError(f"map names the column {theirs}, which {self.path} lacks")
        if self.map.get("userName", "userName") not in self.header:
            raise Unreadable(f"{self.path} has no column userName")

    def read(self, attributes, compute=lambda person: None):
        """Reads the people; attributes: lower-case name -> (type, column or None); `compute` adds what is worked out."""
        for _, fields, error in self.rows:
            person = None
            if error == "unclosed":
                self.truncated = True
            if not error and len(fields) == len(self.header):
                person = self.person(dict(zip(self.header, fields)), attributes)
            if person is None:
                self.bad_rows += 1
            else:
                compute(person)
                self.people.append(person)

    def split(self, cell):
        return [part for part in cell.split(self.inner) if part]

    def person(self, row, attributes):
        person = Person()
        get = lambda name: row.get(self.map.get(name, name), "")
        person.source = self.index
        person.user_name = get("userName")
        person.email = get("email")
        person.id = get("id") or person.user_name
        if not person.user_name or get("active").lower() not in ("", "true", "false"):
            return None
        person.active = get("active").lower() != "false"
        person.org_unit = get("orgUnit")
        person.listed_groups = self.split(get("groups"))
        person.attrs["username"] = [person.user_name]
        person.attrs["externalid"] = [person.id]
        person.attrs["active"] = [person.active]
        if person.org_unit:
            person.attrs["orgunit"] = [person.org_unit]
        for name in ("email", "givenName", "familyName"):
            if get(name):
                person.attrs[PATHS[name.lower()]] = [get(name)]
        for low, (kind, column, name) in attributes.items():
            cell = row.get(column, "") if column else get(name)
            if not cell:
                continue
            if kind == "list":
                values = self.split(cell)
                if values:
                    person.attrs[low] = values
            elif kind in READ:
                try:
                    person.attrs[low] = [READ[kind](cell)]
                except ValueError:
                    person.invalid.append(low)
            else:
                person.attrs[low] = [cell]
            person.cells[low] = self.split(cell) if kind == "list" else [cell]
        return person

    def nesting(self):
        """groups.csv as (group, member, type) rows."""
        if "groups" not in self.settings:
            return []
        path = os.path.join(self.base, self.settings["groups"])
        header, rows = read_header(read_text(path), self.delimiter, path)
        for wanted in ("group", "member", "type"):
            if wanted not in header:
                raise Unreadable(f"{path} has no column {wanted}")
        found = []
        for _, fields, error in rows:
            if not error and len(fields) == len(header):
                row = dict(zip(header, fields))
                found.append((row["group"], row["member"], row["type"]))
        return found


# --- accounts ---------------------------------------------------------------------------------

FIXED = ["userName", "email", "active", "managed", "unmanaged"]


class Account:
    """One row of a csv target's accounts file."""

    def holds(self, slot, value):
        return any(fold(have) == fold(value) for have in self.held[slot])

    def is_managed(self, slot, value):
        return self.managed and (slot, fold(value)) not in self.unmanaged

    def copy(self):
        new = Account()
        new.__dict__.update(self.__dict__)
        new.held = {slot: list(values) for slot, values in self.held.items()}
        new.unmanaged = set(self.unmanaged)
        return new


def cut(text, mark):
    """Cuts at an unescaped mark; the pieces keep their escapes."""
    pieces, piece, at = [], "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            piece, at = piece + text[at: at + 2], at + 2
        elif text[at] == mark:
            pieces, piece, at = pieces + [piece], "", at + 1
        else:
            piece, at = piece + text[at], at + 1
    return pieces + [piece]


def unescape(text):
    out, at = "", 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1: at + 2] in (";", "=", "\\"):
            at += 1
        out, at = out + text[at], at + 1
    return out


def escape(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace("=", "\\=")


def read_accounts(path, slots):
    """Reads the accounts of a csv target; slots: name -> slot table."""
    if not os.path.exists(path):
        return []
    text = read_text(path)
    header, rows = read_header(text, ",", path)
    if "userName" not in header:
        raise Unreadable(f"{path} has no column userName")
    accounts, seen = [], set()
    for line, fields, error in rows:
        if error or len(fields) != len(header):
            raise Unreadable(f"{path}, line {line}: {error or 'wrong field count'}")
        row = dict(zip(header, fields))
        account = Account()
        account.user_name, account.email = row["userName"], row.get("email", "")
        account.active = row.get("active", "").lower() != "false"
        account.managed = row.get("managed", "").lower() == "true"
        account.held, account.unmanaged = {}, set()
        for name, slot in slots.items():
            cell = row.get(name, "")
            parts = cut(cell, ";") if slot.get("many") else [cell]
            account.held[name] = [unescape(part) for part in parts if part]
        for entry in cut(row.get("unmanaged", ""), ";"):
            pieces = cut(entry, "=")
            if len(pieces) >= 2:
                slot, value = unescape(pieces[0]), unescape("=".join(pieces[1:]))
                if slot in account.held and account.holds(slot, value):
                    account.unmanaged.add((slot, fold(value)))
        account.extra = {key: value for key, value in row.items() if key not in FIXED and key not in slots}
        if fold(account.user_name) in seen:
            raise Unreadable(f"{path}, line {line}: {account.user_name} is there twice")
        seen.add(fold(account.user_name))
        accounts.append(account)
    return accounts


def write_accounts(path, accounts, slots):
    """Writes accounts in the form that read_accounts reads."""
    extra = list(accounts[0].extra) if accounts else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIXED + list(slots) + extra)
    for one in sorted(accounts, key=lambda account: account.user_name):
        values = [(slot, value) for slot in slots for value in one.held[slot] if (slot, fold(value)) in one.unmanaged]
        writer.writerow(
            [one.user_name, one.email, str(one.active).lower(), str(one.managed).lower(),
             ";".join(f"{escape(slot)}={escape(value)}" for slot, value in values)]
            + [";".join(escape(value) for value in one.held[slot]) for slot in slots]
            + [one.extra.get(key, "") for key in extra])
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(out.getvalue())


def comparable(accounts):
    """Accounts as plain data, so that two files can be compared by meaning."""
    return {
        account.user_name: {
            "email": account.email, "active": account.active, "managed": account.managed,
            "unmanaged": sorted(f"{slot}={value}" for slot, value in account.unmanaged) if account.managed else [],
            "held": {slot: sorted(values) for slot, values in account.held.items()}, "extra": account.extra,
        }
        for account in accounts
    }
