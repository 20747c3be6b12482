"""Lets the tests of this folder import what they share, the small school of the shortages, and random schools."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "shortages"), str(HERE.parent / "properties")]
