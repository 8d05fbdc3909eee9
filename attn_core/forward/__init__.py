"""One forward of a loaded model: what it reads, and the queries, keys and masks that its layers attended with."""
