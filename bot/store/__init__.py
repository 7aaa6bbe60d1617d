"""What is kept between two messages: conversations, feedback, questions nothing was found for."""
