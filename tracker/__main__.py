"""``python -m tracker``: the command, where no script of it is on the path."""

from tracker.cli import main

if __name__ == "__main__":
    main()
