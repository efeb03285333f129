"""The rules of the house, read from the code itself. Each rule is first shown a line that breaks it."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

ROOMS = ("bot", "handlers", "services", "domain", "models", "migrations", "web", "sandbox")
OURS = tuple(room for room in ROOMS if room != "sandbox")

Rule = Callable[[ast.AST], bool]


def sources(*rooms: str) -> Iterator[Path]:
    """The Python files of some rooms, and main.py with them all."""
    for room in rooms or (*ROOMS, "scripts"):
        yield from (ROOT / room).rglob("*.py")
    if not rooms:
        yield ROOT / "main.py"


def name_of(path: Path) -> str:
    """A file as people name it."""
    return path.relative_to(ROOT).as_posix()


def offences(rule: Rule, files: Iterator[Path]) -> list[str]:
    """Where a rule is broken."""
    return [
        f"{name_of(path)}:{getattr(node, 'lineno', 0)}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if rule(node)
    ]


def called(node: ast.AST) -> tuple[str, str]:
    """What is called and on what, e.g. ("commit", "session"); empty where the node is no such call."""
    if not isinstance(node, ast.Call):
        return "", ""
    if isinstance(node.func, ast.Name):
        return node.func.id, ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr, ast.unparse(node.func.value)
    return "", ""


def imported(node: ast.AST) -> list[str]:
    """The modules that an import names, and the names it takes from them, with dots."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def commits(node: ast.AST) -> bool:
    """Ends a transaction by hand."""
    return called(node)[0] in ("commit", "rollback") and "session" in called(node)[1]


def opens_transaction(node: ast.AST) -> bool:
    """Opens a transaction that commits by itself."""
    # A service may well have a verb of that name, but it gets something to begin.
    return isinstance(node, ast.Call) and called(node)[0] == "begin" and not node.args


def asks_for_sentence(node: ast.AST) -> bool:
    """Asks for a sentence in somebody's language."""
    return called(node)[0] in ("gettext", "ngettext", "pgettext", "npgettext")


def starts_loose_task(node: ast.AST) -> bool:
    """Starts a task that nobody waits for."""
    name, owner = called(node)
    return name == "ensure_future" or (name == "create_task" and "group" not in owner)


def speaks_past_outbox(node: ast.AST) -> bool:
    """Talks to Telegram directly: imports the bot, or uses the shortcuts of aiogram's types."""
    name, owner = called(node)
    speaks = name in ("answer", "reply", "delete", "forward") or name.startswith(("answer_", "reply_", "edit_"))
    to_somebody = owner.rpartition(".")[2] in ("message", "query", "event", "callback", "callback_query", "chat")
    return (speaks and to_somebody) or owner == "bot" or "aiogram.Bot" in imported(node)


def loads_lazily(node: ast.AST) -> bool:
    """A relationship that may query the database where nobody sees it."""
    if called(node)[0] != "relationship" or not isinstance(node, ast.Call):
        return False
    lazy = [k.value for k in node.keywords if k.arg == "lazy"]
    return not (lazy and isinstance(lazy[0], ast.Constant) and lazy[0].value == "raise")


def imports_sandbox(node: ast.AST) -> bool:
    """Imports the sandbox."""
    return any(module.split(".")[0] == "sandbox" for module in imported(node))


def imports_main(node: ast.AST) -> bool:
    """Imports the command line."""
    return any(module.split(".")[0] == "main" for module in imported(node))


def is_long(node: ast.AST) -> bool:
    """A function of more than 60 lines."""
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    return is_function and (node.end_lineno or 0) - node.lineno >= 60


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (commits, "await session.commit()"),
        (commits, "await self.session.rollback()"),
        (opens_transaction, "async with database.begin() as session: pass"),
        (asks_for_sentence, "t.gettext('Hello')"),
        (starts_loose_task, "asyncio.create_task(work())"),
        (starts_loose_task, "asyncio.get_running_loop().create_task(work())"),
        (starts_loose_task, "asyncio.ensure_future(work())"),
        (speaks_past_outbox, "await message.answer('Hello')"),
        (speaks_past_outbox, "await message.answer_photo(photo)"),
        (speaks_past_outbox, "await query.message.edit_text('Hello')"),
        (speaks_past_outbox, "await bot.send_message(1, 'Hello')"),
        (speaks_past_outbox, "from aiogram import Bot, Router"),
        (loads_lazily, "relationship()"),
        (loads_lazily, "relationship(lazy='selectin')"),
        (imports_sandbox, "from sandbox.server import start"),
        (imports_main, "import main"),
        (is_long, "def f():\n" + "    x = 1\n" * 60),
    ],
)
def test_each_rule_sees_what_breaks_it(rule: Rule, broken: str) -> None:
    """Without it a rule that sees nothing would look like a house in order."""
    wrapped = "async def f():\n    " + broken if broken.startswith(("await", "async with")) else broken
    assert any(rule(node) for node in ast.walk(ast.parse(wrapped)))


def test_nobody_commits_by_hand() -> None:
    """Without it half of what an update does could be saved and the other half lost."""
    assert offences(commits, sources(*OURS)) == []


def test_only_edges_open_transactions() -> None:
    """Without it a service could save something although the update it belongs to fails."""
    assert offences(opens_transaction, sources("handlers", "services", "domain", "web", "bot/views")) == []


def test_only_views_ask_for_sentences() -> None:
    """Without it sentences would hide where no translator and no test of lengths looks for them."""
    files = (p for p in sources(*OURS) if not name_of(p).startswith(("bot/views/", "bot/translator.py")))
    assert offences(asks_for_sentence, files) == []


def test_every_task_is_waited_for() -> None:
    """Without it a failure in a forgotten task would go unseen."""
    assert offences(starts_loose_task, sources()) == []


def test_handlers_speak_through_the_outbox() -> None:
    """Without it something could be said although the transaction it belongs to was undone."""
    assert offences(speaks_past_outbox, sources("handlers")) == []


def test_no_hidden_queries() -> None:
    """Without it one line of a list could cost a query for each row."""
    assert offences(loads_lazily, sources("models")) == []


def test_the_sandbox_stays_outside() -> None:
    """Without it the product could come to depend on its toy Telegram."""
    assert offences(imports_sandbox, sources(*OURS)) == []


def test_nobody_imports_the_command_line() -> None:
    """Without it the one place that assembles everything could become a part itself."""
    assert offences(imports_main, sources(*ROOMS)) == []


def test_files_and_functions_stay_small() -> None:
    """Without it a file could grow until nobody reads it to the end."""
    long_files = [name_of(p) for p in sources() if len(p.read_text(encoding="utf-8").splitlines()) > 400]
    assert long_files == []
    written = (p for p in sources() if not name_of(p).startswith("migrations/versions/"))
    assert offences(is_long, written) == []


def test_the_command_line_stays_an_assembly() -> None:
    """Without it what commands do would gather in main.py."""
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) < 200


def test_every_file_has_a_subject() -> None:
    """Without it a drawer for everything would fill."""
    assert [name_of(p) for p in sources() if p.stem in ("utils", "helpers", "common", "misc")] == []
