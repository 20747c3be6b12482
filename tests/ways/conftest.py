"""Lets the tests of this folder import what they share, and the small school of the shortages."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "shortages")]
