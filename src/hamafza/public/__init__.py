"""What citizens and applicants see without an account: tracking, directory, map."""
