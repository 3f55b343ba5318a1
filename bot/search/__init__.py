"""A question becomes hits: dense and lexical search, fused, filtered and reranked."""
