"""Deals that a team commits, judged in CI: deals in, outcomes out. Pure: no store, no clock."""
