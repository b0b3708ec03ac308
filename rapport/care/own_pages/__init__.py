"""What customers see and do about their requests, complaints and notices on their own pages."""
