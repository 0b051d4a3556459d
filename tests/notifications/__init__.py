"""What people are told of: rows, mails, pushes and pages."""
