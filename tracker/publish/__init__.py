"""Publishing: what the curation decided, proposed to the survey's repository."""
