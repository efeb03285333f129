"""The page on the workflow is what its script draws."""

from domain.words import Action, State
from scripts import draw_workflow


def test_the_page_is_up_to_date() -> None:
    """Without it: the table could change while the page goes on telling the old rules."""
    assert draw_workflow.PAGE.read_text(encoding="utf-8") == draw_workflow.page()


def test_every_state_and_step_is_on_the_page() -> None:
    """Without it: a new state could be left out of the drawing without anybody seeing it."""
    page = draw_workflow.page()
    diagram, _, tables = page.partition("## Steps")
    assert all(f" {state}" in diagram and f"| {state} |" in tables for state in State)
    assert all(f"| {action} |" in tables for action in Action if action is not Action.SEND)
