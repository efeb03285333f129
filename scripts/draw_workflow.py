"""Draw docs/workflow.md from the table in domain/workflow.py.

python scripts/draw_workflow.py            write the page
python scripts/draw_workflow.py --check    exit with 1 where the page is out of date
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from domain.words import OPEN_STATES, Outcome, RejectReason, State  # noqa: E402
from domain.workflow import EDGES, Edge, outcome  # noqa: E402

PAGE = ROOT / "docs" / "workflow.md"
HEAD = """# Life of a request

Drawn from the table in `domain/workflow.py` by `python scripts/draw_workflow.py`: change the table, not this page.

"""


def page() -> str:
    """The whole page as Markdown."""
    return HEAD + "\n".join([*_diagram(), "", "## Steps", "", *_steps(), "", "## States", "", *_states(), ""])


def _names(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _in_order(states: Iterable[State]) -> list[State]:
    wanted = set(states)
    return [state for state in State if state in wanted]


def _diagram() -> list[str]:
    arrows = ["    [*] --> new: send (citizen)"]
    for edge in EDGES:
        if edge.target is not None:
            arrows += [f"    {s} --> {edge.target}: {edge.action} ({_names(edge.by)})" for s in _in_order(edge.sources)]
    ends = [f"    {state} --> [*]" for state in State if state not in OPEN_STATES and state is not State.DONE]
    return ["```mermaid", "stateDiagram-v2", *arrows, *ends, "```"]


def _steps() -> list[str]:
    rows = [
        f"| {edge.action} | {_from(edge)} | {edge.target or 'stays'} | {_names(edge.by)} | "
        f"{', '.join(edge.needs) or '–'} | {edge.why} |"
        for edge in EDGES
    ]
    return ["| step | from | to | by | needs | why |", "|---|---|---|---|---|---|", *rows]


def _from(edge: Edge) -> str:
    return "any" if edge.sources == frozenset(State) else ", ".join(_in_order(edge.sources))


def _states() -> list[str]:
    rows = [f"| {state} | {'yes' if state in OPEN_STATES else 'no'} | {_column(state)} |" for state in State]
    return ["| state | open | counts as |", "|---|---|---|", *rows]


def _column(state: State) -> str:
    reasons = RejectReason if state is State.REJECTED else (None,)
    found = {outcome(state, reason=reason, late=late) for reason in reasons for late in (False, True)}
    return ", ".join(column for column in Outcome if column in found)


def main() -> int:
    """Write or check the page; returns the exit code."""
    parser = argparse.ArgumentParser(description="Draw docs/workflow.md from domain/workflow.py.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the page is out of date")
    if parser.parse_args().check:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        if not fresh:
            print("docs/workflow.md is out of date: run python scripts/draw_workflow.py", file=sys.stderr)
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
