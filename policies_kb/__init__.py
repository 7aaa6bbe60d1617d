"""What is written: official papers as a base of provisions and facts; knows nothing of Rasa or chat."""
