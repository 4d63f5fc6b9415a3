"""Opening a paper's page where there is a browser to open it in."""

import sys
import webbrowser
from collections.abc import Mapping


def opened(url: str, environment: Mapping[str, str]) -> str:
    """Open an address; return the sentence that says so, or the address to open by hand.

    Over ssh and on machines without a display the address is only shown: the browsers
    there run in the terminal and would take it from the review.
    """
    shown = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    remote = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    if remote or not (shown or sys.platform == "darwin"):
        return f"Open {url}"
    try:
        done = webbrowser.open(url)
    except (webbrowser.Error, OSError):
        done = False
    return f"Opened {url}" if done else f"No browser could be started; open {url}"
