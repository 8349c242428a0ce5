"""Drives the emulator with Google's own client, unmodified. Prints what it found as JSON.

drive_google.py PLACE ADMIN KEY_FILE

Waits for a line on standard input before what is to be refused.
"""

import json
import sys

from google.auth.exceptions import RefreshError
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

place, admin, key = sys.argv[1:4]
SCOPES = [f"https://www.googleapis.com/auth/admin.directory.{one}.readonly" for one in ("user", "group")]


def connected():
    credentials = service_account.Credentials.from_service_account_file(key, scopes=SCOPES, subject=admin)
    options = {"api_endpoint": place}
    return build("admin", "directory_v1", credentials=credentials, client_options=options, cache_discovery=False)


def every(collection, name, **asked):
    request, found, pages = collection.list(**asked), [], 0
    while request is not None:
        answer = request.execute(num_retries=5)
        found += answer.get(name, [])
        pages += 1
        request = collection.list_next(request, answer)
    return found, pages


directory = connected()
users, pages = every(directory.users(), "users", customer="my_customer", maxResults=500, projection="full", orderBy="email")
groups, _ = every(directory.groups(), "groups", customer="my_customer", maxResults=200)
members = {
    group["name"]: sorted([one["type"], one["id"]] for one in every(directory.members(), "members", groupKey=group["id"])[0])
    for group in groups
}
deleted, _ = every(directory.users(), "users", customer="my_customer", showDeleted="true")
suspended, _ = every(directory.users(), "users", customer="my_customer", query="isSuspended=true")
print(json.dumps({
    "users": {user["primaryEmail"]: [user["orgUnitPath"], user["suspended"], user.get("customSchemas")] for user in users},
    "pages": pages,
    "counts": {group["name"]: group["directMembersCount"] for group in groups},
    "members": members,
    "deleted": [user["primaryEmail"] for user in deleted],
    "suspended": [user["primaryEmail"] for user in suspended],
}), flush=True)

sys.stdin.readline()
refused = {}
try:
    directory.users().list(customer="C000").execute()
except HttpError as error:
    refused["customer"] = [error.resp.status, error.error_details[0]["reason"]]
try:
    connected().users().list(customer="my_customer").execute()
except RefreshError as error:
    refused["scope"] = error.args[1]["error"]
print(json.dumps(refused), flush=True)
