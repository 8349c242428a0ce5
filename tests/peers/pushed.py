"""rolecallctl serve as a SCIM service provider, tested by suites and clients that nobody here wrote."""

import http.client
import http.server
import json
import os
import queue
import random
import re
import signal
import subprocess
import threading
import urllib.request

import environments
from providers import DIRECT, TOKEN

CONFIGURATION = """rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", proof = "2f1b7a52-6c0d-4a63-9d83-9f3d1bb0a111" }]

[directory.source]
kind = "scim-push"

[[attribute]]
name = "badge"
"""


class Served:
    """A workspace with a directory that others write to, and the program that serves it."""

    def __init__(self, binary, folder):
        self.binary, self.workspace, self.process = binary, os.path.join(folder, "workspace"), None
        self.log = os.path.join(folder, "serve.log")
        file = os.path.join(folder, "config.toml")
        with open(file, "w", encoding="utf-8") as out:
            out.write(CONFIGURATION)
        self.command("config", "import", file, "--yes")
        self.token = self.command("token", "create", "main").strip()

    def command(self, *words):
        done = subprocess.run([self.binary, *words, "--workspace", self.workspace], capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    def __enter__(self):
        words = [self.binary, "serve", "--workspace", self.workspace, "--listen", "127.0.0.1:0"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"serve ended: {environments.read(self.log)[-2000:]}")
        self.port = int(re.match(r"http://127\.0\.0\.1:(\d+)/", line).group(1))
        self.url = f"http://127.0.0.1:{self.port}/scim/v2/main"
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with DIRECT.open(request, timeout=30) as answer:
            return json.load(answer)


class Suite:
    """One way of testing; `try_out` answers what went wrong, in words, and how much was looked at."""

    name = ""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def through(self):
        served = Served(self.binary, self.folder)
        with served:
            return self.try_out(served)

    def run(self, words, **more):
        return subprocess.run(words, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL, **more)


class Tester(Suite):
    name = "scim2-tester"

    def try_out(self, served):
        program = environments.program(environments.python("suites"), "scim")
        surroundings = dict(os.environ, SCIM_CLI_HEADERS=f"Authorization: Bearer {served.token}", NO_PROXY="127.0.0.1")
        done = self.run([program, "-u", served.url, "test"], env=surroundings)
        passed = len(re.findall(r"^SUCCESS ", done.stdout, re.MULTILINE))
        if done.returncode == 0 and passed > 100:
            return [], passed
        return [f"{passed} passed, code {done.returncode}", *re.findall(r"^(?:ERROR|SKIPPED|CRITICAL).*\n.*", done.stdout, re.MULTILINE), done.stderr[-500:]], passed


class Sanity(Suite):
    name = "scim-sanity"

    def try_out(self, served):
        program = environments.program(environments.python("suites"), "scim-sanity")
        words = [program, "probe", served.url, "--token", served.token, "--i-accept-side-effects"]
        done = self.run(words, env=dict(os.environ, NO_PROXY="127.0.0.1"))
        told = re.search(r"(\d+) passed(?:, (\d+) failed)?", done.stdout)
        passed = int(told.group(1)) if told else 0
        if done.returncode == 0 and passed > 20:
            return [], passed
        return [done.stdout[-3000:], done.stderr[-500:]], passed


class Exchange(http.server.BaseHTTPRequestHandler):
    """Hands requests on with a token of ours: canaille makes its own and cannot be told another."""

    protocol_version = "HTTP/1.1"

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        served = self.server.served
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("authorization", "connection")}
        headers["Authorization"] = f"Bearer {served.token}"
        line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        line.request(self.command, self.path, body, headers)
        answer = line.getresponse()
        content = answer.read()
        self.server.calls.append((self.command, self.path.split("?")[0], answer.status))
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "date", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class CanailleClient(Suite):
    name = "canaille-client"

    def try_out(self, served):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exchange) as exchange:
            exchange.served, exchange.calls = served, []
            threading.Thread(target=exchange.serve_forever, daemon=True).start()
            try:
                return self.provision(served, exchange)
            finally:
                exchange.shutdown()

    def provision(self, served, exchange):
        wrong = []
        settings = os.path.join(self.folder, "canaille.toml")
        database = "/" + os.path.join(self.folder, "canaille.db").replace("\\", "/").lstrip("/")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(f'SECRET_KEY = "{TOKEN}"\nSERVER_NAME = "127.0.0.1:5000"\nPREFERRED_URL_SCHEME = "http"\n'
                       f'[CANAILLE_SQL]\nDATABASE_URI = "sqlite:///{database}"\n[CANAILLE_SCIM]\nENABLE_CLIENT = true\n'
                       '[CANAILLE_OIDC]\nTRUSTED_DOMAINS = ["127.0.0.1"]\n')
        program = environments.program(environments.python("canaille"), "canaille")
        surroundings = dict(os.environ, CANAILLE_CONFIG=settings, NO_PROXY="127.0.0.1")

        def canaille(*words):
            done = self.run([program, *words], env=surroundings, cwd=self.folder)
            if done.returncode:
                wrong.append(f"canaille {words}: {(done.stdout + done.stderr)[-1500:]}")

        def same(what, want, have):
            if want != have:
                wrong.append(f"{what}: expected {want}, not {have}")

        canaille("install")
        url = f"http://127.0.0.1:{exchange.server_port}/scim/v2/main"
        canaille("create", "client", "--client-id", "rolecall", "--client-secret", TOKEN, "--client-name", "Rolecall", "--client-uri", url)
        canaille("create", "user", "--user-name", "jdoe", "--emails", "jdoe@example.com", "--given-name", "J", "--family-name", "Doe")
        canaille("create", "user", "--user-name", "zoe", "--emails", "zoe@example.com", "--given-name", "Zoë", "--family-name", "Łuk")
        canaille("create", "group", "--display-name", "eng", "--members", "jdoe")
        users = {user["userName"]: user for user in served.ask("/Users")["Resources"]}
        same("users", ["jdoe", "zoe"], sorted(users))
        same("zoe's name", "Łuk", users.get("zoe", {}).get("name", {}).get("familyName"))
        groups = {group["displayName"]: group for group in served.ask("/Groups")["Resources"]}
        same("groups", ["eng"], sorted(groups))
        same("members", [users.get("jdoe", {}).get("id")], [one["value"] for one in groups.get("eng", {}).get("members", [])])
        canaille("set", "user", "jdoe", "--title", "Boss")
        same("title", "Boss", served.ask("/Users?filter=userName%20eq%20%22JDOE%22")["Resources"][0].get("title"))
        same("refusals", [], [call for call in exchange.calls if call[2] >= 400])
        return wrong, len(exchange.calls)


class Killed(Suite):
    """Ends the program in the middle of many writes, five times: what was answered is there."""

    name = "killed"

    def through(self):
        served, kept, wrong = Served(self.binary, self.folder), {}, []
        chance = random.Random(7)
        for turn in range(5):
            with served:
                here = self.write(served, turn, chance.uniform(0.2, 0.8))
            kept.update(here)
            if not here:
                wrong.append(f"turn {turn}: nothing was answered before the end")
        with served:
            for number, id in kept.items():
                try:
                    if served.ask(f"/Users/{id}")["userName"] != number:
                        wrong.append(f"{number} is somebody else")
                except OSError as error:
                    wrong.append(f"{number} was answered and is lost: {error}")
            total = served.ask("/Users?count=0")["totalResults"]
            if total < len(kept):
                wrong.append(f"{total} users are there of {len(kept)}")
        return wrong, len(kept)

    def write(self, served, turn, seconds):
        """Who was answered, by name."""
        answered = queue.SimpleQueue()

        def writer(which):
            try:
                line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
                for number in range(100_000):
                    name = f"u{turn}-{which}-{number}"
                    line.request("POST", "/scim/v2/main/Users", json.dumps({"userName": name}), {"Authorization": f"Bearer {served.token}"})
                    answer = line.getresponse()
                    body = json.load(answer)
                    answered.put((name, body["id"]))
            except (OSError, ValueError, http.client.HTTPException):
                pass

        writers = [threading.Thread(target=writer, args=(which,)) for which in range(8)]
        for one in writers:
            one.start()
        threading.Timer(seconds, lambda: served.process.send_signal(signal.SIGKILL)).start()
        for one in writers:
            one.join()
        found = {}
        while not answered.empty():
            name, id = answered.get()
            found[name] = id
        return found


ALL = (Tester, Sanity, CanailleClient, Killed)
