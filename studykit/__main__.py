"""``python -m studykit``."""

import sys

from studykit.cli.main import main

sys.exit(main())
