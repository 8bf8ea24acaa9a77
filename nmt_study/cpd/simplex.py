"""The smallest sum under linear conditions, exactly: the simplex method on fractions, with Bland's rule."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Row = Mapping[int, Fraction]
"""Coefficients by the number of their variable; those that are not there are 0."""

_ZERO = Fraction(0)
_ONE = Fraction(1)


def smallest(
    cost: Row, conditions: Sequence[tuple[Row, Fraction]], variables: int, then: Row | None = None
) -> list[Fraction] | None:
    """Return values, none below 0, with the smallest cost of which each row comes to at least its bound.

    Of several with the smallest cost those that cost least by `then`. None where no values do. Bland's rule (R. G. Bland, Mathematics of Operations Research 2, 1977) ends always.
    """
    table = _Table(conditions, variables)
    if not table.feasible():
        return None
    table.minimise(cost)
    if then:
        table.minimise(then)
    return table.values()


class _Table:
    """A table in which every row has a variable of its own, its basis."""

    def __init__(self, conditions: Sequence[tuple[Row, Fraction]], variables: int) -> None:
        """Give each row a surplus, and an artificial variable where that is no basis."""
        self._variables = variables
        self._real = variables + len(conditions)
        self._rows: list[dict[int, Fraction]] = []
        self._bounds: list[Fraction] = []
        self._basis: list[int] = []
        for number, (row, bound) in enumerate(conditions):
            surplus = variables + number
            if bound <= 0:
                self._rows.append({**{at: -value for at, value in row.items() if value}, surplus: _ONE})
                self._bounds.append(-bound)
                self._basis.append(surplus)
            else:
                artificial = self._real + number
                own = {surplus: -_ONE, artificial: _ONE}
                self._rows.append({**{at: value for at, value in row.items() if value}, **own})
                self._bounds.append(bound)
                self._basis.append(artificial)

    def feasible(self) -> bool:
        """Bring all artificial variables to 0; False where that cannot be."""
        artificial = {basis: _ONE for basis in self._basis if basis >= self._real}
        if not artificial:
            return True
        if self._optimise(artificial) > 0:
            return False
        for number, basis in enumerate(self._basis):
            if basis >= self._real:
                # There always is one: the surplus variables alone keep the rows independent.
                self._pivot(number, min(at for at in self._rows[number] if at < self._real))
        for row in self._rows:
            for at in [at for at in row if at >= self._real]:
                del row[at]
        return True

    def minimise(self, cost: Row) -> None:
        """Find the values with the smallest cost, and keep to those that have it from now on."""
        self._optimise(dict(cost))
        dear = {at for at, value in self._reduced(dict(cost)).items() if value > 0}
        for row in self._rows:  # what is no basis is 0, and without its column it stays so
            for at in dear & row.keys():
                del row[at]

    def values(self) -> list[Fraction]:
        """Return the values of the variables."""
        found = [_ZERO] * self._variables
        for basis, bound in zip(self._basis, self._bounds, strict=True):
            if basis < self._variables:
                found[basis] = bound
        return found

    def _optimise(self, cost: dict[int, Fraction]) -> Fraction:
        """Exchange basis variables until no other lowers the cost; return the cost."""
        while True:
            entering = self._entering(cost)
            leaving = None if entering is None else self._leaving(entering)
            if entering is None or leaving is None:
                pairs = zip(self._basis, self._bounds, strict=True)
                return sum((cost.get(basis, _ZERO) * bound for basis, bound in pairs), _ZERO)
            self._pivot(leaving, entering)

    def _entering(self, cost: dict[int, Fraction]) -> int | None:
        """Return the first variable that would lower the cost."""
        return min((at for at, value in self._reduced(cost).items() if value < 0), default=None)

    def _reduced(self, cost: dict[int, Fraction]) -> dict[int, Fraction]:
        """Return by how much each variable that is no basis would raise the cost."""
        reduced = dict(cost)
        for number, basis in enumerate(self._basis):
            price = cost.get(basis, _ZERO)
            if price:
                for at, value in self._rows[number].items():
                    reduced[at] = reduced.get(at, _ZERO) - price * value
        return reduced

    def _leaving(self, entering: int) -> int | None:
        """Return the row that limits a variable most; of several the one with the first basis variable."""
        rooms = [
            (self._bounds[number] / row[entering], self._basis[number], number)
            for number, row in enumerate(self._rows)
            if row.get(entering, _ZERO) > 0
        ]
        return min(rooms)[2] if rooms else None

    def _pivot(self, number: int, at: int) -> None:
        """Make a variable the basis of a row."""
        row = self._rows[number]
        divisor = row[at]
        for key in row:
            row[key] /= divisor
        self._bounds[number] /= divisor
        for other, changed in enumerate(self._rows):
            factor = changed.get(at, _ZERO)
            if other == number or not factor:
                continue
            for key, value in row.items():
                left = changed.get(key, _ZERO) - factor * value
                if left:
                    changed[key] = left
                else:
                    changed.pop(key, None)
            self._bounds[other] -= factor * self._bounds[number]
        self._basis[number] = at
