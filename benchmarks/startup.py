"""Start-up: `python main.py run` until it begins to serve, against bare imports of the libraries it stands on."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import Stage

ROUNDS = 5
_REPORT = """
import re, resource
used = resource.getrusage(resource.RUSAGE_SELF)
# Linux counts into ru_maxrss what the process was before it became this program.
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(used.ru_utime + used.ru_stime, int(peak[1]))
"""
# Packages that only the checks bring along change what the libraries load; an installation does not have them.
_AS_INSTALLED = "import sys; sys.modules['rich'] = None\n"
BARE = _AS_INSTALLED + "import aiogram, sqlalchemy" + _REPORT
OURS = (
    _AS_INSTALLED
    + f"""
import main
async def serve(runtime, door):
    import bot.webhook, web.app, web.webhook
    web.app.make_app(runtime.database.reading)
    exec({_REPORT!r}, {{}})
main._serve = serve
sys.exit(main.main(["run"]))
"""
)
ROOT = Path(__file__).resolve().parent.parent


def measure(stage: Stage) -> list[Figure]:
    """Medians over interleaved runs, each in a process of its own."""
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "SQLite": [], "PostgreSQL": []}
    urls = {kind: stage.empty(kind, "startup") for kind in ("SQLite", "PostgreSQL")}
    _run(BARE, "")
    for _ in range(2 if stage.quick else ROUNDS):
        found["bare"].append(_run(BARE, ""))
        for kind, url in urls.items():
            found[kind].append(_run(OURS, url))
    cpu = {name: statistics.median(c for c, _ in runs) for name, runs in found.items()}
    memory = {name: statistics.median(m for _, m in runs) for name, runs in found.items()}
    figures = []
    for kind in urls:
        seconds = f"{time_shown(cpu[kind])} against {time_shown(cpu['bare'])}"
        figures.append(Figure(f"CPU time to start, {kind}", cpu[kind] / cpu["bare"], 1.15, detail=seconds))
        sizes = f"{memory[kind]:.0f} MB against {memory['bare']:.0f} MB"
        figures.append(Figure(f"Memory after start, {kind}", memory[kind] / memory["bare"], 1.25, detail=sizes))
    return figures


def _run(code: str, url: str) -> tuple[float, float]:
    """Seconds of CPU and peak megabytes of one process."""
    environment = os.environ | {
        "BOT_TOKEN": "4200000001:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-abc", "DATABASE_URL": url, "HTTP_PORT": "18080",
        "LOG_FORMAT": "json",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak) / 1024


MEASUREMENT = Measurement(
    "startup",
    "Start-up",
    "CPU time and peak memory of `python main.py run` from the start of the process until it begins to serve (database "
    "opened and its version checked, bot, handlers and web part assembled), against a process that does nothing but "
    "`import aiogram, sqlalchemy`.",
    "Beside the two libraries the bot loads FastAPI and uvicorn for its web part, and PostgreSQL's driver and dialect.",
    measure,
)
