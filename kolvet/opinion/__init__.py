"""A second opinion from a language model, when the user names one: the only part that asks one.

Posts are data for the model, and its answers are data for us: an answer counts only when every
field of it parses and its quote stands in the post.
"""
