"""Starts a runner of ours inside a confined run: `guard.py pytest_results.py ...` is what `pytest_results.py ...` would be.

Code that nobody has judged yet may neither write outside the allowed folders, nor start programs, nor open
connections. What is refused raises, and is also written down, because a test could swallow the error. The order of
tests can be drawn from a seed.
"""

import json
import os
import random
import runpy
import sys
from urllib.parse import unquote

RULES = os.environ.get("BRANCHLIGHT_GUARD")
SEED = os.environ.get("BRANCHLIGHT_SHUFFLE_SEED")

# Which arguments of an audit event are paths that the call changes.
CHANGES = {
    "os.chflags": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.removexattr": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.setxattr": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "shutil.chown": (0,),
    "shutil.rmtree": (0,),
    "sqlite3.connect": (0,),
}
PROGRAMS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn", "subprocess.Popen")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class Refused(BaseException):
    """Not an Exception, so that an ordinary `except Exception` of the code under test does not hide it."""


def install(rules):
    allowed = [place for given in rules["writable"] for place in (os.path.abspath(given), os.path.realpath(given))]
    allowed += [os.devnull, "/dev/tty"]
    log = rules.get("log")
    state = {"busy": False}

    def may_write(path):
        if isinstance(path, int):
            return True
        if isinstance(path, str) and path.startswith("file:"):
            # SQLite's own form of a path: https://www.sqlite.org/uri.html
            place, _, query = path[5:].partition("?")
            if "mode=ro" in query.split("&"):
                return True
            path = unquote(place[2:] if place.startswith("//") else place)
        try:
            target = os.path.realpath(os.fsdecode(path))
        except (TypeError, ValueError):
            return False
        return any(target == place or target.startswith(place.rstrip(os.sep) + os.sep) for place in allowed)

    def refuse(what):
        if log is not None:
            with open(log, "a", encoding="utf-8") as out:
                out.write(what.replace("\n", " ") + "\n")
        raise Refused(f"Refused by Branchlight: a test that is being judged may not {what}.")

    def judge(event, args):
        if event == "open":
            path, mode, flags = (*args, None, None, None)[:3]
            writes = bool(flags & WRITING) if isinstance(flags, int) else any(sign in (mode or "") for sign in "wax+")
            if writes and not may_write(path):
                refuse(f"write outside its scratch folder: open({path!r})")
        elif event in CHANGES:
            for position in CHANGES[event]:
                if position < len(args) and args[position] != ":memory:" and not may_write(args[position]):
                    refuse(f"write outside its scratch folder: {event}({args[position]!r})")
        elif event in PROGRAMS:
            refuse(f"start programs: {event}({args[0] if args else ''!r})")
        elif event in ("socket.connect", "socket.sendto", "socket.bind"):
            address = args[1] if len(args) > 1 else None
            host = address[0] if isinstance(address, tuple) and address else address
            if host not in ("localhost", "::1", "") and not str(host).startswith("127."):
                refuse(f"open network connections: {host!r}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            if args[0] not in (None, "", "localhost", "::1", b"localhost") and not str(args[0]).startswith("127."):
                refuse(f"look up names: {args[0]!r}")
        elif event in ("os.kill", "os.killpg") and args[0] != os.getpid():
            refuse(f"signal other processes: {event}({args[0]!r})")

    def hook(event, args):
        # What the hook itself does raises events too.
        if state["busy"]:
            return
        if event != "open" and not event.startswith(("os.", "shutil.", "socket.", "subprocess.", "pty.", "sqlite3.")):
            return
        state["busy"] = True
        try:
            judge(event, args)
        finally:
            state["busy"] = False

    sys.addaudithook(hook)


class Guard:
    """What a runner does with it before the first test: install the hook, and shuffle. For pytest it is a plugin."""

    def install(self):
        if RULES is not None:
            install(json.loads(RULES))

    def shuffle(self, tests):
        if SEED is not None:
            random.Random(int(SEED)).shuffle(tests)

    def pytest_sessionstart(self):
        self.install()

    def pytest_collection_modifyitems(self, items):
        self.shuffle(items)


def main():
    if len(sys.argv) < 2:
        sys.exit("guard.py: expected a script")
    del sys.argv[0]
    runpy.run_path(sys.argv[0], init_globals={"guard": Guard()}, run_name="__main__")


if __name__ == "__main__":
    main()
