"""What to answer: pure functions from the knowledge base to an answer, and thin Rasa actions."""
