"""Lets the tests of this folder import what they share, and the small school of the verifier's tests."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "verify")]
