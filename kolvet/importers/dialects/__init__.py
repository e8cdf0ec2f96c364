"""What columns mean: one collector's export, one file."""
