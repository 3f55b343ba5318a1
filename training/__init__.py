"""How the shipped models are made and packed; nothing here is needed to run the program."""
