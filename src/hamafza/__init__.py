"""Hamafza (هم‌افزا): the coordination platform of a social-service network."""
