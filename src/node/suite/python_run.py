"""What the runs of pytest and of unittest share: records of results, the measurement, and what a failure tells.

It is loaded by path, never from sys.path, so that no module of a project can be hidden by ours or hide it.
"""

import json
import os
import re
import sys
import traceback

# Exit codes of ours, apart from those of pytest (0 to 5) and unittest (0 to 5).
RUNNER_MISSING = 96
COVERAGE_MISSING = 97
COVERAGE_MISCONFIGURED = 98
UNSUPPORTED = 99

# Characters of a text in a record; the reader keeps as many.
LONGEST = 4000
# Contexts repeat the name of each test at each line that it ran; beyond this they are left out of the report.
MOST_CONTEXT_BYTES = 64 * 1024 * 1024


class Results:
    """Appends records to a file as JSON, one a line, each written at once: a killed run still tells what was done."""

    def __init__(self, path):
        self._path = path
        self._owner = os.getpid()
        # Held here: a test may replace what the modules name (pyfakefs does).
        self._write, self._getpid, self._open = os.write, os.getpid, os.open
        self._encode = json.JSONEncoder(ensure_ascii=True).encode
        self._flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._file = self._open(path, self._flags, 0o600)

    def put(self, kind, **record):
        # A forked child that runs on into the runner must not report a second time.
        if self._getpid() != self._owner:
            return
        line = {"kind": kind}
        line.update((name, value) for name, value in record.items() if value is not None)
        data = (self._encode(line) + "\n").encode("ascii")
        try:
            self._whole(data)
        except OSError:
            # The code under test closed every file that it did not know.
            self._file = self._open(self._path, self._flags, 0o600)
            self._whole(b"\n" + data)

    def _whole(self, data):
        while data:
            data = data[self._write(self._file, data):]


class Measurement:
    """Branches measured through coverage.py's API, as the project configured it; limits that fail a run do not count."""

    def __init__(self, wanted):
        import coverage

        self._wanted = wanted
        files = wanted.get("files")
        self._contexts = files is None
        self._running = False
        own = wanted.get("configuration")
        self._coverage = measured = coverage.Coverage(
            data_file=wanted["data"], branch=True, config_file=own or True
        )
        # Every process writes its own file; they are put together at the end.
        measured.set_option("run:parallel", False)
        measured.set_option("run:relative_files", False)
        # Contexts are the ids of the tests and nothing else.
        measured.set_option("run:dynamic_context", None)
        measured.set_option("run:context", None)
        # The one core that knows contexts and plugins, so that two runs of a file never differ by their core. Before
        # coverage.py 7.9 there is no such setting, and no other core unless the environment names it.
        self._set_if_known("run:core", "ctrace")
        if files is not None:
            self._sources([])
            measured.set_option("run:omit", [])
            measured.set_option("run:include", [_literally(file) for file in files])
            for name in ("report:include", "report:omit"):
                measured.set_option(name, None)
        elif wanted.get("chosen"):
            self._sources(wanted["chosen"])
        elif not any(self._option(name) for name in ("run:source", "run:source_pkgs", "run:source_dirs", "run:include")):
            self._sources([wanted["default"]])

    def _option(self, name):
        """What is set; None where this version has no such setting."""
        try:
            return self._coverage.get_option(name)
        except Exception as error:
            if not of_coverage(error):
                raise
            return None

    def _set_if_known(self, name, value):
        try:
            self._coverage.set_option(name, value)
        except Exception as error:
            if not of_coverage(error):
                raise

    def _sources(self, places):
        for name in ("run:source_pkgs", "run:source_dirs"):
            if self._option(name):
                self._coverage.set_option(name, [])
        self._coverage.set_option("run:source", places or None)
        if places:
            self._coverage.set_option("run:include", None)

    def start(self):
        self._coverage.start()
        self._running = True

    def context(self, name):
        """From here on, what runs belongs to this test; to none when the name is empty."""
        if self._contexts and self._running:
            self._coverage.switch_context(name)

    def finish(self):
        """Writes the report. Returns why there is none, else None."""
        self._running = False
        measured = self._coverage
        try:
            measured.stop()
            measured.save()
            parts = self._parts()
            if parts:
                measured.combine(data_paths=parts, keep=True)
                measured.save()
            return self._report()
        except Exception as error:
            if not of_coverage(error):
                raise
            return str(error)

    def _parts(self):
        """Data files of other processes of the run, those with branches: what a project measures in them without cannot be combined."""
        from coverage import CoverageData

        folder, name = os.path.split(self._wanted["data"])
        own = self._coverage.get_data().data_filename()
        parts = []
        for other in sorted(os.listdir(folder)):
            path = os.path.join(folder, other)
            if not other.startswith(name + ".") or other.endswith("-journal") or path == own:
                continue
            data = CoverageData(path)
            data.read()
            if data.has_arcs():
                parts.append(path)
        return parts

    def _report(self):
        from coverage import files

        # File names are absolute in the report when they lie outside the folder that they are relative to.
        here = getattr(files, "RELATIVE_DIR", None)
        if here is not None:
            files.RELATIVE_DIR = os.path.join(os.path.dirname(self._wanted["data"]), "nowhere", "")
        try:
            morfs = self._wanted.get("files")
            existing = None if morfs is None else [file for file in morfs if os.path.isfile(file)]
            self._coverage.json_report(
                morfs=existing,
                outfile=self._wanted["report"],
                ignore_errors=True,
                show_contexts=self._contexts and self._context_bytes() <= MOST_CONTEXT_BYTES,
                pretty_print=False,
            )
        finally:
            if here is not None:
                files.RELATIVE_DIR = here
        return None

    def _context_bytes(self):
        """About how long the contexts of all lines would be in the report."""
        import sqlite3

        connection = sqlite3.connect(self._coverage.get_data().data_filename())
        try:
            query = "select count(*), coalesce(avg(length(context.context)), 0) from arc join context on context.id = arc.context_id"
            count, length = connection.execute(query).fetchone()
            # A line stands in its file, its function and its class.
            return 3 * count * (length + 4)
        except sqlite3.Error:
            # Another version of the file: then nothing can be told beforehand.
            return 0
        finally:
            connection.close()


def of_coverage(error):
    """Whether coverage.py itself says that something is wrong; its classes have no common base in all versions."""
    return type(error).__module__.partition(".")[0] == "coverage"


def _literally(path):
    """A path as a pattern of coverage.py that matches nothing else."""
    return re.sub(r"([*?\[])", r"[\1]", path)


def start_measurement(wanted):
    """The measurement that was asked for, or None. Ends the process where coverage.py is missing or misconfigured."""
    if wanted is None:
        return None
    try:
        measurement = Measurement(wanted)
        measurement.start()
        return measurement
    except ImportError as error:
        print("{}: {}".format(sys.executable, error), file=sys.stderr)
        sys.exit(COVERAGE_MISSING)
    except Exception as error:
        if not of_coverage(error):
            raise
        print("coverage.py: {}".format(error), file=sys.stderr)
        sys.exit(COVERAGE_MISCONFIGURED)


def short(text):
    """A text as a record holds it."""
    return text if len(text) <= LONGEST else text[:LONGEST]


def show(value):
    """A value as a person reads it; never raises, whatever its `__repr__` does."""
    try:
        text = repr(value)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        text = "<{} whose repr() raised {}>".format(type(value).__name__, type(error).__name__)
    return short(text)


# Names that unittest's own comparisons give to what they compare.
_PAIRS = (("first", "second"), ("list1", "list2"), ("tuple1", "tuple2"), ("d1", "d2"), ("set1", "set2"), ("seq1", "seq2"))
_EQUALITIES = re.compile(r"^(assert(Equal|Equals|DictEqual|ListEqual|TupleEqual|SetEqual|SequenceEqual|MultiLineEqual|CountEqual)|_baseAssertEqual)$")


def compared_by_unittest(tb):
    """(actual, expected) of the outermost failed assertEqual in a traceback, else None: `assertEqual(actual, expected)`."""
    while tb is not None:
        frame = tb.tb_frame
        if "__unittest" in frame.f_globals and _EQUALITIES.match(frame.f_code.co_name):
            for actual, expected in _PAIRS:
                if actual in frame.f_locals and expected in frame.f_locals:
                    return show(frame.f_locals[actual]), show(frame.f_locals[expected])
        tb = tb.tb_next
    return None


class Failure:
    """What an exception tells, as a person wants to read it: without the frames of the runner."""

    def __init__(self, root, hidden):
        self._root = os.path.join(os.path.realpath(root), "")
        self._hidden = hidden
        prefix = os.path.join(os.path.realpath(sys.prefix), "")
        self._packages = prefix if prefix.startswith(self._root) and prefix != self._root else None

    def frames(self, error):
        """(frame, line) from the project's outermost frame inwards, without those of the runner."""
        found = []
        tb = error.__traceback__
        while tb is not None:
            frame = tb.tb_frame
            if not ("__unittest" in frame.f_globals or frame.f_locals.get("__tracebackhide__") is True or self._hidden(frame)):
                found.append((frame, tb.tb_lineno))
            tb = tb.tb_next
        first = next((at for at, (frame, _) in enumerate(found) if self._is_own(frame.f_code.co_filename)), 0)
        return found[first:]

    def place(self, error):
        """[file, line] of the innermost frame in the project's own files, else of the innermost at all, else None."""
        if isinstance(error, SyntaxError) and error.filename and error.lineno and os.path.isfile(error.filename):
            return [os.path.abspath(error.filename), error.lineno]
        frames = self.frames(error)
        own = [(frame, line) for frame, line in frames if self._is_own(frame.f_code.co_filename)]
        for frame, line in reversed(own or frames):
            return [os.path.abspath(frame.f_code.co_filename), line]
        return None

    def _is_own(self, file):
        path = os.path.realpath(file)
        if not path.startswith(self._root) or (self._packages is not None and path.startswith(self._packages)):
            return False
        return not {"site-packages", "dist-packages"}.intersection(path.split(os.sep))

    def stack(self, error):
        """The frames as Python prints them, of causes first."""
        parts = []
        seen = set()
        current = error
        while current is not None and id(current) not in seen and len(parts) < 5:
            seen.add(id(current))
            text = "".join(
                traceback.format_list(
                    [
                        traceback.FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name, lookup_line=False)
                        for frame, line in self.frames(current)[-20:]
                    ]
                )
            )
            parts.append(text if current is error else text + "".join(traceback.format_exception_only(type(current), current)))
            current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        return short("\n".join(part for part in reversed(parts) if part).rstrip("\n")) or None
