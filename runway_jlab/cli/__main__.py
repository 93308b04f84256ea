"""``python -m runway_jlab.cli``."""

import sys

from runway_jlab.cli import main

if __name__ == "__main__":
    sys.exit(main())
