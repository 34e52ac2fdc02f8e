"""Settings, addresses and the commands of the launcher."""
