"""What the platforms themselves fix: ids, addresses, times, counts, markup. Pure functions."""
