"""A small organization and its rules, and what they leave in a provider, reckoned by hand."""

import copy
import csv
import os

DEPARTMENTS = ("Sales", "Engineering", "Überwachung", "財務")
COLUMNS = ("id", "userName", "email", "givenName", "familyName", "active", "department", "title")

HEAD = """rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "console"
kind = "scim"
url = "%s"
secret = "console"
send = %s
removals = { count = 1000, percent = 100, at_least = 1000 }

[[target.slot]]
name = "teams"
bind = "groups"
many = true
create_values = true
"""
SLOT = '\n[[target.slot]]\nname = "%s"\nbind = "%s"\nmany = %s\n'
RULE = "\n[[rule]]\nname = \"%s\"\nwhen = '%s'\nassign.console = { %s }\n"


class Staff(dict):
    """People by number, each a row of users.csv."""

    @classmethod
    def of(cls, numbers):
        return cls((number, cls.person(number)) for number in numbers)

    @staticmethod
    def person(number):
        user = f"u{number:03}@example.com"
        return {
            "id": f"id-{number}", "userName": user, "email": user, "givenName": "Ann", "familyName": f"Nemo {number}",
            "active": "true", "department": DEPARTMENTS[number % len(DEPARTMENTS)], "title": "Clerk" if number % 5 else "Lead",
        }

    def changed(self, numbers, **cells):
        other = copy.deepcopy(self)
        for number in numbers:
            other[number].update(cells)
        return other

    def without(self, numbers):
        return Staff((number, person) for number, person in self.items() if number not in numbers)

    def joined(self, numbers):
        return Staff({**self, **Staff.of(numbers)})

    def write(self, folder):
        with open(os.path.join(folder, "users.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(self.values())


def write_configuration(folder, provider):
    text = HEAD % (provider.url, provider.send)
    for name, (bind, many) in provider.slots.items():
        text += SLOT % (name, bind, str(many).lower())
    for name, when, values in (
        ("Leads", 'title eq "Lead"', {"role": '"Admin"', "products": '["Analytics"]'}),
        ("Sales", 'department eq "Sales"', {"products": '["Connect"]', "kind": '"Seller"'}),
        ("All", "userName pr", {"role": '"Member"', "products": '["Meeting"]', "teams": '["{department}"]'}),
    ):
        known = [f"{slot} = {value}" for slot, value in values.items() if slot == "teams" or slot in provider.slots]
        if known:
            text += RULE % (name, when, ", ".join(known))
    with open(os.path.join(folder, "config.toml"), "w", encoding="utf-8") as file:
        file.write(text)


def role(person):
    return "Admin" if person["title"] == "Lead" else "Member"


def planned(provider, staff, former):
    """What the rules leave: users by name, members by group. `former` people keep an account alone."""
    users, groups = {}, {}
    for people, here in ((former, False), (staff, True)):
        for person in people.values():
            active = here and person["active"] == "true"
            lead, sells = role(person) == "Admin", person["department"] == "Sales"
            whole = {
                "active": active,
                "externalId": person["id"],
                "name": [person["givenName"], person["familyName"]],
                "emails": [person["email"]],
                "title": person["title"],
                "userType": "Seller" if active and sells else None,
                "roles": [role(person)] if active else [],
                "entitlements": [name for name, given in (("Analytics", lead), ("Connect", sells), ("Meeting", True)) if active and given],
            }
            users[person["userName"]] = {key: value for key, value in whole.items() if key == "active" or key in provider.keeps}
            members = groups.setdefault(person["department"], [])
            if active:
                members.append(person["userName"])
    return users, {name: sorted(members) for name, members in groups.items()}
