"""Past requests from files, as whoever moves to Tazalyq brings them: in a process of its own, and read row by row."""

import asyncio
import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from sqlalchemy import select

from bot.cli import CommandError
from bot.past import importing, vocabulary
from bot.past.columns import TITLES, find_columns, read_mapping
from bot.past.importing import Order, bring
from bot.past.reading import Reader
from bot.past.values import Unreadable, moment_of, number_of, text_of
from bot.settings import LOCALES, ROOT, Settings
from bot.translator import translator
from bot.views import sheet_rows, staff_words
from domain.text import search_key
from domain.words import Kind, RejectReason, State
from models import CitizenRequest, Counter, HistoryEntry
from models.database import Database
from services.past_requests import PastRequest
from services.recount import disagreements, snapshot

ZONE = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = ("number", "region", "category", "address", "latitude", "longitude", "description", "sent", "done", "closed",
        "state", "stars")  # fmt: skip
GOOD = ("A-1", "KZ-79", "territory", "Абай көшесі, 1", "42,315", "69,59", "Ауладағы қоқыс", "2024-07-05 09:30",
        "06.07.2024 18:00", "2024-07-08T10:00:00+05:00", "confirmed", "5")  # fmt: skip


def written(path: Path, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, encoding: str = "utf-8") -> Path:
    """A CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([head, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def row(number: str, **changes: str) -> list[str]:
    """The good row with another number and other values."""
    return [changes.get(name, number if name == "number" else value) for name, value in zip(HEAD, GOOD, strict=True)]


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings with a fresh database of each kind."""
    return Settings(_env_file=None, database_url=database_url)


async def requests(settings: Settings) -> list[CitizenRequest]:
    """What is in the database; everything in it agrees."""
    database = Database(settings.database_url.get_secret_value())
    try:
        async with snapshot(database) as session:
            found = [str(d) async for d in disagreements(session, datetime.now(UTC), lambda seen, last: None)]
            assert found == []
            return list(await session.scalars(select(CitizenRequest).order_by(CitizenRequest.id)))
    finally:
        await database.close()


def read(changes: dict[str, Any], mapping: dict[str, str] | None = None) -> PastRequest | list[str]:
    """A row with these titles and values above the good one's: the request, or what is wrong."""
    values = dict(zip(HEAD, GOOD, strict=True)) | changes
    columns = find_columns(list(values), mapping or {})
    past, wrong = Reader(columns, "old", ZONE, NOW).read(list(values.values()))
    return wrong if past is None else past


async def test_good_rows_come_in_and_bad_ones_are_told(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it: one bad row would keep a whole year out, or go missing without a word."""
    rows = [row("A-1"), row("A-2", region="Нигде"), row("A-3", done="01.07.2024"), row("A-1"), row("=A-4", stars="9")]
    file, errors = written(tmp_path / "old.csv", rows), tmp_path / "errors.csv"
    assert not await bring(settings, Order(file, "109", errors=errors))
    told = capsys.readouterr()
    assert told.out == "1 new, 1 known already, 3 bad, from 109\n"
    assert told.err.splitlines() == [
        "line 3: region: 'Нигде' is not known",
        "line 4: done before it was sent",
        "line 6: 9 stars: there are 1 to 5",
    ]
    with errors.open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines))[1:] == [
            ["3", "A-2", "region: 'Нигде' is not known"],
            ["4", "A-3", "done before it was sent"],
            ["6", "'=A-4", "9 stars: there are 1 to 5"],
        ]
    (found,) = await requests(settings)
    assert (found.source, found.external, found.region, found.stars, found.lat) == ("109", "A-1", "KZ-79", 5, 42.315)
    assert found.sent_at == datetime(2024, 7, 5, 4, 30, tzinfo=UTC)
    assert await bring(settings, Order(written(file, rows[:1]), "109"))
    assert capsys.readouterr().out == "0 new, 1 known already, 0 bad, from 109\n"


async def test_a_dry_run_writes_nothing(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it: whoever only wanted to look would have a database full of requests."""
    file = written(tmp_path / "old.csv", [row("A-1"), row("A-2"), row("A-1"), row("A-3", state="?")])
    assert not await bring(settings, Order(file, "109", dry_run=True))
    assert capsys.readouterr().out == "2 would be new, 1 known already, 1 bad, from 109\n"
    assert await requests(settings) == []


async def test_a_killed_import_goes_on_where_it_was(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it: an import of an hour that dies would have to be undone by hand, or would count twice."""
    monkeypatch.setattr(importing, "BATCH", 10)
    file, batches, store = written(tmp_path / "old.csv", [row(f"A-{n}") for n in range(35)]), 0, importing.store

    async def dying(*arguments: Any) -> Any:
        nonlocal batches
        batches += 1
        stored = await store(*arguments)
        if batches == 3:
            raise KeyboardInterrupt
        return stored

    monkeypatch.setattr(importing, "store", dying)
    with pytest.raises(KeyboardInterrupt):
        await bring(settings, Order(file, "109"))
    assert len(await requests(settings)) == 20
    assert await bring(settings, Order(file, "109"))
    assert capsys.readouterr().out == "15 new, 20 known already, 0 bad, from 109\n"
    assert len(await requests(settings)) == 35


async def test_text_stays_text(settings: Settings, tmp_path: Path) -> None:
    """Without it: words that look like a formula would be run, or changed, on their way through a file."""
    texts = ["=HYPERLINK(1)", "'=1+1", "+7 727", "-", "@ауыл", "0012"]
    rows = [row(f"A-{n}", description=text) for n, text in enumerate(texts)]
    await bring(settings, Order(written(tmp_path / "old.csv", rows), "109"))
    assert [r.description for r in await requests(settings)] == [
        "=HYPERLINK(1)",
        "=1+1",
        "+7 727",
        "-",
        "@ауыл",
        "0012",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
async def test_the_encodings_people_have(sqlite_url: str, tmp_path: Path, encoding: str) -> None:
    """Without it: a file saved by an old Excel would come in as question marks."""
    settings = Settings(_env_file=None, database_url=sqlite_url)
    rows = [row(f"A-{n}", address="улица Абая, 1", description="Двор не убран " * 9) for n in range(40)]
    assert await bring(settings, Order(written(tmp_path / "old.csv", rows, encoding=encoding), "109"))
    found = await requests(settings)
    assert len(found) == 40 and found[0].address == "улица Абая, 1"


async def test_an_encoding_that_is_named(sqlite_url: str, tmp_path: Path) -> None:
    """Without it: Kazakh letters of an old code page could not be read at all."""
    settings = Settings(_env_file=None, database_url=sqlite_url)
    file = written(tmp_path / "old.csv", [GOOD], encoding="kz1048")
    assert await bring(settings, Order(file, "109", encoding="kz1048"))
    assert (await requests(settings))[0].address == "Абай көшесі, 1"
    with pytest.raises(CommandError, match="--encoding"):
        await bring(settings, Order(file, "109", encoding="utf-8"))


async def test_a_workbook(sqlite_url: str, tmp_path: Path) -> None:
    """Without it: people would have to save their workbooks as something else first, and lose the dates."""
    settings, path = Settings(_env_file=None, database_url=sqlite_url), tmp_path / "old.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Сводка").write(0, 0, "Всего: 2")
        page, moment = book.add_worksheet("Заявки"), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        page.write_row(0, 0, ["Заявки за 2024 год"])
        titles = ["№", "Регион", "Категория", "Широта", "Долгота", "Описание", "Отправлена", "Отчёт о работе",
                  "Закрыта", "Состояние", "Оценка"]  # fmt: skip
        page.write_row(1, 0, titles)
        for line, number in ((2, 17), (3, 18)):
            page.write_row(line, 0, [number, "город Шымкент", "Уборка территорий", 42.315, 69.59])
            page.write_string(line, 5, "=1+1")
            for at, day in ((6, 5), (7, 6), (8, 8)):
                page.write_datetime(line, at, datetime(2024, 7, day, 9, 30), moment)
            page.write_row(line, 9, ["выполнена и принята", 4])
    assert await bring(settings, Order(path, "old"))
    first, second = await requests(settings)
    assert (first.external, second.external, first.stars, first.description) == ("17", "18", 4, "=1+1")
    assert first.done_at == datetime(2024, 7, 6, 4, 30, tzinfo=UTC)


def test_a_file_that_is_none(sqlite_url: str, tmp_path: Path) -> None:
    """Without it: a wrong path would end in a traceback."""
    settings = Settings(_env_file=None, database_url=sqlite_url)
    (tmp_path / "no.xlsx").write_text("no workbook")
    (tmp_path / "empty.csv").write_text("")
    for name, told in (("no.xlsx", "no XLSX file"), ("empty.csv", "empty"), ("gone.csv", "cannot read")):
        with pytest.raises(CommandError, match=told):
            asyncio.run(bring(settings, Order(tmp_path / name, "old")))


def test_missing_columns_are_told_in_one_line() -> None:
    """Without it: somebody would have to guess which titles are understood."""
    with pytest.raises(CommandError, match=r"no column for sent, region among: number, state; .*--column"):
        importing._check(find_columns(["number", "state"], {}), ["number", "state"])
    assert find_columns(["id", "lat", "lon", "Дата поступления", "Статус", "Квартал"], {}).unknown == ["Квартал"]
    assert find_columns(["id", "lat", "lon", "Дата поступления", "Статус"], {}).missing == []


def test_a_mapping_goes_over_the_usual_names(tmp_path: Path) -> None:
    """Without it: a column called otherwise, or one of two called alike, could not be chosen."""
    file = tmp_path / "m.json"
    file.write_text(json.dumps({"sent": "Дата", "done": "Готово"}))
    mapping = read_mapping(file, ["sent=День", "number=Код"])
    assert mapping == {"sent": "День", "done": "Готово", "number": "Код"}
    found = find_columns(["Номер", "Код", "Дата", "День", "Готово"], mapping)
    assert found.places == {"sent": 3, "done": 4, "number": 1} and found.unknown == ["Номер", "Дата"]
    for wrong, told in ((["sent"], "field=Title"), (["when=Дата"], "there is no field when")):
        with pytest.raises(CommandError, match=told):
            read_mapping(None, wrong)
    with pytest.raises(CommandError, match="no column is called 'Дата'"):
        find_columns(["Номер"], {"sent": "Дата"})
    for text in ("{", "[1]", '{"sent": 1}'):
        file.write_text(text)
        with pytest.raises(CommandError):
            read_mapping(file, [])


def test_no_title_means_two_things() -> None:
    """Without it: a column could be taken for another one, depending on the order of a table in our code."""
    folded = [find_columns([title], {}).places for titles in TITLES.items() for title in (titles[0], *titles[1])]
    expected = [name for name, titles in TITLES.items() for _ in range(1 + len(titles))]
    assert [next(iter(places)) for places in folded] == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_our_own_export_can_be_read(locale: str) -> None:
    """Without it: what one installation gives out, another could not take in."""
    t = translator(locale, ZONE)
    found = find_columns([column.title for column in sheet_rows.columns(t, named=True)], {})
    assert found.missing == []
    assert found.places.keys() >= TITLES.keys() - {"planned", "complained", "ruled"}
    assert {vocabulary.states()[search_key(staff_words.state_name(t, state))] for state in State} == set(State)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"region": "790000000"}, {"region": "KZ-79"}),
        ({"region": "Шымкент"}, {"region": "KZ-79"}),
        ({"region": "г. Шымкент"}, {"region": "KZ-79"}),
        ({"region": "шымкент каласы"}, {"region": "KZ-79"}),
        ({"region": ""}, {"region": "KZ-79"}),
        ({"region": "Карагандинская обл.", "latitude": "", "longitude": ""}, {"region": "KZ-35"}),
        ({"category": "Аумақты жинау"}, {"category": "territory"}),
        ({"category": "Вывоз бытового мусора"}, {"category": "household_waste"}),
        ({"state": "Орындалды, қабылданды"}, {"state": State.CONFIRMED}),
        ({"state": "исполнено"}, {"state": State.CONFIRMED}),
        ({"state": "done and confirmed"}, {"state": State.CONFIRMED}),
        ({"kind": "Ұсыныс"}, {"kind": Kind.SUGGESTION}),
        ({"kind": "Заявка"}, {"kind": Kind.REQUEST}),
        ({"state": "возвращена", "done": "", "stars": ""}, {"reason": RejectReason.MEANINGLESS}),
        ({"state": "rejected", "done": "", "stars": "", "reason": "private_land"}, {"state": State.REJECTED}),
        ({"district": "Абай ауданы"}, {"district": "791110000"}),
        ({"district": "Бір жер"}, {"district": "Бір жер"}),
        ({"done": "", "stars": ""}, {"done_at": datetime(2024, 7, 8, 5, tzinfo=UTC)}),
        ({"sent": "05.07.2024 20:00", "done": "05.07.2024"}, {"done_at": datetime(2024, 7, 5, 15, tzinfo=UTC)}),
        ({"number": 17.0}, {"external": "17"}),
    ],
)
def test_values_in_the_words_people_use(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    """Without it: every word of another system would have to be replaced by a key of ours first."""
    past = read(changes)
    assert isinstance(past, PastRequest), past
    assert {name: getattr(past, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"sent": "вчера"}, "sent: 'вчера' is no moment: write 2024-07-05 14:30 or 05.07.2024 14:30"),
        ({"sent": ""}, "no sent"),
        ({"sent": "31.02.2024"}, "sent: '31.02.2024' is no moment: write 2024-07-05 14:30 or 05.07.2024 14:30"),
        ({"latitude": "north"}, "latitude: 'north' is no number"),
        ({"stars": "4,5"}, "stars: '4,5' is no whole number"),
        ({"state": "летит"}, "state: 'летит' is not known"),
        ({"number": ""}, "the number must have 1 to 64 characters"),
        ({"ground": "poor_work"}, "a complaint, but not when it was made (complained)"),
        ({"description": "ұ" * 1001}, "the description is longer than 1,000 characters"),
    ],
)
def test_what_cannot_be_read_is_named(changes: dict[str, Any], wrong: str) -> None:
    """Without it: somebody with 300 bad rows would have to find out by themselves what is wrong with each."""
    assert read(changes) == [wrong]


def test_complaints_and_dumps_come_with_their_requests() -> None:
    """Without it: what was said of the work, and what became of dumps, would be lost with the old system."""
    reopened = {
        "ground": "poor_work", "complained": "07.07.2024", "ruling": "Подтвердилась",
        "ruled": "08.07.2024", "done": "09.07.2024", "closed": "10.07.2024",
    }  # fmt: skip
    past = read(reopened)
    assert isinstance(past, PastRequest) and past.complaint is not None, past
    assert (past.complaint.ruling, past.complaint.at.day, past.done_at and past.done_at.day) == ("right", 7, 9)
    dump = {"category": "illegal_dump", "dump": "removed", "volume": "12,5", "article": "ст. 434-2", "fine": "36 920"}
    past = read(dump)
    assert isinstance(past, PastRequest), past
    assert past.dump.store() == {"outcome": "removed", "litres": 12_500, "article": "434-2", "fine": 36_920}


@pytest.mark.parametrize(
    ("value", "local"),
    [
        ("2024-07-05", "2024-07-05 12:00"),
        ("2024-07-05 09:30", "2024-07-05 09:30"),
        ("2024-07-05T04:30:00Z", "2024-07-05 09:30"),
        ("05.07.2024", "2024-07-05 12:00"),
        ("5.7.2024 9:30", "2024-07-05 09:30"),
        ("05.07.2024, 09:30:15", "2024-07-05 09:30"),
        ("05.07.2024 09:30 (UTC+5)", "2024-07-05 09:30"),
        ("45478", "2024-07-05 12:00"),
        (45478.5, "2024-07-05 12:00"),
        (date(2024, 7, 5), "2024-07-05 12:00"),
        (datetime(2024, 7, 5, 9, 30), "2024-07-05 09:30"),
    ],
)
def test_moments_in_the_forms_people_write(value: Any, local: str) -> None:
    """Without it: July would become May, or a day would begin in another zone."""
    found = moment_of(value, ZONE)
    assert found is not None and found.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") == local


def test_numbers_and_texts() -> None:
    """Without it: a decimal comma would make a place of 42 degrees one of 42,315."""
    assert (number_of("42,315"), number_of("1 200"), number_of(""), number_of(5.0)) == (42.315, 1200, None, 5)
    assert (text_of(17.0), text_of(" a\u200b "), text_of("'=1"), text_of("'quoted'")) == ("17", "a", "=1", "'quoted'")
    with pytest.raises(Unreadable):
        number_of("1;2")


def main_py(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python main.py …`."""
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=environment["PWD"])


@pytest.fixture
def environment(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """A migrated database and nothing else of the machine's."""
    names = {name.upper() for name in Settings.model_fields}
    shutil.copy(sqlite_template, tmp_path / "desk.db")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db", "PWD": str(tmp_path)}


def test_importing_on_the_command_line(environment: dict[str, str], tmp_path: Path) -> None:
    """Without it: a script could not tell a good import from one with bad rows."""
    head = ["Код" if name == "number" else name for name in HEAD]
    file = written(tmp_path / "old 109.csv", [row("A-1"), row("A-2")], head)
    told = main_py(environment, "import", str(file))
    assert (told.returncode, told.stdout) == (1, "") and told.stderr.count("\n") == 1 and "number" in told.stderr
    told = main_py(environment, "import", str(file), "--column", "number=Код", "--source", "109")
    assert (told.returncode, told.stdout, told.stderr) == (0, "2 new, 0 known already, 0 bad, from 109\n", "")
    written(file, [row("A-2"), row("A-3", state="?")], head)
    told = main_py(environment, "import", str(file), "--column", "number=Код", "--source", "109")
    assert (told.returncode, told.stdout) == (1, "0 new, 1 known already, 1 bad, from 109\n")


def test_seeding_on_the_command_line(environment: dict[str, str], tmp_path: Path) -> None:
    """Without it: somebody could pour a made-up year over real figures by a slip of the finger."""
    told = main_py(environment, "seed", "--scale", "0.01")
    assert told.returncode == 0 and told.stdout.startswith("synthetic year 2024: ") and "0 known" in told.stdout
    assert main_py(environment, "import", str(written(tmp_path / "old.csv", [row("A-1")]))).returncode == 0
    told = main_py(environment, "seed")
    assert told.returncode == 1 and told.stderr.count("\n") == 1 and "--into-real" in told.stderr
    told = main_py(environment, "seed", "--scale", "0.01", "--into-real")
    assert told.returncode == 0 and " 0 new, " in told.stdout
    assert main_py(environment, "seed", "--year", "2025").returncode == 2


async def test_histories_of_what_came_over_are_whole(settings: Settings, tmp_path: Path) -> None:
    """Without it: a request could come over without what happened to it."""
    await bring(settings, Order(written(tmp_path / "old.csv", [row("A-1")]), "109"))
    database = Database(settings.database_url.get_secret_value())
    async with database.reading() as session:
        entries = list(await session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)))
        assert [entry.action for entry in entries] == ["send", "assign", "start", "report", "confirm"]
        assert entries[1].data == {"executor": None, "undated": True}
        waits = select(Counter.measure).where(Counter.period == "all", Counter.measure.startswith("wait:"))
        assert {measure.split(":")[1] for measure in await session.scalars(waits)} == {"execution", "verdict"}
    await database.close()
