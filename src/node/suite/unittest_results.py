"""Runs unittest as `python -m unittest` does, with a result class of ours that writes what happens as it happens.

Given by the environment variable BRANCHLIGHT_UNITTEST, which no test sees: where the records go, what is to be measured,
which files or which one test to run, and whether the tests are started by Django's manage.py. What a person reads is
unittest's own output.
"""

import argparse
import importlib.util
import json
import os
import re
import runpy
import sys
import time


def load_beside(name):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".py")
    spec = importlib.util.spec_from_file_location("branchlight_" + name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def make_result_class(unittest, run, results, measurement):
    """The result class; made within a function so that nothing of unittest is loaded before the measurement starts."""
    own = os.path.abspath(__file__)
    failure = run.Failure(os.getcwd(), lambda frame: frame.f_code.co_filename == own)
    # Held here: a test may replace the clock.
    clock = time.perf_counter

    class Recorder(unittest.TextTestResult):
        def startTest(self, test):
            described = describe(test)
            results.put("begin", **described)
            if measurement is not None:
                measurement.context(context_of(described))
            self._branchlight_started = clock()
            super().startTest(test)

        def stopTest(self, test):
            duration = clock() - self._branchlight_started
            super().stopTest(test)
            if measurement is not None:
                measurement.context("")
            results.put("report", id=test.id(), category="", when="end", duration=duration)

        def addSuccess(self, test):
            super().addSuccess(test)
            self._report(test, "passed")

        # What an exception tells is read before unittest cuts its own frames off the traceback.

        def addFailure(self, test, err):
            self._report(test, "failed", err)
            super().addFailure(test, err)

        def addError(self, test, err):
            outside = outside_of_tests(test)
            if outside is None:
                self._report(test, "error", err)
            else:
                results.put("not-collected", id=test.id(), file=outside, message=message_of(err))
            super().addError(test, err)

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            if hasattr(test, "test_case"):
                self._report(test.test_case, "skipped", message=str(reason), subtest=subtest_name(test))
            elif type(test).__name__ in ("_ErrorHolder", "ModuleSkipped"):
                results.put("skipped-file", id=test.id(), file=outside_of_tests(test) or test.id(), message=str(reason))
            else:
                self._report(test, "skipped", message=str(reason))

        def addExpectedFailure(self, test, err):
            super().addExpectedFailure(test, err)
            self._report(test, "xfailed", message=only_exception(err))

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self._report(test, "failed", message="Unexpected success: the test is marked as one that is expected to fail.")

        def addSubTest(self, test, subtest, err):
            if err is not None:
                category = "failed" if issubclass(err[0], test.failureException) else "error"
                self._report(test, category, err, subtest=subtest_name(subtest))
            super().addSubTest(test, subtest, err)

        def _report(self, test, category, err=None, message=None, subtest=None):
            record = {"id": test.id(), "category": category, "message": message, "subtest": subtest}
            if err is not None:
                record.update(self._tell(category, err))
            results.put("report", **record)

        def _tell(self, category, err):
            error = err[1]
            told = {
                "message": only_exception(err),
                "exception": err[0].__name__,
                "asserted": category == "failed",
                "stack": failure.stack(error),
                "place": failure.place(error),
            }
            pair = run.compared_by_unittest(err[2]) if category == "failed" else None
            if pair is not None:
                told["actual"], told["expected"] = pair
            return told

    def only_exception(err):
        import traceback

        return run.short("".join(traceback.format_exception_only(err[0], err[1])).rstrip("\n"))

    def message_of(err):
        """Of a module that could not be imported unittest keeps the whole traceback as text."""
        stack = failure.stack(err[1])
        text = only_exception(err)
        return text if "Traceback" in text or stack is None else run.short(text + "\n" + stack)

    return Recorder


def describe(test):
    """How a test is named, selected and found."""
    record = {"id": test.id(), "title": test.id()}
    method = getattr(test, "_testMethodName", None)
    kind = type(test)
    doctest = getattr(test, "_dt_test", None)
    if doctest is not None:
        record["file"] = doctest.filename
        if doctest.lineno is not None:
            record["line"] = doctest.lineno + 1
        return record
    module = sys.modules.get(kind.__module__)
    record["file"] = os.path.abspath(module.__file__) if getattr(module, "__file__", None) else None
    function = getattr(kind, method, None) if isinstance(method, str) else None
    if function is None:
        return record
    record["group"] = kind.__qualname__
    record["title"] = method
    code = getattr(unwrapped(function), "__code__", None)
    if code is not None and record["file"] is not None and os.path.abspath(code.co_filename) == record["file"]:
        record["line"] = code.co_firstlineno
    return record


def unwrapped(function):
    seen = set()
    while hasattr(function, "__wrapped__") and id(function) not in seen:
        seen.add(id(function))
        function = function.__wrapped__
    return function


def context_of(described):
    """As pytest names a test, so that contexts read the same whatever runs it."""
    file = described.get("file")
    place = described["id"] if file is None else os.path.relpath(file).replace(os.sep, "/")
    return "::".join(part for part in (place, (described.get("group") or "").replace(".", "::"), described["title"]) if part)


def subtest_name(subtest):
    return subtest._subDescription()


def outside_of_tests(test):
    """The file of what is reported in the place of tests: a module that does not import, a set-up of a class or module. None: it is a test."""
    name = type(test).__name__
    if name == "_ErrorHolder":
        match = re.match(r"^\w+ \((.+)\)$", test.id())
        dotted = match.group(1) if match else ""
    elif name in ("_FailedTest", "ModuleSkipped"):
        dotted = test._testMethodName
    else:
        return None
    return file_of(dotted) or dotted or test.id()


def file_of(dotted):
    parts = dotted.split(".")
    while parts:
        module = sys.modules.get(".".join(parts))
        if getattr(module, "__file__", None):
            return os.path.abspath(module.__file__)
        for folder in sys.path:
            path = os.path.join(folder or os.getcwd(), *parts)
            for candidate in (path + ".py", os.path.join(path, "__init__.py")):
                if os.path.isfile(candidate):
                    return os.path.abspath(candidate)
        parts.pop()
    return None


def parse(arguments):
    parser = argparse.ArgumentParser(prog="python -m unittest", allow_abbrev=False)
    parser.add_argument("-s", "--start-directory", default=".")
    parser.add_argument("-p", "--pattern", default="test*.py")
    parser.add_argument("-t", "--top-level-directory")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("-q", "--quiet", action="store_true")
    parser.add_argument("-f", "--failfast", action="store_true")
    parser.add_argument("-b", "--buffer", action="store_true")
    parser.add_argument("-c", "--catch", action="store_true")
    parser.add_argument("-k", dest="names", action="append")
    parser.add_argument("--locals", action="store_true")
    return parser.parse_args(arguments)


def module_of(file, top):
    """(folder to import from, module name) of a test file: below the top-level folder as discovery names it, else by itself."""
    relative = os.path.relpath(file, top)
    parts = relative[: -len(".py")].split(os.sep)
    if all(part.isidentifier() for part in parts):
        return top, ".".join(parts)
    return os.path.dirname(file), os.path.basename(file)[: -len(".py")]


def load(unittest, options, wanted):
    loader = unittest.TestLoader()
    if options.names:
        loader.testNamePatterns = [name if "*" in name else "*" + name + "*" for name in options.names]
    start = os.path.abspath(options.start_directory)
    top = os.path.abspath(options.top_level_directory or start)
    if wanted.get("files") is None:
        # The folder that the first test will be put into.
        if not os.path.isdir(start) and os.path.isdir(os.path.dirname(start)):
            return unittest.TestSuite()
        return loader.discover(start, options.pattern, options.top_level_directory)
    suite = unittest.TestSuite()
    for file in wanted["files"]:
        folder, name = module_of(os.path.abspath(file), top)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        if wanted.get("only"):
            name += "." + wanted["only"]
        suite.addTests(loader.loadTestsFromName(name))
    return suite


def shuffled(unittest, suite, guard):
    """In another order, with the tests of a class together: their set-up runs once."""
    classes = {}

    def take(some):
        for one in some:
            if isinstance(one, unittest.BaseTestSuite if hasattr(unittest, "BaseTestSuite") else unittest.TestSuite):
                take(one)
            else:
                classes.setdefault(type(one), []).append(one)

    take(suite)
    groups = list(classes.values())
    for group in groups:
        guard.shuffle(group)
    guard.shuffle(groups)
    return unittest.TestSuite([test for group in groups for test in group])


def run_discovered(unittest, options, wanted, result_class, guard):
    suite = load(unittest, options, wanted)
    if guard is not None and os.environ.get("BRANCHLIGHT_SHUFFLE_SEED") is not None:
        suite = shuffled(unittest, suite, guard)
    runner = unittest.TextTestRunner(
        verbosity=2 if options.verbose else 0 if options.quiet else 1,
        failfast=options.failfast,
        buffer=options.buffer,
        tb_locals=options.locals,
        warnings=None if sys.warnoptions else "default",
        resultclass=result_class,
    )
    result = runner.run(suite)
    if result.testsRun == 0 and not result.skipped and result.wasSuccessful():
        # As unittest itself since Python 3.12.
        return 5
    return 0 if result.wasSuccessful() else 1


def run_django(unittest, wanted, arguments, result_class):
    """`manage.py test`: Django's runner makes its databases and takes unittest's default result class."""
    unittest.TextTestRunner.resultclass = result_class
    labels = [module_of(os.path.abspath(file), os.getcwd())[1] for file in wanted.get("files") or []]
    if wanted.get("only"):
        labels = [label + "." + wanted["only"] for label in labels]
    sys.argv = ["manage.py", "test", "--noinput"] + arguments + labels
    try:
        runpy.run_path("manage.py", run_name="__main__")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0 if exit_.code is None else 1
    return 0


def main():
    wanted = json.loads(os.environ.pop("BRANCHLIGHT_UNITTEST"))
    run = load_beside("python_run")
    arguments = sys.argv[1:]
    options = None if wanted.get("django") else parse(arguments)
    # As `python -m unittest` does.
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.getcwd()
    results = run.Results(wanted["results"])
    measurement = run.start_measurement(wanted.get("coverage"))
    import unittest

    sys.argv = [os.path.join(os.path.dirname(unittest.__file__), "__main__.py")] + arguments
    result_class = make_result_class(unittest, run, results, measurement)
    # Put here by the guard of a confined run.
    guard = globals().get("guard")
    if guard is not None:
        guard.install()
    results.put("session", version=sys.version.split()[0], root=os.getcwd())
    try:
        if options is None:
            code = run_django(unittest, wanted, arguments, result_class)
        else:
            code = run_discovered(unittest, options, wanted, result_class, guard)
    except KeyboardInterrupt:
        results.put("broken", message="KeyboardInterrupt")
        code = 130
    except ImportError as error:
        # The start directory of discovery is none.
        print("{}: {}".format(type(error).__name__, error), file=sys.stderr)
        results.put("broken", message=run.short("{}: {}".format(type(error).__name__, error)))
        code = 1
    if measurement is not None:
        missing = measurement.finish()
        if missing is not None:
            print("coverage.py: {}".format(missing), file=sys.stderr)
            results.put("not-measured", message=run.short(missing))
    results.put("end", exit=code)
    sys.exit(code)


if __name__ == "__main__":
    main()
