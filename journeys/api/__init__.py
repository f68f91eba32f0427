"""The HTTP face of journeys. Views parse, call one operation or report, and shape the answer."""
