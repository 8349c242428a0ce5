"""Drives the emulator with Adobe's own client, unmodified. Prints what it found as JSON.

drive_umapi.py HOST:PORT ORG_ID CLIENT_ID CLIENT_SECRET PEOPLE
"""

import json
import sys

from umapi_client import Connection, GroupsQuery, IdentityType, OAuthS2S, UserAction, UsersQuery

place, org, client, secret, people = sys.argv[1:6]
auth = OAuthS2S(client, secret, auth_host=place)
console = Connection(org, auth, endpoint=f"https://{place}/v2/usermanagement", max_retries=1)

actions = []
for number in range(int(people)):
    action = UserAction(user=f"person{number}@example.com")
    action.create(f"person{number}@example.com", f"Given{number}", "Family", "DE", IdentityType.federatedID)
    action.add_to_groups(groups=["Design", "Drawing"])
    actions.append(action)
stranger = UserAction(user="someone@elsewhere.org")
stranger.create("someone@elsewhere.org", "Some", "One", "DE", IdentityType.federatedID)
actions.append(stranger)
queued, sent, completed = console.execute_multiple(actions)

leaving = UserAction(user="person0@example.com")
leaving.remove_from_organization()
lost = UserAction(user="person1@example.com")
lost.remove_from_groups(groups=["Drawing"])
unknown = UserAction(user="nobody@example.com")
unknown.add_to_groups(groups=["Design"])
second = console.execute_multiple([leaving, lost, unknown])

users = UsersQuery(console).all_results()
print(json.dumps({
    "first": [queued, sent, completed],
    "second": list(second),
    "errors": [error["errorCode"] for action in [*actions, unknown] for error in action.execution_errors()],
    "users": sorted(user["email"] for user in users),
    "drawing": sorted(user["email"] for user in users if "Drawing" in user["groups"]),
    "groups": {group["groupName"]: group["memberCount"] for group in GroupsQuery(console).all_results()},
}))
