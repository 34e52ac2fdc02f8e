"""What waits for whom. Reads only; every source starts from what the person's own grants reach."""
