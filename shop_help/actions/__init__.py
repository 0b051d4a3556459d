"""The acts: one function is one thing a person does. May, change, log, commit, announce."""
