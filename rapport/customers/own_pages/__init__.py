"""What customers see and change about themselves on their own pages: name and greeting, addresses, days, wishes, and
what they may ask about their data."""
