"""Reading numbers out of strangers' text: suggestions for a curator, never facts."""
