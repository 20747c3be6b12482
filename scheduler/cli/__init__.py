"""The command line: a file for each command, and the only code that prints or exits."""

import sys

try:
    from scheduler.cli.early import hear, hear_no_more

    heard = hear()
    from scheduler.cli.app import Kehou

    if heard:  # whoever only imports this is left as they were
        hear_no_more()
except KeyboardInterrupt:  # nothing has been begun: as if it had not been started
    sys.exit(130)

main = Kehou()
