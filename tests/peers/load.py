"""The same load on our SCIM provider and on two that nobody here wrote, in turns.

load.py [--present N] [--seconds S] [--rounds R] [--only NAME,...] -- COMMAND ...: COMMAND is followed by N, S, R and,
for each provider, its name, address, token, process and what to measure; it tells how far it is on standard error,
which is passed on, and its figures as its last line, which is printed. All of them take some four minutes, most of
which two of the providers need to make N users.
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

# With each, what is measured of it: whoever looks through everybody for a filter would take hours.
KINDS = {"rolecall": "all", "python": "writes", "node": "writes"}


def provider(name, folder):
    if name == "rolecall":
        return Served(engine(), folder)
    return {"python": Scim2Server, "node": Scimmy}[name](folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--present", default="10000")
    parser.add_argument("--seconds", default="4")
    parser.add_argument("--rounds", default="3")
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args()
    words = [*chosen.command, chosen.present, chosen.seconds, chosen.rounds]
    with contextlib.ExitStack() as stack:
        for name in chosen.only.split(","):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=f"rolecall-load-{name}-"))
            place = stack.enter_context(provider(name, folder))
            words += [name, place.url, place.token, str(place.process.pid), KINDS[name]]
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, timeout=3600)
    if done.returncode:
        sys.exit(f"the load ended with {done.returncode}")
    print(json.dumps(json.loads(done.stdout.strip().splitlines()[-1])))


if __name__ == "__main__":
    main()
