"""Findings and posts in, one explained decision out."""
