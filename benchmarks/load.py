"""`make load`: many people at once. Is anything lost, doubled, reordered or crossed, and how long do they wait?"""

from __future__ import annotations

import sys

from benchmarks.crowd_report import goals_of_load
from benchmarks.people import Kind, measure
from benchmarks.plots import of_load
from benchmarks.verb import run

LOAD = Kind("load", "Many people at once", 10, 1000, 20, 0, goals_of_load, of_load)

if __name__ == "__main__":
    sys.exit(run(measure(LOAD, sys.argv[1:])))
