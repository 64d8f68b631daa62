"""The practices a school can choose from: the shipped playbooks, the school's own, and what is practised.

A practice is a file (`kithwork.playbooks`); this room shows it, keeps the versions a school writes for
itself, and keeps the word lists, facts and passages that class-wide practices work through. Carrying
one out is `runs`.
"""
