"""`make soak`: a steady, modest load for a long time. Does memory or time grow, and is anything lost on the way?"""

from __future__ import annotations

import sys

from benchmarks.crowd_report import goals_of_soak
from benchmarks.people import Kind, measure
from benchmarks.plots import of_soak
from benchmarks.verb import run

SOAK = Kind("soak", "A steady load for a long time", 60, 100, 10, 20, goals_of_soak, of_soak)

if __name__ == "__main__":
    sys.exit(run(measure(SOAK, sys.argv[1:])))
