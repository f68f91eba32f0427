"""Who may do what: sign-in, the four roles, API tokens."""
