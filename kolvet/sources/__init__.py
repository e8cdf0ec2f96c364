"""Where posts are fetched from: one file each, one list (`registry.py`).

A source asks one platform through the one client (`client.py`), and gives posts as the importers
do: Weibo's answers are read by the same parser as exported pages, a feed by the importer of feeds.
No source forges a signature, solves a captcha or goes on after a refusal.
"""
