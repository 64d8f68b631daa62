"""Permission of families and the student's own yes: asked, answered, taken back, run out.

What follows where it ends (a pause, a device's list, a plan) is done in the rooms above, which ask here.
"""
