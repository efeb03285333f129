"""What keeping a photo costs, against the least that reading it costs.

    python -m benchmarks.images

Both are timed in turn in one run, so that what else the machine does weighs on both alike.
"""

import io
import random
import statistics
import time
from collections.abc import Callable

from services.images import inspect_and_encode

ROUNDS = 9
SIZE = (4000, 3000)
"""12 megapixels, as most phones take."""


def twelve_megapixel_photo() -> bytes:
    """A JPEG with the detail, and so the size (about 4 MB), of a phone's photo; the same on every run."""
    from PIL import Image

    rng = random.Random(12)
    picture = Image.new("RGB", SIZE, "grey")
    for cells, weight in ((12, 0.6), (100, 0.35), (800, 0.25), (2000, 0.12)):
        noise = Image.frombytes("RGB", (cells, cells * 3 // 4), rng.randbytes(cells * (cells * 3 // 4) * 3))
        picture = Image.blend(picture, noise.resize(SIZE, Image.Resampling.BICUBIC), weight)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def plain_decode(data: bytes) -> None:
    """Decode a photo at full size and do nothing with it."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        image.load()


def measure() -> dict[str, float]:
    """Medians over `ROUNDS`: milliseconds for a stored photo and for one plain decode, and their ratio."""
    data = twelve_megapixel_photo()
    inspect_and_encode(data)
    times: dict[str, list[float]] = {"photo_ms": [], "plain_decode_ms": []}
    for _ in range(ROUNDS):
        times["photo_ms"].append(_milliseconds(inspect_and_encode, data))
        times["plain_decode_ms"].append(_milliseconds(plain_decode, data))
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["photo_ms"] / medians["plain_decode_ms"]
    return {"photo_to_plain_decode": ratio, **medians, "photo_megabytes": len(data) / 1e6}


def _milliseconds(work: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    work(data)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    for label, value in measure().items():
        print(f"{label:24} {value:10.2f}")
