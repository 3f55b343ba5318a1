"""How the shipped models are made, measured and packed; nothing here is needed to run the program."""
