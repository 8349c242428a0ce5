"""Starts SCIM providers that nobody here wrote, and reads them back with a client of its own."""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import environments
import organization

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
TOKEN = "token-of-the-peers"


class Provider:
    """A running provider. Its subclasses say how it is started and what it cannot do."""

    name = ""
    base = "/scim/v2"
    # Slots beside the groups that its users have a place for, as lines of the configuration.
    slots = {}
    # What is sent beyond the least, as a table of the configuration.
    send = "{}"
    # Attributes that it keeps of a user, by which its state is compared.
    keeps = ("externalId", "name", "emails", "title", "roles", "entitlements", "userType")

    def __init__(self, folder):
        self.folder, self.token, self.process = folder, TOKEN, None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.root = f"http://127.0.0.1:{self.port}"
        self.url = self.root + self.base

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    # The cause by which a role is refused to everybody, where users have no place for one.
    no_roles = None

    def cannot(self, staff):
        """The failures that a sync has here: cause, user, step, value."""
        active = [person for person in staff.values() if person["active"] == "true" and self.no_roles]
        return [(self.no_roles, person["userName"], "assign", organization.role(person)) for person in active]

    def run(self, words, **more):
        """Starts the server and waits until it listens."""
        log = os.path.join(self.folder, f"{self.name}.log")
        with open(log, "wb") as out:
            self.process = subprocess.Popen(words, stdout=out, stderr=out, stdin=subprocess.DEVNULL, **more)
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended: {environments.read(log)[-2000:]}")
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not listen")

    def ask(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with DIRECT.open(request, timeout=30) as answer:
            return json.load(answer)

    def resources(self, kind):
        """All resources of a kind, page by page."""
        found, total = [], None
        while total is None or len(found) < total:
            page = self.ask(f"/{kind}?{urllib.parse.urlencode({'startIndex': len(found) + 1})}")
            total = page["totalResults"]
            found += page.get("Resources", [])
            if not page.get("Resources") and len(found) < total:
                raise RuntimeError(f"{self.name} says it has {total} {kind} and gives {len(found)}")
        return found

    def state(self):
        """Users and groups as this provider holds them, ids replaced by names."""
        users, groups = self.resources("Users"), self.resources("Groups")
        names = {user["id"]: user["userName"] for user in users}
        held = {user["userName"]: self.held(user) for user in users}
        def member(one):
            return names.get(one["value"]) or one["value"]
        return held, {group["displayName"]: sorted(member(one) for one in group.get("members") or []) for group in groups}

    def held(self, user):
        name = user.get("name") or {}
        whole = {
            "active": user.get("active", True),
            "externalId": user.get("externalId"),
            "name": [name.get("givenName"), name.get("familyName")],
            "emails": sorted(one["value"] for one in user.get("emails") or [] if one.get("value")),
            "title": user.get("title"),
            "userType": user.get("userType"),
            "roles": sorted(one["value"] for one in user.get("roles") or []),
            "entitlements": sorted(one["value"] for one in user.get("entitlements") or []),
        }
        return {key: value for key, value in whole.items() if key == "active" or key in self.keeps}


class Scim2Server(Provider):
    name, base = "scim2-server", "/v2"
    slots = {"products": ("entitlements", True), "role": ("roles", False), "kind": ("attribute:userType", False)}
    send = '{ title = "title" }'

    def start(self):
        self.run([found("scim2-server"), "--port", str(self.port), "--bearer-token", self.token])


class Scimmy(Provider):
    name = "scimmy"
    slots = Scim2Server.slots
    send = '{ title = "title" }'

    def start(self):
        self.run(["node", "serve.mjs", str(self.port), self.token], cwd=environments.node("scimmy"))


class DjangoScim2(Provider):
    """Keeps names, one address and whether someone is active, and forgets all else that it accepts."""

    name = "django-scim2"
    slots = {"role": ("roles", False)}
    no_roles = "not_confirmed"
    keeps = ("externalId", "name", "emails")

    def start(self):
        python = environments.program(environments.python("django"), "python")
        serve = os.path.join(environments.HERE, "providers", "django", "serve.py")
        self.run([python, serve, str(self.port), self.token, self.folder], env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))


class Canaille(Provider):
    """Wants a whole name of everybody and a member of every group, and fails where `count` is said."""

    name = "canaille"
    slots = {"role": ("roles", False)}
    no_roles = "rejected_by_target"
    send = '{ title = "title" }'
    keeps = ("name", "emails", "title")

    def start(self):
        programs = environments.python("canaille")
        settings = os.path.join(self.folder, "canaille.toml")
        with open(settings, "w", encoding="utf-8") as file:
            database = "/" + os.path.join(self.folder, "canaille.db").replace("\\", "/").lstrip("/")
            file.write(f'SECRET_KEY = "{TOKEN}"\nSERVER_NAME = "127.0.0.1:{self.port}"\nPREFERRED_URL_SCHEME = "http"\n'
                       f'[CANAILLE_SQL]\nDATABASE_URI = "sqlite:///{database}"\n[CANAILLE_SCIM]\nENABLE_SERVER = true\n')
        surroundings = dict(os.environ, CANAILLE_CONFIG=settings)
        canaille = environments.program(programs, "canaille")
        for words in (["install"], ["create", "client", "--client-id", "rolecall", "--client-secret", TOKEN, "--client-name", "Rolecall",
                                    "--grant-types", "client_credentials", "--token-endpoint-auth-method", "client_secret_basic",
                                    "--scope", "scim"]):
            subprocess.run([canaille, *words], env=surroundings, cwd=self.folder, capture_output=True, check=True, timeout=120)
        self.run([canaille, "run", "--bind", f"127.0.0.1:{self.port}"], env=surroundings, cwd=self.folder)
        self.token = self.granted()

    def granted(self):
        known = base64.b64encode(f"rolecall:{TOKEN}".encode()).decode()
        asked = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "scim"}).encode()
        request = urllib.request.Request(f"{self.root}/oauth/token", asked, {"Authorization": f"Basic {known}"})
        for _ in range(100):
            try:
                with DIRECT.open(request, timeout=30) as answer:
                    return json.load(answer)["access_token"]
            except urllib.error.URLError:
                time.sleep(0.1)
        raise RuntimeError("canaille grants no token")


ALL = (Scim2Server, Scimmy, DjangoScim2, Canaille)


def found(name):
    """A program of the environment that `cargo xtask setup` fills."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    set_up = environments.program(os.path.join(cache, "rolecall", "peers"), name)
    path = shutil.which(name) or (set_up if os.path.exists(set_up) else None)
    if path is None:
        raise RuntimeError(f"{name} is missing; run cargo xtask setup")
    return path
