"""What reviewers change about a call, applied to what was heard and to what was found. Pure."""
