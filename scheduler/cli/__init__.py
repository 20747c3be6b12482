"""The command line: a file for each command, and the only code that prints or exits."""

import sys

try:
    from scheduler.cli.app import Kehou
except KeyboardInterrupt:  # nothing has been begun: as if it had not been started
    sys.exit(130)

main = Kehou()
