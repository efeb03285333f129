"""The command line: what may be typed, and how a mistake is told in one line."""

import argparse
import codecs
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from domain.words import REGIONAL_ROLES, Role

INVITABLE = (Role.OPERATOR, Role.EXECUTOR, Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN)
MISUSED = 2
"""Exit status of a command that was typed wrongly."""


class CommandError(Exception):
    """A command cannot be done; the text is one line that says why and how to mend it."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, with the way to the help."""

    def error(self, message: str) -> NoReturn:
        """Raise CommandError."""
        raise CommandError(f"{self.prog}: {message}; see `{self.prog} --help`", MISUSED)


def degrees(limit: float) -> Callable[[str], float]:
    """A reader of degrees between -limit and limit; a decimal comma is understood."""

    def read(text: str) -> float:
        try:
            value = float(text.strip().rstrip(",").replace(",", "."))
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
        if not math.isfinite(value) or abs(value) > limit:
            raise argparse.ArgumentTypeError(f"{text} is not between -{limit:g} and {limit:g} degrees")
        return value

    return read


def port(text: str) -> int:
    """Read a port number; 0 takes a free one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def make_parser() -> Parser:
    """The parser of `python main.py`."""
    parser = Parser(
        prog="python main.py",
        description="Tazalyq: a desk for citizens' requests on Telegram.",
        epilog="example: python main.py demo\nhelp on one command: python main.py invite --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    demo = _command(
        commands, "demo", "try it in the browser: the real bot against a Telegram of our own", "--port 8081"
    )
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    demo.add_argument("--port", type=port, default=8081, help="port of the page, 0 for a free one (default: 8081)")
    _command(commands, "run", "run the bot, by long polling or behind a webhook as the settings say")
    _command(commands, "migrate", "bring the database up to date; makes it where there is none")
    _add_check(commands)
    _add_invite(commands)
    _add_regions(commands)
    _add_import(commands)
    _add_seed(commands)
    return parser


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the arguments (default: the process's own). Raises CommandError, or SystemExit(0) after printing help."""
    options = make_parser().parse_args(arguments)
    if options.command == "invite":
        _check_invite(options)
    return options


def _command(commands: "argparse._SubParsersAction[Parser]", name: str, purpose: str, example: str = "") -> Parser:
    return commands.add_parser(
        name,
        help=purpose,
        description=purpose[0].upper() + purpose[1:] + ".",
        epilog=f"example: python main.py {name} {example}".rstrip(),
    )


def _add_check(commands: "argparse._SubParsersAction[Parser]") -> None:
    check = _command(commands, "check", "look whether configuration, database, token and folders are in order")
    check.add_argument(
        "--deep", action="store_true", help="also count everything again: counters, requests and their histories"
    )
    check.add_argument(
        "--limit", type=_count, default=100, metavar="N", help="with --deep, how much to print (default: 100)"
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    return int(text)


def _add_invite(commands: "argparse._SubParsersAction[Parser]") -> None:
    example = 'executor --region KZ-79 --org "Green City LLP"'
    invite = _command(commands, "invite", "print a link that gives one person a role, once, for 7 days", example)
    invite.add_argument("role", metavar="ROLE", choices=[str(r) for r in INVITABLE], help=", ".join(INVITABLE))
    invite.add_argument("--region", metavar="ISO", help="ISO 3166-2 code of the region, e.g. KZ-79")
    invite.add_argument("--org", metavar="NAME", help="department or contractor that an executor works for")


def _check_invite(options: argparse.Namespace) -> None:
    """What argparse cannot say: which options belong to which role."""
    role, mistake = Role(options.role), None
    options.region = options.region.upper() if options.region else None
    if role in REGIONAL_ROLES and options.region is None:
        mistake = f"{role} needs --region, e.g. --region KZ-79"
    elif role not in REGIONAL_ROLES and options.region is not None:
        mistake = f"{role} is not bound to a region: leave --region out"
    elif options.org is not None and role is not Role.EXECUTOR:
        mistake = "--org is for executors only"
    elif options.org is not None and not 0 < len(options.org.strip()) <= 200:
        mistake = "--org must have 1 to 200 letters"
    if mistake:
        raise CommandError(f"python main.py invite: {mistake}", MISUSED)


def _add_regions(commands: "argparse._SubParsersAction[Parser]") -> None:
    regions = _command(commands, "regions", "questions about regions and borders", "lookup 43.238 76.945")
    questions = regions.add_subparsers(dest="question", metavar="QUESTION", required=True)
    lookup = questions.add_parser(
        "lookup",
        help="the region of a point and the nearest town",
        description="Tell in whose region a point lies, and the nearest town.",
        epilog="example: python main.py regions lookup 43.238 76.945",
    )
    lookup.add_argument("lat", metavar="LAT", type=degrees(90), help="latitude in degrees, e.g. 43.238")
    lookup.add_argument("lon", metavar="LON", type=degrees(180), help="longitude in degrees, e.g. 76.945")


def _add_import(commands: "argparse._SubParsersAction[Parser]") -> None:
    bring = _command(
        commands,
        "import",
        "bring past requests over from a CSV or XLSX file; status 1 if a row was bad",
        "old.xlsx --dry-run --column sent=Дата",
    )
    bring.add_argument("file", metavar="FILE", type=Path, help="requests, one a row, with titles above the columns")
    bring.add_argument(
        "--source", metavar="NAME", type=_source, help="the system they come from (default: the name of the file)"
    )
    bring.add_argument("--mapping", metavar="FILE.json", type=Path, help='titles by field, as {"sent": "Дата"}')
    bring.add_argument(
        "--column", metavar="FIELD=TITLE", action="append", default=[], help="the title of one field; may be repeated"
    )
    bring.add_argument(
        "--encoding", metavar="NAME", type=_encoding, help="of a CSV file (default: UTF-8, UTF-16 or cp1251, as found)"
    )
    bring.add_argument("--dry-run", action="store_true", help="store nothing, say what would be")
    bring.add_argument("--errors", metavar="FILE.csv", type=Path, help="write every bad row with its reason here")


def _source(text: str) -> str:
    if not 0 < len(text.strip()) <= 64:
        raise argparse.ArgumentTypeError("the source must have 1 to 64 characters")
    return text.strip()


def _encoding(text: str) -> str:
    try:
        return codecs.lookup(text).name
    except LookupError:
        raise argparse.ArgumentTypeError(f"there is no encoding {text!r}") from None


def _add_seed(commands: "argparse._SubParsersAction[Parser]") -> None:
    seed = _command(commands, "seed", "make up a year whose totals are the published ones", "--year 2024")
    seed.add_argument("--year", type=int, choices=[2024], default=2024, help="the year (default: 2024)")
    seed.add_argument(
        "--scale", type=_scale, default=1.0, metavar="N", help="so many times as many requests (default: 1)"
    )
    seed.add_argument("--into-real", action="store_true", help="even beside requests that citizens have sent")


def _scale(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not 0.01 <= value <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not between 0.01 and 1000")
    return value
