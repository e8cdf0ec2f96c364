"""What people decide about a report: pure rules of corrections, waivers, the log and differences.

Nothing here reads the store, a file or the clock.
"""
