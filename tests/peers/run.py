"""Runs rolecallctl against SCIM providers that nobody here wrote, each through an organization's life, and as a SCIM
provider against suites and clients that nobody here wrote.

run.py [NAME ...] [--keep FOLDER]: those of these names, else all. After every sync the provider is read
back by another client and compared with what the rules leave; what a provider cannot is known here, and must
be a failure with its cause.
"""

import argparse
import concurrent.futures
import os
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import environments
import providers
import pushed
from life import Life


def engine():
    """The engine to test: ROLECALLCTL_BIN, else the debug build."""
    name = "rolecallctl" + (".exe" if os.name == "nt" else "")
    path = os.environ.get("ROLECALLCTL_BIN") or os.path.join(environments.target(), "debug", name)
    if not os.path.exists(path):
        sys.exit(f"{path} is missing; build it with cargo build --package rolecall-cli")
    return path


def live(kind, binary, keep):
    """One provider's life, or one suite; what went wrong, in words."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"rolecall-peer-{kind.name}-") as scratch:
        folder = os.path.join(keep, kind.name) if keep else scratch
        os.makedirs(folder, exist_ok=True)
        try:
            if issubclass(kind, pushed.Suite):
                wrong, steps = kind(binary, folder).through()
            else:
                with kind(folder) as provider:
                    wrong, steps = Life(provider, binary, folder).through()
        except Exception:
            wrong, steps = [traceback.format_exc()], 0
    return kind.name, wrong, steps, time.monotonic() - began


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--keep")
    chosen = parser.parse_args()
    kinds = [kind for kind in (*providers.ALL, *pushed.ALL) if not chosen.names or kind.name in chosen.names]
    binary, failed = engine(), 0
    with concurrent.futures.ThreadPoolExecutor(len(kinds)) as pool:
        for done in [pool.submit(live, kind, binary, chosen.keep) for kind in kinds]:
            name, wrong, steps, seconds = done.result()
            failed += bool(wrong)
            print(f"{name}: {'as planned' if not wrong else 'NOT as planned'}, {steps} steps, {seconds:.1f} s", flush=True)
            for words in wrong:
                print("  " + words.replace("\n", "\n  "), flush=True)
    print(f"{len(kinds) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
