"""The units that make an accepted answer a number, with what converts between those of one dimension.

Factors lead to the base unit of the dimension: pascal, newton, kilogram, second, metre, degree, per cent, degree
Celsius. Those with a kilogram-force rest on standard gravity, 9.80665 m/s² (CGPM 1901); psi on the pound of
0.45359237 kg and the inch of 0.0254 m (1959); mmHg is the conventional 133.322387415 Pa.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is shown, what it measures, and how many base units it is."""

    name: str
    dimension: str
    factor: Decimal


_TABLE = {
    "kPa": ("pressure", "1000"),
    "N/cm²": ("pressure", "10000"),
    "kgf/cm²": ("pressure", "98066.5"),
    "psi": ("pressure", "6894.757293168361"),
    "mmHg": ("pressure", "133.322387415"),
    "N": ("force", "1"),
    "kgf": ("force", "9.80665"),
    "kg": ("mass", "1"),
    "g": ("mass", "0.001"),
    "ms": ("time", "0.001"),
    "s": ("time", "1"),
    "min": ("time", "60"),
    "h": ("time", "3600"),
    "mm": ("length", "0.001"),
    "cm": ("length", "0.01"),
    "m": ("length", "1"),
    "°": ("angle", "1"),
    "%": ("share", "1"),
    "°C": ("temperature", "1"),
}
# The scale of an algometer is often marked kg/cm², which means the force.
_ALIASES = {
    "N/cm2": "N/cm²",
    "N/cm^2": "N/cm²",
    "kgf/cm2": "kgf/cm²",
    "kgf/cm^2": "kgf/cm²",
    "kg/cm²": "kgf/cm²",
    "kg/cm2": "kgf/cm²",
    "kg/cm^2": "kgf/cm²",
    "mm Hg": "mmHg",
    "lb/in²": "psi",
    "lbf/in²": "psi",
    "newton": "N",
    "newtons": "N",
    "msec": "ms",
    "sec": "s",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "hr": "h",
    "hour": "h",
    "hours": "h",
    "deg": "°",
    "degree": "°",
    "degrees": "°",
    "º": "°",  # the ordinal sign of Spanish and Portuguese keyboards
    "percent": "%",
    "per cent": "%",
    "℃": "°C",
    "° C": "°C",
    "degC": "°C",
}

UNITS: dict[str, Unit] = {
    name: Unit(name, dimension, Decimal(factor)) for name, (dimension, factor) in _TABLE.items()
}
_BY_NAME = UNITS | {alias: UNITS[name] for alias, name in _ALIASES.items()}
_BY_LOWER = {name.lower(): unit for name, unit in _BY_NAME.items()}


def unit_of(name: str) -> Unit | None:
    """Return the unit written exactly so, as an author must write it, or None."""
    return _BY_NAME.get(name)


def unit_typed(name: str) -> Unit | None:
    """Return the unit a learner may mean, whatever the case of letters, or None."""
    return _BY_LOWER.get(name.lower())


def convert(value: Decimal, unit: Unit, into: Unit) -> Decimal | None:
    """Return a value in another unit of the same dimension, or None where the dimensions differ."""
    if unit.dimension != into.dimension:
        return None
    return value if unit == into else value * unit.factor / into.factor
