"""What therapists do about continuing education: log it, see what is still needed, and have the papers to prove it."""
