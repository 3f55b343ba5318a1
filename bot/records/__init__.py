"""The question log and the feedback, in one SQLite file; what people say of themselves is masked before it is kept."""
