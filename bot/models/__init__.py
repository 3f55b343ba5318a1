"""The neural models behind two small interfaces: Embedder and Reader."""
