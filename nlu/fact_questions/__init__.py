"""Questions about facts: what a message asks of which rows."""
