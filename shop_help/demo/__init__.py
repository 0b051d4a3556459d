"""The demo: a small marketplace with a cast, to try everything on; and a large one, to measure it."""
