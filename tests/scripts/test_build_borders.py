"""The border file is what its script makes."""

from scripts import build_borders


def test_the_file_is_reproducible() -> None:
    """Without it an edit by hand, or another version of a library, could move a border without a trace."""
    assert build_borders.TARGET.read_text(encoding="utf-8") == build_borders.as_geojson(build_borders.build())
