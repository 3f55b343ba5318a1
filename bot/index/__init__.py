"""Documents become passages and passages an index generation on disk."""
