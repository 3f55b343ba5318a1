"""A question and its hits become an Answer: extract, compose, verify, abstain."""
