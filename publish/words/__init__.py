"""Facts that everyone may know: licences, notices, dates, frequencies."""
