"""Who is with whom, from when to when, and each dated session of it.

A plan that is published becomes pairings and sessions here; how the plan was
found is `plans`, what was seen in a session comes later, in `observations`.
"""
