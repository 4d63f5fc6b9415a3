"""What commands and flows do, one module each: where stages, the store and the files meet."""
