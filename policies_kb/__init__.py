"""What is written: official papers as a base of provisions and facts.

Knows nothing of Rasa or chat.
"""
