"""What citizens may see."""
