"""Seconds of HiGHS's presolve on a model in a file of arrays: a program by itself, since ortools may not be in its process."""

import sys
import time

import highspy
import numpy as np

INFINITE = 2**60


def main() -> None:
    """Read the model, presolve it, print the seconds."""
    m = np.load(sys.argv[1])
    solver = highspy.Highs()
    solver.silent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(m["lower"]), len(m["row_lower"])
    lp.col_cost_ = m["cost"]
    lp.col_lower_, lp.col_upper_ = m["lower"].astype(float), m["upper"].astype(float)
    lp.row_lower_ = np.where(m["row_lower"] <= -INFINITE, -highspy.kHighsInf, m["row_lower"].astype(float))
    lp.row_upper_ = np.where(m["row_upper"] >= INFINITE, highspy.kHighsInf, m["row_upper"].astype(float))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = m["start"].astype(np.int32), m["index"].astype(np.int32)
    lp.a_matrix_.value_ = m["value"].astype(float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    solver.passModel(lp)
    began = time.monotonic()
    solver.presolve()
    print(time.monotonic() - began)


if __name__ == "__main__":
    main()
