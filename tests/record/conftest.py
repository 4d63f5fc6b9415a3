"""Hypothesis without deadlines: a busy machine is not a wrong program."""

from hypothesis import HealthCheck, settings

settings.register_profile("record", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("record")
