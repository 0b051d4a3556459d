"""The loudspeaker: says what has happened to those who may hear it. Decides nothing."""
