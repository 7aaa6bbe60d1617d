"""The trained model in this process: the one place that runs Rasa."""
