"""From indicators to scores: normalisation, aggregation, uncertainty, bands, flags."""
