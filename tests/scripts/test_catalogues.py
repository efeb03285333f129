"""The check of the catalogues: everything that may be wrong with a translation is found."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bot import translator
from scripts import catalogues


def faults_of(message: Message, forms: int = 3) -> list[str]:
    """What is wrong with a message in a language of three plural forms."""
    return list(catalogues.faults(message, forms, is_source=False))


@pytest.mark.parametrize(
    ("sentence", "translation"),
    [
        ("Hello", "Привет"),
        ("Region: {region}", "Регион: {region}"),
        ("<b>{n}</b> of {total}", "{total}, из них <b>{n}</b>"),
        (("{n} day", "{n} days"), ("{n} день", "{n} дня", "{n} дней")),
        (("{n} day left", "{n} days left"), ("остался один день", "осталось {n} дня", "осталось {n} дней")),
    ],
)
def test_good_translations_pass(sentence: str | tuple[str, str], translation: str | tuple[str, ...]) -> None:
    """Without it translators would be stopped without a reason."""
    assert faults_of(Message(sentence, translation)) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Hello", ""), "missing"),
        (Message(("{n} day", "{n} days"), ("", "", "")), "missing"),
        (Message("Hello", "Привет", flags=["fuzzy"]), "fuzzy"),
        (Message(("{n} day", "{n} days"), ("{n} день", "{n} дня", "")), "plural form"),
        (Message(("{n} day", "{n} days"), ("{n} день", "{n} дня")), "plural form"),
        (Message("Region: {region}", "Регион: {регион}"), "places"),
        (Message("Region: {region}", "Регион"), "places"),
        (Message("Region: {region}", "Регион: {region"), "places"),
        (Message("Hello", "Привет, {name}"), "places"),
        (Message(("{n} day in {region}", "{n} days in {region}"), ("{n} день", "{n} дня", "{n} дней")), "places"),
        (Message("<b>Hello</b>", "<b>Привет"), "tags"),
        (Message("<b>Hello</b>", "<i>Привет</i>"), "tags"),
    ],
)
def test_bad_translations_are_found(message: Message, fault: str) -> None:
    """Without it a person could be shown English, half a sentence, or nothing because formatting failed."""
    assert any(fault in found for found in faults_of(message))


def test_the_source_language_may_stay_empty() -> None:
    """Without it every English sentence would have to be written twice."""
    assert list(catalogues.faults(Message("Hello", ""), 2, is_source=True)) == []


def test_sentences_are_found_with_comments_and_contexts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a sentence could be shown that no translator has ever seen."""
    (tmp_path / "screen.py").write_text(
        'def show(t):\n'
        '    # Translators: said at the door\n'
        '    t.gettext("Hello, {name}", name="x")\n'
        '    t.ngettext("{n} day", "{n} days", 3)\n'
        '    t.pgettext("state", "new")\n'
    )  # fmt: skip
    monkeypatch.setattr(catalogues, "VIEWS", tmp_path)
    found = {message.id: message for message in catalogues.extract() if message.id}
    assert found["Hello, {name}"].auto_comments == ["said at the door"]
    assert found[("{n} day", "{n} days")].pluralizable
    assert found["new"].context == "state"


def test_an_update_keeps_what_was_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it `make messages` could throw a translator's work away, or guess."""
    views = tmp_path / "views"
    views.mkdir()
    (views / "screen.py").write_text('t.gettext("Hello")\nt.gettext("Hello there")\n')
    folder = tmp_path / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    old = Catalog("kk", charset="utf-8")
    old.add("Hello", "Сәлем")
    old.add("Gone", "Кетті")
    catalogues.write(folder / "messages.po", old)
    monkeypatch.setattr(catalogues, "VIEWS", views)
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    monkeypatch.setattr(catalogues, "TEMPLATE", tmp_path / "messages.pot")
    monkeypatch.setattr(catalogues, "LOCALES", ("kk",))
    monkeypatch.setattr(catalogues, "compile_catalogue", lambda _locale: None)
    assert catalogues.check() == 1
    catalogues.update()
    new = {m.id: m.string for m in catalogues.read(folder / "messages.po", "kk") if m.id}
    assert new == {"Hello": "Сәлем", "Hello there": ""}
    assert catalogues.check() == 1


def test_sentences_within_f_strings_are_found() -> None:
    """Without it a sentence inside an f-string would be in no catalogue, and shown in English to everybody."""
    code = """f"<b>{t.gettext('Hello')}</b> {t.pgettext('command', 'New')} {t.ngettext('{n} day', '{n} days', n)}" """
    assert list(catalogues.within_f_strings(code)) == [
        ("Hello", None), ("New", "command"), (("{n} day", "{n} days"), None),
    ]  # fmt: skip


def test_processes_that_start_together_compile_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: of several processes started at once, some would die at their first start after an update."""
    folder = tmp_path / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(catalogues.CATALOGUES / "kk" / "LC_MESSAGES" / "messages.po", folder)
    monkeypatch.setattr(translator, "CATALOGUES", tmp_path)
    with ThreadPoolExecutor(4) as together:
        for done in [together.submit(translator.compile_catalogue, "kk") for _ in range(4)]:
            done.result()
    assert sorted(file.name for file in folder.iterdir()) == ["messages.mo", "messages.po"]
