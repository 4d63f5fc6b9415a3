"""Hypothesis for a suite that passes or fails alike everywhere, however busy the machine is.

Its examples follow from the test alone; ``make test SEARCH=1`` looks for new ones instead.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite",
    deadline=None,
    derandomize=not os.environ.get("SEARCH"),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")
