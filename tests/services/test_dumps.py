"""What an executor types about a dump: numbers as people write them, within limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Missing
from domain.words import Article, DumpOutcome
from services import dumps
from services.dumps import Dump, parse_fine, parse_volume


@pytest.mark.parametrize(
    ("typed", "litres"),
    [
        ("3", 3000), ("12.5", 12_500), ("12,5", 12_500), (" 0,1 м³ ", 100), ("1 200 м3", 1_200_000), ("4 куб.", 4000),
        ("100000", 100_000_000), ("2.125m3", 2125), ("1\u00a0500", 1_500_000),
    ],
)  # fmt: skip
def test_volumes_as_people_type_them(typed: str, litres: int) -> None:
    """Without it: a comma instead of a dot would be an error, or a thousand times too much."""
    assert parse_volume(typed) == litres


@pytest.mark.parametrize(
    "typed", ["", "0", "0.05", "100001", "-3", "three", "1e3", "1.2.3", "12,5000", "1 20", "٣", "3 t"]
)
def test_what_is_no_volume(typed: str) -> None:
    """Without it: nonsense would go into the figures on waste."""
    assert parse_volume(typed) is None


@pytest.mark.parametrize(("typed", "tenge"), [("43250", 43_250), ("43 250 ₸", 43_250), ("1 000 000 тенге", 1_000_000)])
def test_fines_as_people_type_them(typed: str, tenge: int) -> None:
    """Without it: the spaces that everybody writes into sums would be an error."""
    assert parse_fine(typed) == tenge


@pytest.mark.parametrize("typed", ["", "0", "43,250", "12.5", "-1", "1000000001", "ten"])
def test_what_is_no_fine(typed: str) -> None:
    """Without it: 43,250 could be kept as 43 tenge."""
    assert parse_fine(typed) is None


@given(
    st.builds(
        Dump,
        st.sampled_from([None, *DumpOutcome]),
        st.none() | st.integers(dumps.LEAST_LITRES, dumps.MOST_LITRES),
        st.sampled_from([None, *Article]),
        st.none() | st.integers(1, dumps.MOST_FINE),
    )
)
def test_what_is_said_is_kept(dump: Dump) -> None:
    """Without it: an answer could be lost between two presses, or a fine kept without its protocol."""
    assert Dump.read(dump.store()) == dump
    settled = dump.settled()
    assert settled.fine is None or settled.article is not None
    assert settled.litres is None or settled.outcome in (DumpOutcome.REMOVED, DumpOutcome.PARTLY)


def test_only_dumps_are_asked_and_none_is_let_off() -> None:
    """Without it: a lamp would need a volume, or a dump would be closed without saying where it went."""
    assert dumps.check("territory", Dump(DumpOutcome.REMOVED, 1000)) is None
    for said, missing in ((Dump(), "outcome"), (Dump(DumpOutcome.PARTLY), "volume")):
        with pytest.raises(Missing) as refusal:
            dumps.check(dumps.CATEGORY, said)
        assert refusal.value.what == missing
    assert dumps.check(dumps.CATEGORY, Dump(DumpOutcome.PASSED_ON)) == Dump(DumpOutcome.PASSED_ON)
    with pytest.raises(Missing):
        dumps.check(dumps.CATEGORY, Dump(DumpOutcome.REMOVED, dumps.MOST_LITRES + 1))
