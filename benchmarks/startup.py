"""How long a person waits for `tracker --help`, beside `pip --version` and a bare Python.

.venv/bin/python benchmarks/startup.py
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
_BIN = Path(sys.executable).parent
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "pip --version": [sys.executable, "-m", "pip", "--version"],
    "tracker --help": [str(_BIN / "tracker"), "--help"],
    "tracker --version": [str(_BIN / "tracker"), "--version"],
}


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):  # interleaved, so that a busy moment hits all alike
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    peer = statistics.median(times["pip --version"])
    for name, took in times.items():
        middle = statistics.median(took)
        print(f"{name:18} {middle:6.3f} s (best {min(took):.3f})   {middle / peer:5.2f} × pip")


if __name__ == "__main__":
    main()
