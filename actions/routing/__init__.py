"""Who answers a message: chosen by price, order, thread and place."""
