"""A practice carried out: runs, their pairs and teams, each dated session, and what was recorded of it.

A plan that is published becomes pairings and sessions here; how the plan was found is `plans`. A run
is one playbook with one class, group or student; what a playbook says is `practices`. What an
observer counts comes later, in `observations`.
"""
