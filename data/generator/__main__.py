"""`python -m data.generator [FOLDER] [WEEK]`: the demo's exports under FOLDER, or `data/`."""

import sys
from pathlib import Path

from data.generator.exports import write_exports

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
week = int(sys.argv[2]) if len(sys.argv) > 2 else 0
for path in write_exports(folder, week):
    print(f"{path}: {path.stat().st_size:,} bytes")
