"""Which column of a file holds what: by the names people give such columns, by a mapping file, by `--column`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from bot.cli import MISUSED, CommandError
from domain.text import search_key

TITLES: Mapping[str, tuple[str, ...]] = {
    "number": ("№", "id", "no", "request number", "нөмірі", "нөмір", "өтінім нөмірі", "номер", "номер заявки"),
    "kind": ("type", "түрі", "вид", "тип", "вид обращения"),
    "category": ("санат", "санаты", "категория", "category name"),
    "region": ("өңір", "облыс", "регион", "область"),
    "district": ("аудан", "ауданы", "район"),
    "address": ("мекенжай", "мекенжайы", "адрес", "address text"),
    "latitude": ("lat", "ендік", "широта"),
    "longitude": ("lon", "lng", "бойлық", "долгота"),
    "description": ("text", "сипаттама", "мәтін", "описание", "текст", "содержание"),
    "sent": ("sent at", "received", "created", "жіберілді", "түскен күні", "отправлена", "дата поступления",
             "поступила", "создана"),
    "due": ("first deadline", "deadline", "due at", "алғашқы мерзім", "мерзім", "мерзімі", "первый срок", "срок"),
    "assigned": ("assigned at", "executor appointed", "орындаушы тағайындалды", "назначен исполнитель", "назначена"),
    "planned": ("planned for", "жоспарланған күні", "запланирована на"),
    "done": ("done at", "work reported", "executed", "жұмыс есебі", "орындалды", "отчёт о работе", "исполнена",
             "дата исполнения"),
    "closed": ("closed at", "жабылды", "закрыта", "дата закрытия"),
    "state": ("status", "күйі", "мәртебесі", "состояние", "статус"),
    "reason": ("reason of the rejection", "себебі", "қабылданбау себебі", "причина", "причина отклонения"),
    "stars": ("rating", "баға", "бағасы", "оценка"),
    "ground": ("ground of the complaint", "complaint", "шағым негізі", "шағым", "основание жалобы", "жалоба"),
    "complained": ("complained at", "шағым күні", "дата жалобы"),
    "ruling": ("шешім", "решение", "решение по жалобе"),
    "ruled": ("ruled at", "шешім күні", "дата решения"),
    "dump": ("illegal dump", "рұқсат етілмеген қоқыс", "қоқыс үйіндісі", "стихийная свалка",
             "несанкционированная свалка"),
    "volume": ("taken away m3", "m3", "шығарылды м3", "көлемі", "вывезено м3", "объём"),
    "article": ("article of the protocol", "хаттама бабы", "статья протокола", "статья"),
    "fine": ("айыппұл", "штраф"),
}  # fmt: skip
"""What may stand above the column of each field, beside the field's own name; case and punctuation do not matter."""
REQUIRED = ("number", "sent", "state")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is, by the place of its column; and the titles of columns nobody knows."""

    places: Mapping[str, int]
    unknown: Sequence[str] = ()

    @property
    def missing(self) -> list[str]:
        """Fields without which no request can be brought over."""
        found = [name for name in REQUIRED if name not in self.places]
        if "region" not in self.places and not {"latitude", "longitude"} <= self.places.keys():
            found.append("region")
        return found


def read_mapping(path: Path | None, chosen: Iterable[str]) -> dict[str, str]:
    """Titles of columns by field, from a JSON file such as {"sent": "Дата"} and from `field=Title` over it.

    Raises CommandError for what is none.
    """
    mapping: dict[str, str] = {}
    if path is not None:
        try:
            read = orjson.loads(path.read_bytes())
        except OSError as error:
            raise CommandError(f"cannot read {path} ({error.strerror})") from None
        except orjson.JSONDecodeError as error:
            raise CommandError(f"{path} is no JSON: {error}") from None
        if not isinstance(read, dict) or not all(isinstance(title, str) for title in read.values()):
            raise CommandError(f'{path} is no mapping: it should look like {{"number": "№", "sent": "Дата"}}')
        mapping |= read
    for text in chosen:
        name, equals, title = text.partition("=")
        if not equals:
            raise CommandError(f"--column {text}: write --column field=Title", MISUSED)
        mapping[name.strip()] = title
    for name in mapping:
        if name not in TITLES:
            raise CommandError(f"there is no field {name}; there are {', '.join(TITLES)}", MISUSED)
    return mapping


def find_columns(titles: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Where the fields are in a file with these titles. What the mapping says goes over the usual names.

    Raises CommandError where the mapping names a title the file does not have.
    """
    keys = [_folded(title) for title in titles]
    places: dict[str, int] = {}
    for name, title in mapping.items():
        if _folded(title) not in keys:
            raise CommandError(f"no column is called {title!r}, which is to be {name}; there are {_listed(titles)}")
        places[name] = keys.index(_folded(title))
    taken = set(places.values())
    for name, usual in TITLES.items():
        for wanted in map(_folded, (name, *usual)):
            at = keys.index(wanted) if wanted in keys else -1
            if name not in places and at >= 0 and at not in taken:
                places[name] = at
                taken.add(at)
    return Columns(places, [title for at, title in enumerate(titles) if title.strip() and at not in taken])


def _folded(title: str) -> str:
    """ "№" folds to the letters "no"."""
    return search_key(title)


def _listed(titles: Sequence[str]) -> str:
    return ", ".join(title for title in titles if title.strip()) or "none"
