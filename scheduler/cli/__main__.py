"""``python -m scheduler.cli``: the command line without the installed script."""

from scheduler.cli import main

if __name__ == "__main__":
    main(prog_name="kehou")
