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

# What a learner may type besides. No answer of a deck is a number by these: its kind, and with it the key of its card,
# goes by the table above alone. The factors are those of the SI (BIPM, The International System of Units, 9th edition).
_TYPED = {"Pa": ("pressure", "1"), "MPa": ("pressure", "1000000"), "bar": ("pressure", "100000")}
_SPELLED = """
Pa: pascal pascals
kPa: kilopascal kilopascals
MPa: megapascal megapascals
bar: bars
psi: pounds_per_square_inch
mmHg: millimeters_of_mercury millimetres_of_mercury mm_of_mercury
N/cm²: newtons_per_square_centimeter newtons_per_square_centimetre
kgf/cm²: kilogram_per_square_centimeter kilogram_per_square_centimetre
kgf/cm²: kilograms_per_square_centimeter kilograms_per_square_centimetre
kgf/cm²: kilograms-force_per_square_centimeter kilograms-force_per_square_centimetre
kgf: kilogram-force kilograms-force kilogram_force kilograms_force kilopond kiloponds
kg: kilogram kilograms kilogramme kilogrammes kilo kilos
g: gram grams gramme grammes
ms: millisecond milliseconds
s: secs
min: mins
h: hrs
mm: millimeter millimeters millimetre millimetres
cm: centimeter centimeters centimetre centimetres
m: meter meters metre metres
°C: degree_Celsius degrees_Celsius Celsius
"""

UNITS: dict[str, Unit] = {
    name: Unit(name, dimension, Decimal(factor)) for name, (dimension, factor) in _TABLE.items()
}
_BY_NAME = UNITS | {alias: UNITS[name] for alias, name in _ALIASES.items()}


def _by_lower() -> dict[str, Unit]:
    """Return every unit by what a learner may type for it, in small letters."""
    typed = UNITS | {name: Unit(name, what, Decimal(factor)) for name, (what, factor) in _TYPED.items()}
    spelled = {
        name.replace("_", " "): typed[unit]
        for unit, _, names in (line.partition(":") for line in _SPELLED.strip().splitlines())
        for name in names.split()
    }
    return {name.lower(): unit for name, unit in (typed | _BY_NAME | spelled).items()}


_BY_LOWER = _by_lower()


def unit_of(name: str) -> Unit | None:
    """Return the unit written exactly so, as an author must write it, or None."""
    return _BY_NAME.get(name)


def unit_typed(name: str) -> Unit | None:
    """Return the unit a learner may mean, by its sign or its full name, whatever the case of letters, or None."""
    return _BY_LOWER.get(name.lower())


def convert(value: Decimal, unit: Unit, into: Unit) -> Decimal | None:
    """Return a value in another unit of the same dimension, or None where the dimensions differ."""
    if unit.dimension != into.dimension:
        return None
    return value if unit == into else value * unit.factor / into.factor
