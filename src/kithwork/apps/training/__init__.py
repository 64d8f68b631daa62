"""Training: short pieces anybody learns alone, meetings and role-plays with an adult, agreements, certificates.

It stands below `peers` and `runs`, which ask it who is ready; it knows of no volunteer and of no run.
"""
