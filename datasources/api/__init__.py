"""What programs may do with profiles."""
