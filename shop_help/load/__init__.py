"""A large marketplace out of nothing, to measure with: every row keeps the promises that the acts keep."""
