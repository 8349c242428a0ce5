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
AUDIT = ["https://www.googleapis.com/auth/admin.reports.audit.readonly"]


def connected(version="directory_v1", scopes=SCOPES):
    credentials = service_account.Credentials.from_service_account_file(key, scopes=scopes, subject=admin)
    options = {"api_endpoint": place}
    return build("admin", version, credentials=credentials, client_options=options, cache_discovery=False)


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
reports = connected("reports_v1", AUDIT).activities()
asked = {"userKey": "all", "applicationName": "admin", "customerId": "my_customer"}
deeds, pages = every(reports, "items", maxResults=2, startTime="2026-01-01T00:00:00.000Z", **asked)
renamed, _ = every(reports, "items", eventName="RENAME_USER", **asked)
late, _ = every(reports, "items", startTime=deeds[0]["id"]["time"], **asked)


def told(deed):
    event = deed["events"][0]
    return [event["type"], event["name"], {one["name"]: one["value"] for one in event["parameters"]}]


one = directory.users().get(userKey="p0@example.com", projection="full").execute()
print(json.dumps({
    "deeds": [told(deed) for deed in deeds],
    "pages": pages,
    "ids": len({(deed["id"]["time"], deed["id"]["uniqueQualifier"]) for deed in deeds}),
    "renamed": [told(deed)[1] for deed in renamed],
    "late": len(late),
    "one": [one["id"], one["customSchemas"]],
    "group": directory.groups().get(groupKey="all@example.com").execute()["name"],
}), flush=True)

sys.stdin.readline()
refused = {}
for name, wrong in (
    ("start", {"startTime": "2999-01-01T00:00:00.000Z"}),
    ("most", {"maxResults": 2000}),
    ("of", {"customerId": "C000"}),
):
    try:
        reports.list(**{**asked, **wrong}).execute()
    except HttpError as error:
        refused[name] = error.resp.status
try:
    connected("reports_v1").activities().list(**asked).execute()
except HttpError as error:
    refused["audit"] = [error.resp.status, error.error_details[0]["reason"]]
try:
    directory.users().get(userKey="p2@example.com").execute()
except HttpError as error:
    refused["deleted"] = error.resp.status
print(json.dumps(refused), flush=True)

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
