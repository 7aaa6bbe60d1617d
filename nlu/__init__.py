"""What was asked: domain, training data, and Rasa components of our own."""
