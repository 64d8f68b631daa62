"""Pages for adults who open sign-in, and the pages on which students sign in."""
