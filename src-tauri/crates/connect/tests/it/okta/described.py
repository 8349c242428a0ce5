"""Holds calls and answers against the description that Okta publishes of its API. Prints what does not fit as JSON.

described.py ORIGIN TOKEN CALLS_FILE FOLDER

CALLS_FILE holds what the connector called: {"calls": [{"method", "path", "query"}], "profile": [names it reads]}. Each
call must be one that the description knows, with query parameters that it knows, and is made again: the answer must
be as the description says, with nothing that it does not know. A null counts as absent: the description is of
Swagger 2.0, which cannot say that something may be null. The description comes from npm, of one pinned version, and is
kept in FOLDER; where it cannot be had, the answer says so.
"""

import base64
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import urllib.parse
import urllib.request

import jsonschema

PACKAGE = "@okta/openapi@2.15.0"
SHA512 = "twwPLKMJ5HlEZvdL6n0TiOIYqJVihM7g3UI1oSKBm9mPb0Fv9BIFKVOOrloJ3LiEnhTOzkR8w16BdCxbPTVcjg=="
ORIGIN, TOKEN, CALLS, FOLDER = sys.argv[1:5]


class Missing(Exception):
    """The description cannot be had."""


def description():
    """Okta's description, fetched once."""
    kept = os.path.join(FOLDER, "okta-openapi-2.15.0.json")
    if not os.path.exists(kept):
        with tempfile.TemporaryDirectory() as scratch:
            npm = "npm.cmd" if os.name == "nt" else "npm"
            words = [npm, "pack", "--silent", "--ignore-scripts", PACKAGE]
            try:
                subprocess.run(words, cwd=scratch, check=True, capture_output=True, timeout=120)
            except (OSError, subprocess.SubprocessError) as error:
                raise Missing(f"npm does not hand out {PACKAGE}: {error}") from error
            (name,) = os.listdir(scratch)
            with open(os.path.join(scratch, name), "rb") as file:
                found = base64.b64encode(hashlib.sha512(file.read()).digest()).decode()
            assert found == SHA512, f"{PACKAGE} is not what it was: {found}"
            with tarfile.open(os.path.join(scratch, name)) as archive:
                text = archive.extractfile("package/dist/spec.json").read()
        os.makedirs(FOLDER, exist_ok=True)
        with open(kept + ".part", "wb") as file:
            file.write(text)
        os.replace(kept + ".part", kept)
    with open(kept, encoding="utf-8") as file:
        return json.load(file)


def close(schema):
    """The same, where what it does not name is not allowed, but for what Okta calls extensible."""
    if isinstance(schema, list):
        return [close(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: close(value) for name, value in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema and not schema.get("x-okta-extensible"):
        closed["additionalProperties"] = False
    return closed


def present(value):
    """The same without what is null."""
    if isinstance(value, dict):
        return {name: present(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [present(one) for one in value]
    return value


def operation(paths, method, path):
    """What the description says of a call; the one with the fewest blanks."""
    wanted, found = path.strip("/").split("/"), []
    for template, methods in paths.items():
        parts = template.strip("/").split("/")
        blanks = [part.startswith("{") for part in parts]
        fits = len(parts) == len(wanted) and all(b or p == w for b, p, w in zip(blanks, parts, wanted))
        if fits and method.lower() in methods:
            found.append((sum(blanks), template, methods[method.lower()]))
    return min(found, key=lambda one: one[:2])[1:] if found else (None, None)


def ask(path, query):
    request = urllib.request.Request(f"{ORIGIN}{path}?{query}", headers={"Authorization": f"SSWS {TOKEN}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        return answer.status, json.load(answer)


def main():
    try:
        described = description()
    except Missing as error:
        return {"missing": str(error)}
    with open(CALLS, encoding="utf-8") as file:
        asked = json.load(file)
    checker = jsonschema.FormatChecker(formats=[])

    @checker.checks("date-time", raises=ValueError)
    def is_moment(text):
        return not isinstance(text, str) or bool(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))

    definitions = close(described["definitions"])
    known = definitions["UserProfile"]["properties"]
    wrong = [f"profile.{name} is no attribute of a user's profile" for name in asked["profile"] if name not in known]
    templates, records = set(), 0
    for call in asked["calls"]:
        template, found = operation(described["paths"], call["method"], call["path"])
        if found is None:
            wrong.append(f"{call['method']} {call['path']} is no call of the API")
            continue
        templates.add(template)
        names = {one["name"] for one in found["parameters"] if one["in"] == "query"}
        given = {name for name, _ in urllib.parse.parse_qsl(call["query"], keep_blank_values=True)}
        wrong += [f"{template} knows no parameter {name}" for name in sorted(given - names)]
        status, body = ask(call["path"], call["query"])
        schema = {**close(found["responses"][str(status)]["schema"]), "definitions": definitions}
        judge = jsonschema.Draft4Validator(schema, format_checker=checker)
        records += len(body) if isinstance(body, list) else 1
        for error in judge.iter_errors(present(body)):
            wrong.append(f"{template}: {error.json_path}: {error.message}")
    return {"wrong": sorted(set(wrong)), "templates": sorted(templates), "records": records}


print(json.dumps(main()))
