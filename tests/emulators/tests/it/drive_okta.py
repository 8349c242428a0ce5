"""Drives the emulator with Okta's own client, unmodified. Prints what it found as JSON.

drive_okta.py ORIGIN API_TOKEN CLIENT_ID PRIVATE_KEY_FILE
"""

import asyncio
import json
import sys

from okta.client import Client

origin, token, client_id, key = sys.argv[1:5]
COMMON = {"orgUrl": origin, "requestTimeout": 30}


async def every(listed):
    """All pages of a list."""
    found, response, error = listed
    assert error is None, error
    found = list(found)
    while response.has_next():
        more, error = await response.next()
        assert error is None, error
        found += more
    return found


async def done(call):
    """What a call brought; it must go well."""
    answer = await call
    assert answer[-1] is None, answer[-1]
    return answer[0]


async def drive():
    okta = Client({**COMMON, "token": token})
    made = []
    for number in range(7):
        profile = {"login": f"p{number}@example.com", "email": f"p{number}@example.com",
                   "firstName": f"P{number}", "lastName": "Lee", "department": "Sales"}
        made.append(await done(okta.create_user({"profile": profile}, {"activate": "true"})))
    group = await done(okta.create_group({"profile": {"name": "Sales"}}))
    for user in made[:5]:
        await done(okta.add_user_to_group(group.id, user.id))
    before = await done(okta.get_user(made[0].id))
    await done(okta.partial_update_user(made[0].id, {"profile": {"department": "Legal"}}))
    await done(okta.deactivate_user(made[1].id))
    await done(okta.deactivate_or_delete_user(made[2].id))
    await done(okta.deactivate_or_delete_user(made[2].id))
    await done(okta.remove_user_from_group(group.id, made[3].id))

    users = await every(await okta.list_users({"limit": "2"}))
    ever = {"filter": 'lastUpdated gt "1970-01-01T00:00:00.000Z"', "limit": "2"}
    with_gone = await every(await okta.list_users(ever))
    never = await every(await okta.list_users({"filter": 'lastUpdated gt "2999-01-01T00:00:00.000Z"'}))
    searched = await every(await okta.list_users({"search": 'profile.department eq "Legal"'}))
    groups = await every(await okta.list_groups({"limit": "1"}))
    members = await every(await okta.list_group_users(group.id, {"limit": "2"}))
    changed = (await done(okta.get_user(made[0].id))).last_updated >= before.last_updated

    _, _, refused = await okta.list_users({"filter": "nonsense"})
    _, _, missing = await okta.get_user("00unobody")
    _, _, wrong = await Client({**COMMON, "token": "wrong"}).list_users()
    scopes = ["okta.users.read", "okta.groups.read"]
    private = Client({**COMMON, "authorizationMode": "PrivateKey", "clientId": client_id, "scopes": scopes,
                      "privateKey": open(key).read()})
    by_key = await every(await private.list_users({"limit": "3"}))

    print(json.dumps({
        "users": sorted(user.profile.login for user in users),
        "with_gone": {user.profile.login: user.status.value for user in with_gone},
        "never": len(never),
        "searched": [user.profile.login for user in searched],
        "groups": [one.profile.name for one in groups],
        "members": sorted(user.profile.login for user in members),
        "changed": changed,
        "codes": [refused.error_code, missing.error_code, wrong.error_code],
        "by_key": len(by_key),
    }))


asyncio.run(drive())
