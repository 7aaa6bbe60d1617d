"""The environment variables: what there are, what they mean, what is wrong with them."""
