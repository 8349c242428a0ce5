"""What the providers need, installed into the target directory at pinned versions, once."""

import os
import shutil
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WINDOWS = os.name == "nt"
# Those who need the same counterpart wait for each other.
ALONE = threading.Lock()


def target():
    return os.environ.get("CARGO_TARGET_DIR") or os.path.join(ROOT, "target")


def program(folder, name):
    """A program of a Python environment."""
    return os.path.join(folder, "Scripts" if WINDOWS else "bin", name + (".exe" if WINDOWS else ""))


def python(name):
    """An environment with what `providers/NAME/requirements.txt` pins; its folder."""
    pins = os.path.join(HERE, "providers", name, "requirements.txt")

    def install(folder):
        call([sys.executable, "-m", "venv", "--clear", folder])
        options = ["--quiet", "--disable-pip-version-check", "--no-input"]
        call([program(folder, "python"), "-m", "pip", "install", *options, "--requirement", pins])

    return installed(name, [pins], install)


def node(name):
    """A copy of `providers/NAME` with the packages that its lock file pins; its folder."""
    source = os.path.join(HERE, "providers", name)
    files = [os.path.join(source, file) for file in sorted(os.listdir(source)) if file != "node_modules"]

    def install(folder):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for file in files:
            shutil.copy(file, folder)
        npm = "npm.cmd" if WINDOWS else "npm"
        call([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)

    return installed(name, files, install)


def installed(name, wanted, install):
    """Installs where what is wanted is not what was installed last."""
    folder = os.path.join(target(), "peers", name)
    stamp = os.path.join(folder, "installed.txt")
    text = "".join(read(path) for path in wanted)
    with ALONE:
        if not os.path.exists(stamp) or read(stamp) != text:
            print(f"The counterpart {name} is missing or of another version: installing it", flush=True)
            install(folder)
            with open(stamp, "w", encoding="utf-8") as file:
                file.write(text)
    return folder


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def call(words, cwd=None):
    done = subprocess.run(words, cwd=cwd, capture_output=True, stdin=subprocess.DEVNULL, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {(done.stdout + done.stderr).decode('utf-8', 'replace')}")
