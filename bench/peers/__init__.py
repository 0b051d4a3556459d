"""Others' programs that the bench measures beside ours; each is installed into a folder of its own when asked for."""
