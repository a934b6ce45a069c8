"""The sections of the report, one module each: what is known in, blocks out."""
