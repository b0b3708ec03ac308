"""Run by `bin/rapport` in the installed environment: `up` is ours, every other word is the command line's."""

import argparse
import sys
from pathlib import Path

from rapport.supervisor.words import Problem, complain, problem_with, speak_any_language


def main(words: list[str]) -> int:
    speak_any_language()
    try:
        if words[:1] == ["up"]:
            from rapport.supervisor.up import up

            return up(_up_options().parse_args(words[1:]))
        from rapport.supervisor.commands import run

        return run(words)
    except Problem as problem:
        complain(str(problem))
    except OSError as error:
        complain(str(problem_with(Path(error.filename or "The system"), error)))
    return 1


def _up_options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/rapport up", description="Start everything and print the address.")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="default 8000; 0 takes any free one")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="default 127.0.0.1: this machine only")
    parser.add_argument("--no-demo", action="store_true", help="begin with an empty house of your own")
    parser.add_argument("--no-browser", action="store_true", help="do not open the site in a browser")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
