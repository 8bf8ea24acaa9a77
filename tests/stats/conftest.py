"""Settings of the property tests: patient, because machines differ."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
