"""Students who offer to partner: what they are ready for, and how much is fair to ask.

Invitations, training and mastery come here; what a partner's plan says does not.
"""
