"""Lives for the kill test: imports everything once, then forks a whole bot at each line read from standard input.

A fresh interpreter takes seconds to import the libraries; a fork takes milliseconds, and kill -9 kills it all the same.
Prints the process id of each life. Settings come from the environment.
"""

import os
import signal
import sys

import uvloop

import handlers
from bot import logs
from bot.runtime import Runtime
from bot.settings import Settings


def live() -> None:
    """One life of the bot: what `main.py run` does, without its web part."""
    settings = Settings(_env_file=None)
    logs.configure(settings)
    runtime = Runtime(
        settings, handlers.routers(), handlers.timers(), media_ready=handlers.media_ready, artists=handlers.ARTISTS
    )
    uvloop.run(runtime.run())


if __name__ == "__main__":
    # The dead are buried at once: a zombie would look alive to those who want its lease.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            live()
            os._exit(0)
        print(child, flush=True)
