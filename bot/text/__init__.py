"""What is true of language whatever the program: sentences, lemmas, stems, languages and the procurement glossary."""
