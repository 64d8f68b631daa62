"""Care for those who partner: how much each gives, what is due to change, and leaving with thanks.

It looks at what other rooms keep (offers, sessions, training, faces) and keeps one thing itself: a parting, asked
for by a student or an adult, without a reason and without blame.
"""
