"""From confirmed works to the published page and one pull request."""
