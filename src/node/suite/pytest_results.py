"""Runs pytest as `python -m pytest` does, with a plugin of ours that writes its results as they happen.

Given by the environment variable BRANCHLIGHT_PYTEST, which no test sees: where the records go, and what is to be
measured. The plugin is an object, not a module by name, so that nothing of ours stands on the project's sys.path.
"""

import importlib.util
import json
import os
import sys


def load_beside(name):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".py")
    spec = importlib.util.spec_from_file_location("branchlight_" + name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def make_plugin(pytest, run, results, measurement):
    """The plugin; made within a function because pytest may be missing."""

    runner_files = (os.path.dirname(os.path.abspath(pytest.__file__)),)
    for package in ("_pytest", "pluggy"):
        module = sys.modules.get(package)
        if module is not None and getattr(module, "__file__", None):
            runner_files += (os.path.dirname(os.path.abspath(module.__file__)),)
    runner_files = tuple(folder + os.sep for folder in runner_files)

    def of_runner(frame):
        return frame.f_code.co_filename.startswith(runner_files)

    def path_of(node):
        return str(getattr(node, "path", None) or getattr(node, "fspath", ""))

    class Recorder:
        def __init__(self):
            self._config = None
            self._failure = None
            # (code, line, actual, expected) of the last comparison that did not hold.
            self._compared = None
            self.finished = None

        # What is configured

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_load_initial_conftests(self, early_config):
            # Only one of two can trace: pytest-cov, asked for by somebody, stays out of a run that is measured here.
            if measurement is not None and getattr(early_config.known_args_namespace, "cov_source", None):
                early_config.known_args_namespace.cov_source = []
            yield

        @pytest.hookimpl(tryfirst=True)
        def pytest_cmdline_main(self, config):
            # A run that is measured here stays in this process.
            if measurement is not None and getattr(config.option, "numprocesses", None) is not None:
                config.option.numprocesses = None
                config.option.dist = "no"
                config.option.tx = []

        # What is collected

        @pytest.hookimpl(tryfirst=True)
        def pytest_sessionstart(self, session):
            root = str(session.config.rootdir) if not hasattr(session.config, "rootpath") else str(session.config.rootpath)
            self._config = session.config
            self._failure = run.Failure(root, of_runner)
            results.put("session", version=pytest.__version__, root=os.getcwd())

        def pytest_collectreport(self, report):
            if report.passed:
                return
            kind = "not-collected" if report.failed else "skipped-file"
            results.put(kind, id=report.nodeid, file=self._file_of(report), message=self._message_of(report))

        def _file_of(self, report):
            place = (report.nodeid or "").split("::")[0]
            return place or None

        def pytest_collection_finish(self, session):
            for item in session.items:
                results.put("collected", **self._describe(item))

        def _describe(self, item):
            chain = item.listchain()
            files = [at for at, node in enumerate(chain) if isinstance(node, pytest.File)]
            around = [node.name for node in chain[(files[-1] + 1) if files else 1:-1] if node.name != "()"]
            path = path_of(item)
            line = None
            try:
                place, at, _ = item.location
                if at is not None and os.path.abspath(os.path.join(str(item.config.rootdir), place)) == os.path.abspath(path):
                    line = at + 1
            except Exception:
                # What a plugin's own kind of item says of itself may be anything; a test without a line is one too.
                line = None
            return {"id": item.nodeid, "file": path, "line": line, "group": "::".join(around) or None, "title": item.name}

        # What runs

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtest_protocol(self, item):
            if measurement is not None:
                measurement.context(item.nodeid)
            yield
            if measurement is not None:
                measurement.context("")

        def pytest_runtest_logstart(self, nodeid):
            results.put("begin", id=nodeid)

        @pytest.hookimpl(tryfirst=True)
        def pytest_assertrepr_compare(self, op, left, right):
            if op == "==":
                frame = sys._getframe(1)
                while frame is not None and of_runner(frame):
                    frame = frame.f_back
                if frame is not None:
                    self._compared = (frame.f_code, frame.f_lineno, run.show(left), run.show(right))

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport(self, item, call):
            outcome = yield
            error = call.excinfo.value if call.excinfo is not None else None
            if error is not None:
                # Plain values: they survive the way from another process and the copy that a subtest's report is.
                outcome.get_result().branchlight = self._tell(error, call.excinfo)
            self._compared = None

        def _tell(self, error, excinfo):
            told = {
                "exception": type(error).__name__,
                "asserted": isinstance(error, AssertionError) or type(error) is pytest.fail.Exception,
                "message": run.short(excinfo.exconly()),
                "stack": self._failure.stack(error),
                "place": self._failure.place(error),
            }
            pair = run.compared_by_unittest(error.__traceback__)
            if pair is None and self._compared is not None and isinstance(error, AssertionError):
                code, line, actual, expected = self._compared
                frames = self._failure.frames(error)
                if frames and frames[-1][0].f_code is code and frames[-1][1] == line:
                    pair = (actual, expected)
            if pair is not None:
                told["actual"], told["expected"] = pair
            return told

        def pytest_runtest_logreport(self, report):
            told = getattr(report, "branchlight", None) or {}
            context = getattr(report, "context", None)
            record = {
                "id": report.nodeid,
                "outcome": report.outcome,
                "category": self._category(report),
                "duration": report.duration,
                "subtest": None if context is None else subtest_name(context),
            }
            if report.when == "setup":
                record["when"] = "setup"
            if report.skipped:
                record["message"] = getattr(report, "wasxfail", None) or self._message_of(report)
            elif not report.passed:
                record["message"] = told.get("message") or self._message_of(report)
                for name in ("exception", "asserted", "stack", "place", "expected", "actual"):
                    record[name] = told.get(name)
            results.put("report", **record)

        def _category(self, report):
            """Under which word the summary counts it; empty: under none."""
            status = self._config.hook.pytest_report_teststatus(report=report, config=self._config)
            return str(status[0]) if status else report.outcome

        def _message_of(self, report):
            text = report.longrepr
            if isinstance(text, tuple) and len(text) == 3:
                # A skip: file, line and reason.
                reason = str(text[2])
                return run.short(reason[len("Skipped: "):] if reason.startswith("Skipped: ") else reason)
            crash = getattr(text, "reprcrash", None)
            return run.short(str(crash.message if crash is not None else report.longreprtext if text is not None else ""))

        # How it ends

        def pytest_internalerror(self, excrepr):
            results.put("broken", message=run.short(str(excrepr)[-run.LONGEST:]))

        def pytest_keyboard_interrupt(self, excinfo):
            results.put("broken", message=run.short(excinfo.exconly()))

        @pytest.hookimpl(trylast=True)
        def pytest_sessionfinish(self, exitstatus):
            error = sys.exc_info()[1]
            if isinstance(error, pytest.UsageError):
                results.put("broken", message=run.short("\n".join(str(part) for part in error.args)))
            self.finished = int(exitstatus)

    return Recorder()


def subtest_name(context):
    """As pytest's own summary names it: `[message] (key=value)`."""
    parts = []
    if isinstance(context.msg, str):
        parts.append("[{}]".format(context.msg))
    if context.kwargs:
        parts.append("({})".format(", ".join("{}={}".format(name, value if isinstance(value, str) else repr(value)) for name, value in context.kwargs.items())))
    return " ".join(parts) or "(<subtest>)"


def main():
    wanted = json.loads(os.environ.pop("BRANCHLIGHT_PYTEST"))
    run = load_beside("python_run")
    arguments = sys.argv[1:]
    # As `python -m pytest` does.
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.getcwd()
    try:
        import pytest
    except ModuleNotFoundError as error:
        if error.name != "pytest":
            raise
        print("{}: No module named pytest".format(sys.executable), file=sys.stderr)
        sys.exit(run.RUNNER_MISSING)
    sys.argv = [os.path.join(os.path.dirname(os.path.abspath(pytest.__file__)), "__main__.py")] + arguments
    results = run.Results(wanted["results"])
    measurement = run.start_measurement(wanted.get("coverage"))
    recorder = make_plugin(pytest, run, results, measurement)
    # Put here by the guard of a confined run.
    guard = globals().get("guard")
    code = int(pytest.main(arguments, plugins=[recorder] if guard is None else [recorder, guard]))
    if measurement is not None:
        missing = measurement.finish()
        if missing is not None:
            print("coverage.py: {}".format(missing), file=sys.stderr)
            results.put("not-measured", message=run.short(missing))
    if recorder.finished is not None:
        results.put("end", exit=code)
    sys.exit(code)


if __name__ == "__main__":
    main()
