"""Evidence: schemas, the build from CSV to Parquet, validation, and the snapshot at a date."""
