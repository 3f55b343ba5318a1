"""Question sets become metrics, reports and comparisons."""
