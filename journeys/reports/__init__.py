"""What happened and what is: questions to the tables, answered as plain JSON. Nothing writes."""
