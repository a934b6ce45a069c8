"""Where the shipped data lie. Everything else takes the folder as an argument."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "data" / "sources"
PARQUET = ROOT / "data" / "parquet"
