"""About me: what a student says to partners, in their own words and symbols. All that a partner ever sees.

Needs, goals and the preference card of the team are `needs`; nothing of them comes here by itself.
"""
