"""Reads test modules without running them and says what is wrong with each.

In: a JSON list of {text, module, title} on standard input. Out: a JSON list of {syntaxError?, dishonest?}.
The sentences in `dishonest` follow the word "it".
"""

import ast
import json
import re
import sys

FORBIDDEN_MODULES = {
    "_thread", "asyncio.subprocess", "ctypes", "ftplib", "http.client", "http.server", "multiprocessing", "pty", "smtplib",
    "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib.request", "xmlrpc", "requests", "httpx", "aiohttp",
}
FORBIDDEN_CALLS = {
    "eval", "exec", "compile", "__import__", "exit", "quit", "breakpoint", "input",
    "os._exit", "os.abort", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.popen",
    "os.system", "os.startfile", "os.setuid", "os.chdir", "sys.exit",
    "os.chmod", "os.chown", "os.link", "os.makedirs", "os.mkdir", "os.mkfifo", "os.remove", "os.removedirs", "os.rename",
    "os.renames", "os.replace", "os.rmdir", "os.symlink", "os.truncate", "os.unlink", "os.utime",
    "shutil.chown", "shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copytree", "shutil.make_archive", "shutil.move",
    "shutil.rmtree", "shutil.unpack_archive",
}  # fmt: skip
FORBIDDEN_FAMILIES = ("os.exec", "os.spawn", "os.posix_spawn")
PATH_CHANGES = {"write_text", "write_bytes", "unlink", "rmdir", "touch", "rename", "symlink_to", "hardlink_to", "mkdir", "chmod"}
SKIPS = {"pytest.skip", "pytest.xfail", "pytest.importorskip", "unittest.SkipTest", "unittest.case.SkipTest", "self.skipTest"}
SKIP_MARKS = {"skip", "skipif", "xfail", "skipIf", "skipUnless", "expectedFailure"}
CATCHES_ASSERTIONS = {"AssertionError", "Exception", "BaseException"}
RAISES = {"raises", "warns", "deprecated_call", "assertRaises", "assertRaisesRegex", "assertWarns", "assertWarnsRegex", "assertLogs", "assertNoLogs"}
# unittest's assertions of one value; all others compare their first two arguments.
ASSERTS_ONE = {"assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone"}


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
        return ".".join(reversed(parts))
    return None


def root_of(node):
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def names_in(node):
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def bound(target):
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, (ast.Tuple, ast.List)):
        return set().union(*(bound(item) for item in target.elts)) if target.elts else set()
    if isinstance(target, ast.Starred):
        return bound(target.value)
    root = root_of(target)
    return {root} if root else set()


def aliases(tree):
    """What a local name stands for: `from os import remove as rm` makes `rm` mean `os.remove`."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                known[name.asname or name.name.split(".")[0]] = name.name if name.asname else name.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                known[name.asname or name.name] = f"{node.module}.{name.name}"
    return known


def real_name(node, known):
    name = dotted(node)
    if name is None:
        return None
    head, _, rest = name.partition(".")
    return ".".join(filter(None, [known.get(head, head), rest]))


def is_module(name, module):
    return name == module or module.endswith("." + name) or name.endswith("." + module)


def temporary_names(tree):
    """Names that hold a path below pytest's own temporary folder."""
    names = {"tmp_path", "tmpdir"}
    known = 0
    while known != len(names):
        known = len(names)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and names_in(node.value) & names:
                names |= set().union(*(bound(target) for target in node.targets))
    return names


def writes(call, at):
    """Whether a call of an `open` is given a mode that is not plainly one for reading."""
    mode = call.args[at] if len(call.args) > at else next((word.value for word in call.keywords if word.arg == "mode"), None)
    return mode is not None and (not isinstance(mode, ast.Constant) or any(sign in str(mode.value) for sign in "wax+"))


def forbidden(tree, known):
    temporary = temporary_names(tree)
    for node in ast.walk(tree):
        modules = []
        if isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module] + [f"{node.module}.{name.name}" for name in node.names]
        for module in modules:
            if module in FORBIDDEN_MODULES or module.split(".")[0] in FORBIDDEN_MODULES:
                return f"imports {module}"
        if not isinstance(node, ast.Call):
            continue
        name = real_name(node.func, known)
        if name in FORBIDDEN_CALLS or (name or "").startswith(FORBIDDEN_FAMILIES):
            return f"calls {name}"
        if name in ("open", "io.open", "codecs.open"):
            if writes(node, 1) and not (node.args and names_in(node.args[0]) & temporary):
                return "opens a file for writing"
        elif isinstance(node.func, ast.Attribute) and not names_in(node.func) & temporary:
            if any(value == "pathlib" or value.startswith("pathlib.") for value in known.values()):
                if node.func.attr in PATH_CHANGES:
                    return f"changes files with {node.func.attr}"
                if node.func.attr == "open" and writes(node, 0):
                    return "opens a file for writing"
    return None


def mocks_unit(tree, known, module, flow):
    unit = flow.unit

    def used(owner, member):
        """Whether the test reads what it replaces."""
        uses = (use for use in ast.walk(tree) if isinstance(use, ast.Attribute) and isinstance(use.ctx, ast.Load))
        return any(use.attr == member and dotted(use.value) == owner for use in uses)

    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and root_of(target) in flow.imported and used(dotted(target.value), target.attr):
                    return True
        if not isinstance(node, ast.Call):
            continue
        name = real_name(node.func, known) or ""
        last = name.split(".")[-1]
        patches = last == "patch" or name.endswith("patch.object") or (last == "setattr" and root_of(node.func) in ("monkeypatch", "setattr"))
        first = node.args[0] if node.args else next((word.value for word in node.keywords if word.arg == "target"), None)
        if not patches or first is None:
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            owner, _, member = first.value.rpartition(".")
            # A collaborator that the module imported is fair game; what the module itself defines and the test uses is not.
            if is_module(first.value, module) or (is_module(owner, module) and member in unit):
                return True
        elif dotted(first) is not None and root_of(first) in unit and len(node.args) > 1:
            member = node.args[1].value if isinstance(node.args[1], ast.Constant) else None
            if used(dotted(first), member):
                return True
    return False


class Flow:
    """Follows values from the imports of the module under test."""

    def __init__(self, tree, module):
        self.unit = set()
        self.results = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    if is_module(name.name, module):
                        self.unit.add(name.asname or name.name.split(".")[0])
            elif isinstance(node, ast.ImportFrom):
                for name in node.names:
                    whole = f"{node.module}.{name.name}" if node.module else name.name
                    if (node.module and is_module(node.module, module)) or is_module(whole, module):
                        self.unit.add(name.asname or name.name)
        self.imported = frozenset(self.unit)
        known = -1
        while known != len(self.unit) + len(self.results):
            known = len(self.unit) + len(self.results)
            for node in ast.walk(tree):
                self.learn(node)

    def executes(self, node):
        return isinstance(node, ast.Call) and bool(names_in(node.func) & (self.unit | self.results))

    def depends(self, node):
        for inner in ast.walk(node):
            if self.executes(inner) or (isinstance(inner, ast.Name) and inner.id in self.results):
                return True
            if isinstance(inner, (ast.Attribute, ast.Subscript)) and root_of(inner) in self.unit and not isinstance(inner.ctx, ast.Store):
                return True
        return False

    def learn(self, node):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = set().union(*(bound(target) for target in targets))
            if self.depends(node.value):
                self.results |= names
            elif isinstance(node.value, ast.Name) and node.value.id in self.unit:
                self.unit |= names
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)) and self.depends(node.iter):
            self.results |= bound(node.target)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            inside = any(self.depends(statement) for statement in node.body)
            for item in node.items:
                if item.optional_vars is not None and (inside or self.depends(item.context_expr)):
                    self.results |= bound(item.optional_vars)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            # A helper or fixture that calls the unit gives its result to who uses it; a test is used by nobody.
            if not node.name.startswith("test") and any(self.depends(statement) for statement in node.body):
                self.unit.add(node.name)
                self.results.add(node.name)
        if isinstance(node, ast.Call):
            if self.executes(node):
                for argument in [*node.args, *(word.value for word in node.keywords)]:
                    if isinstance(argument, ast.Name) and argument.id != "self":
                        self.results.add(argument.id)
            elif isinstance(node.func, ast.Attribute) and any(self.depends(argument) for argument in node.args):
                root = root_of(node.func)
                if root not in (None, "self", "pytest"):
                    self.results.add(root)


def constants_of(tree):
    """Names that only ever hold a plain constant: handing them over changes nothing in them."""
    held, others = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names = set().union(*(bound(target) for target in node.targets))
            (held if isinstance(node.value, ast.Constant) else others).update(names)
    return held - others


def swallows(node):
    """A `try` or a `suppress` that keeps a failed assertion to itself."""
    if isinstance(node, ast.Try):
        caught = [handler.type for handler in node.handlers if not any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))]
        return any(kind is None or names_in(kind) & CATCHES_ASSERTIONS for kind in caught)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        return any(
            (dotted(call.func) or "").split(".")[-1] == "suppress" and any(names_in(kind) & CATCHES_ASSERTIONS for kind in call.args)
            for call in calls
        )
    return False


def parts_of(node):
    """What an assertion speaks of: the arguments of `self.assertEqual(a, b)` without `self`, else the whole."""
    if isinstance(node, ast.Call) and root_of(node.func) in ("self", "cls"):
        return [*node.args, *(word.value for word in node.keywords if word.arg != "msg")]
    return [node]


def always_true(node):
    """An assertion that holds whatever the unit does: `assert (a == b, "text")`, `assert a == b or True`."""
    if isinstance(node, ast.Call) and (dotted(node.func) or "").split(".")[-1] == "assertTrue" and node.args:
        return always_true(node.args[0])
    if isinstance(node, (ast.Tuple, ast.List)):
        return len(node.elts) > 0
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return any(always_true(value) for value in node.values)
    return isinstance(node, ast.Lambda)


def assertions(function):
    """What is asserted, and whether it may never run or never be heard."""
    found = []
    called = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}

    def visit(node, conditional):
        if isinstance(node, ast.Assert):
            found.append(("assert", node.test, conditional))
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                call = item.context_expr
                name = (dotted(call.func) or "").split(".")[-1] if isinstance(call, ast.Call) else ""
                if name in RAISES:
                    found.append(("raises", node, conditional))
        elif isinstance(node, ast.Call):
            name = (dotted(node.func) or "").split(".")[-1]
            if name in RAISES:
                # Without a function it is a context, which its `with` counts.
                if len(node.args) > 1:
                    found.append(("raises", node, conditional))
            elif re.match(r"assert_?[A-Za-z_]", name):
                found.append(("assert", node, conditional))
        for field, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    branch = isinstance(node, (ast.If, ast.IfExp, ast.While)) and field != "test"
                    idle = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name not in called
                    unheard = field == "body" and swallows(node)
                    visit(child, conditional or branch or idle or unheard or isinstance(node, ast.ExceptHandler))

    for statement in function.body:
        visit(statement, False)
    return found


def dishonest(tree, module, title):
    known = aliases(tree)
    reason = forbidden(tree, known)
    if reason is not None:
        return reason
    tests = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == title]
    if len(tests) != 1:
        return f"does not define one function {title}"
    function = tests[0]
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and function in node.body]
    for decorator in [*function.decorator_list, *(mark for owner in classes for mark in owner.decorator_list)]:
        name = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator) or ""
        if name.split(".")[-1] in SKIP_MARKS:
            return f"is marked {name}"
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (real_name(node.func, known) or "") in SKIPS:
            return f"calls {real_name(node.func, known)}"
    flow = Flow(tree, module)
    flow.results -= constants_of(tree)
    if mocks_unit(tree, known, module, flow):
        return "mocks the unit under test"
    found = assertions(function)
    if not found:
        return "asserts nothing"
    fixtures = {argument.arg for argument in function.args.args}
    if "snapshot" in fixtures:
        return "records a snapshot instead of asserting what is right"

    def depends(kind, node):
        # `assertRaises(ValueError, total, -1)` calls what it is given.
        if kind == "raises" and isinstance(node, ast.Call) and names_in(node.args[1]) & flow.unit:
            return True
        return any(flow.depends(part) for part in parts_of(node))

    dependent = [entry for entry in found if entry[1] is not None and depends(entry[0], entry[1])]
    if not dependent:
        return "asserts nothing that depends on the unit under test"
    failing = [entry for entry in dependent if not always_true(entry[1])]
    if not failing:
        return "asserts what is always true"
    telling = [entry for entry in failing if not compares_with_itself(entry[1])]
    if not telling:
        return "compares the unit only with itself"
    if all(conditional for _, _, conditional in telling):
        return "asserts only where it may never run or fail: in a branch, an except or a function that nobody calls"
    return None


def compares_with_itself(node):
    if isinstance(node, ast.Call) and root_of(node.func) == "self" and len(node.args) > 1:
        if (dotted(node.func) or "").split(".")[-1] not in ASSERTS_ONE | RAISES:
            return ast.dump(node.args[0]) == ast.dump(node.args[1])
    return isinstance(node, ast.Compare) and len(node.comparators) == 1 and ast.dump(node.left) == ast.dump(node.comparators[0])


def read(test):
    try:
        tree = ast.parse(test["text"])
        # Some errors are only found by the compiler, such as a return outside of a function.
        compile(test["text"], "<candidate>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        lines = test["text"].splitlines()
        at = getattr(error, "lineno", None) or 0
        line = (getattr(error, "text", None) or (lines[at - 1] if 0 < at <= len(lines) else "")).strip()
        return {"syntaxError": f"it does not parse: {getattr(error, 'msg', error)}" + (f' at "{line[:120]}"' if line else "")}
    reason = dishonest(tree, test["module"], test["title"])
    return {} if reason is None else {"dishonest": reason}


if __name__ == "__main__":
    json.dump([read(test) for test in json.load(sys.stdin)], sys.stdout)
