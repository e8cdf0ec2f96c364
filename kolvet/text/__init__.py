"""What a text says: folding, own words, words, mentions, judging."""
