"""`python -m alliance_core ...`"""

import sys

from alliance_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
