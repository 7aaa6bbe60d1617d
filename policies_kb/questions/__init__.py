"""Questions about one fact: read from the words alone, answered from the rows of any paper."""
