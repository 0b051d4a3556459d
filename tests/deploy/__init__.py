"""What stands in deploy/ is tried as it stands there."""
