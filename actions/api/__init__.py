"""What was delivered, for the console."""
