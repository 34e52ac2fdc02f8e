"""A real city's request log, run through the whole loop on simulated time."""
