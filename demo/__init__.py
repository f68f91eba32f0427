"""The hotel: the demonstration that a first start loads, plays and proves itself with."""
