"""The whole table of what suggestions are worth: screening, the stream, labels, speed.

One command for the four scripts that measure the model, each beside its peers in the same run:

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/suggestions.py
"""

import runpy
from pathlib import Path

PARTS = ("screening", "stream", "labels", "speed")


def main() -> None:
    for part in PARTS:
        print(f"\n== benchmarks/{part}.py", flush=True)
        runpy.run_path(str(Path(__file__).with_name(f"{part}.py")), run_name="__main__")


if __name__ == "__main__":
    main()
