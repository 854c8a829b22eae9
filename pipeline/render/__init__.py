"""What was found, for people: tables for the terminal, rows for a spreadsheet, a page to read."""
