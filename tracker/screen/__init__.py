"""The review at the keyboard: a full screen (`app`, Textual's one door) and lines (`plain`)."""
