"""The same load on our SCIM provider and on two that nobody here wrote.

load.py [--present N] [--seconds S] [--only NAME] -- COMMAND ...: COMMAND is followed by address, token, N, S and what
to measure, and tells its figures as its last line. Prints one line of JSON: the figures by provider.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from providers import Scim2Server, Scimmy
from pushed import Served
from run import engine


@contextlib.contextmanager
def started(name, folder):
    if name == "rolecall":
        with Served(engine(), folder) as served:
            yield served
    else:
        with {"python": Scim2Server, "node": Scimmy}[name](folder) as provider:
            yield provider


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--present", default="10000")
    parser.add_argument("--seconds", default="10")
    parser.add_argument("--only", default="rolecall,python,node")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args()
    figures = {}
    for name in chosen.only.split(","):
        with tempfile.TemporaryDirectory(prefix=f"rolecall-load-{name}-") as folder, started(name, folder) as place:
            words = [*chosen.command, place.url, place.token, chosen.present, chosen.seconds, "all" if name == "rolecall" else "writes"]
            done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=3600)
        if done.returncode:
            sys.exit(f"{name}: {done.stderr[-2000:]}")
        figures[name] = json.loads(done.stdout.strip().splitlines()[-1])
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
