"""The only place that knows SQL and where files lie."""
