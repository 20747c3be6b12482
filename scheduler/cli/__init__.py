"""The command line: a file for each command, and the only code that prints or exits."""

from scheduler.cli.app import Kehou

main = Kehou()
