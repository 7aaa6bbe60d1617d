"""Files that go with answers: made when they are fetched, never stored."""
