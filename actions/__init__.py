"""What journeys do to the outside: HTTP calls, e-mail, the message console."""
