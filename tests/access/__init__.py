"""The permission matrix, proved through HTTP against an oracle that shares no code with the access layer."""
