"""One turn of a conversation, from the words that came in to the reply."""
