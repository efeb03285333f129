"""Write docs/configuration.md from bot/settings.py; with `--check` only tell whether it is up to date."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.configuration import page
from bot.settings import ROOT

FILE = ROOT / "docs" / "configuration.md"


def main(check: bool) -> int:
    """Returns 1 where the page differs from the settings."""
    text = page()
    if not check:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/configuration.md differs from bot/settings.py: run `python scripts/configuration_table.py`")
    return 1


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
