"""A file, folder, URL or JSONL collection becomes Documents: text, metadata and sections."""
