"""The benchmarks are no package that is installed: found beside the tests; and the tiny schools of the exhaustive tests."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "exhaustive")]

pytest.importorskip("psutil", reason="benchmarks need the extra: pip install 'kehou[bench]'")
