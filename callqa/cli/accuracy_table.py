"""The table of how right the results are."""

from collections.abc import Sequence

from callqa.bench.figure import Figure, Unit
from callqa.cli.console import new_table, standard_output


def print_figures(figures: Sequence[Figure], *, each: bool) -> None:
    """Print a line for each figure, the sets set apart by a blank line.

    `each` adds a line for every recording or category that the figure is made of.
    """
    table = new_table()
    for heading in ("set", "measure"):
        table.add_column(heading)
    for heading in ("figure", "cases"):
        table.add_column(heading, justify="right")
    for heading in ("worst", "basis"):
        table.add_column(heading)
    before = ""
    for figure in figures:
        if before not in ("", figure.set):
            table.add_row()
        table.add_row(
            figure.set if figure.set != before else "",
            figure.measure,
            _shown(figure.value, figure.unit),
            str(figure.cases),
            _worst(figure),
            figure.basis,
        )
        for name, value in figure.each.items() if each else ():
            table.add_row("", f"  {name}", _shown(value, figure.unit))
        before = figure.set
    standard_output().print(table)


def _shown(value: float | None, unit: Unit) -> str:
    if value is None:
        return "n/a"
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.2f} s" if unit == "seconds" else f"{value:.0f}"


def _worst(figure: Figure) -> str:
    """Name the recordings that fall short, or else the one with the worst value."""
    parts = list(figure.failed)
    measured = {name: value for name, value in figure.each.items() if value is not None}
    if measured:
        choose = max if figure.best == "low" else min
        name = choose(measured, key=lambda each: measured[each])
        parts.append(f"{name} {_shown(measured[name], figure.unit)}")
    missing = [name for name, value in figure.each.items() if value is None]
    if missing:
        parts.append(f"not measurable: {', '.join(missing)}")
    return ", ".join(parts)
