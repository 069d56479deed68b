"""Figures in texts of any field: formulas, units of chemistry, decimals and thousands of other languages."""

from __future__ import annotations

import time

import pytest

from studykit.facts.quantities import find_measures


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        (r"max error is $\le 5$ for 3 items", ["3"]),
        (r"the time $t_{1/2} = \frac{\ln 2}{k}$ after 3 s", ["3 s"]),
        (r"\( x_1 = 5 \) for 3 s", ["3 s"]),
        ("Storage limit 100 GB for $5 and 200 GB for $10", ["100 GB", "200 GB"]),
        ("Pay 5$ for 20 GB, or 10 € for 40 GB", ["20 GB", "40 GB"]),
        ("N is 6.022×10²³ and 1.38 · 10^-23 at 25 °C", ["25"]),
        ("from 0 to 2^31 - 1 for 3 s", ["0", "1", "3 s"]),
        ("apt-get install kubeadm=1.29.0-00", []),
        ("run it with --max-pods=110 within 3 s", ["3 s"]),
        ("4 g a day", ["4"]),
        ("4G of memory, 10 GB of disk", ["4 GB", "10 GB"]),
        ("5 m of rope at 3 m/s for 5m", ["5", "3", "5 min"]),
        ("9.81 m/s² and 12 s⁻¹ and 5 h/week", ["9.81", "12", "5"]),
        ("1 M of an acid, 512M of memory", ["1", "512 MB"]),
        ("at 298 K, 10K records", ["298", "10,000"]),
        ("up to 700 K requests and 10 k requests", ["700,000", "10,000"]),
        ("299 792 458 m/s and 3M/s", ["299,792,458", "3,000,000/s"]),
        ("18.015 g, 0.789 g, 101.325 kPa", ["18.015", "0.789", "101.325"]),
        ("2.400 mg, 1.024 MB, 10.240 MB, 1.000.000 rows", ["2,400", "1,024 MB", "10,240 MB", "1,000,000"]),
        ("1,5 h and 1.000 mg", ["1.5 h", "1,000"]),
        ("3 US regions, 3 us", ["3", "3 us"]),
    ],
)
def test_figures_of_any_field(text: str, quantities: list[str]) -> None:
    assert [str(measure.quantity) for measure in find_measures(text)] == quantities


@pytest.mark.parametrize("piece", ["$", "$ a", "$a ", "\\(", "\\[ x", "$$x", "1×10", "$x$ 3 ", "--a="])
def test_signs_of_formulas_without_end_are_read_in_bounded_time(piece: str) -> None:
    begun = time.perf_counter()
    find_measures(piece * (3_000 // len(piece)))
    assert time.perf_counter() - begun < 1
