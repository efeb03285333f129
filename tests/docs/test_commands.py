"""The documentation is true: its commands run, its links lead somewhere, its tables name everything."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import LOCALES, ROOT, Settings
from bot.translator import translator
from bot.views.words import role_name, state_name
from domain.words import Role, State

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "README.md"])
BLOCK = re.compile(r"^```sh run\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    """A page as people name it."""
    return page.relative_to(ROOT).as_posix()


def commands() -> Iterator[tuple[str, str]]:
    """Every command that the documentation says can be typed as it stands, with its page."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            yield from ((name_of(page), line) for line in block.splitlines() if line.strip())


def test_there_are_commands_to_run() -> None:
    """Without it a change of the marks would make the next test run nothing."""
    assert len(list(commands())) >= 4


@pytest.mark.parametrize(("page", "command"), list(commands()))
def test_documented_commands_run(page: str, command: str, tmp_path: Path) -> None:
    """Without it a page could tell people to type what no longer works."""
    settings = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in settings} | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{tmp_path}/desk.db",
        "MEDIA_DIR": str(tmp_path / "media"),
    }
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{page}: {command}\n{done.stdout}{done.stderr}"
    assert done.stdout.strip()


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made on the web."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """Without it a renamed page would leave dead ends behind."""
    lost = []
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_page_is_linked_from_another() -> None:
    """Without it a page could be written that nobody finds."""
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", link)
    }
    assert [name_of(page) for page in PAGES if page not in linked and page.name != "README.md"] == []


def test_every_direct_dependency_has_its_reason() -> None:
    """Without it packages would gather that nobody remembers why."""
    listed = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").partition("## Left out")[0]
    named = {name for row in re.findall(r"^\| ([\w, \[\]-]+) \|", listed, re.MULTILINE) for name in row.split(", ")}
    for file in ("requirements.txt", "requirements-dev.txt"):
        direct = set(re.findall(r"^([\w\[\]-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))
        assert direct <= named, direct - named


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_agrees_with_what_is_asked_for(name: str) -> None:
    """Without it an installation could not be made, or not be the one that was tested."""
    pins = re.compile(r"^([\w-]+)(?:\[\w+\])?==(\S+)$", re.MULTILINE)
    locked = {n.lower(): v for n, v in pins.findall((ROOT / f"{name}.lock").read_text(encoding="utf-8"))}
    asked = pins.findall((ROOT / f"{name}.txt").read_text(encoding="utf-8"))
    assert {n.lower().replace("_", "-"): v for n, v in asked}.items() <= {
        n.replace("_", "-"): v for n, v in locked.items()
    }.items()


@pytest.mark.parametrize("word", [*Role, *State], ids=lambda word: f"{type(word).__name__}.{word.name}")
def test_the_glossary_says_what_the_screens_say(word: Role | State) -> None:
    """Without it a role or state could have one name on paper and another on the screen."""
    label = f"Role.{word.name}" if isinstance(word, Role) else str(word)
    said = [
        role_name(t, word) if isinstance(word, Role) else state_name(t, word)
        for t in (translator(locale, ZoneInfo("UTC")) for locale in LOCALES)
    ]
    row = f"| `{label}` | {' | '.join(said)} |"
    assert row in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_make_help_lists_the_targets() -> None:
    """Without it somebody new would have to read the Makefile."""
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "run", "test", "check", "bench", "messages"):
        assert f"make {target} " in told
