"""Measure everything, or the named chapters, and write docs/performance.md.

python -m benchmarks                    # all of it: about ten minutes, the first time a few more
python -m benchmarks --quick            # smaller data sets, about two minutes; writes nothing
python -m benchmarks --short            # all of it, but files of 100,000 rows instead of 1,000,000: they say so
python -m benchmarks queue nearby       # some chapters; writes nothing
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import monotonic

from benchmarks import chapters, report, stage
from benchmarks.figures import Figure


def main() -> int:
    """Returns 1 where a measurement could not be made."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how fast the bot is.")
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help=", ".join(chapters.MODULES))
    parser.add_argument("--quick", action="store_true", help="smaller data sets; nothing is written")
    parser.add_argument("--short", action="store_true", help="files of 100,000 rows instead of 1,000,000")
    parser.add_argument("--huge", action="store_true", help="a data set of 10,000,000 requests, too: 6 GB")
    options = parser.parse_args()
    unknown = set(options.chapters) - set(chapters.MODULES)
    if unknown:
        parser.error(f"unknown chapter: {', '.join(sorted(unknown))}")
    begun, load = monotonic(), os.getloadavg()[0]
    found: dict[str, list[Figure]] = {}
    with stage.opened(quick=options.quick, huge=options.huge) as where:
        for chapter in options.chapters or chapters.MODULES:
            print(f"{chapter} …", file=sys.stderr, flush=True)
            scene = stage.shortened(where) if options.short and chapter in chapters.OF_FILES else where
            # A process of its own for each: what one has loaded and left behind is not another's burden.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                found[chapter] = alone.submit(chapters.measure, chapter, scene).result()
            print("\n".join(report.line(figure) for figure in found[chapter]), flush=True)
    if not options.chapters and not options.quick:
        path = report.write(found, chapters.all_chapters(), monotonic() - begun, load)
        print(f"written: {path}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
