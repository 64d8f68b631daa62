"""Events, club meetings and projects that students plan together: who plans, who gives and receives what, whether
everybody can take part, who came, and what everybody said of it.

It is not for times together of a plan or a run (those are `runs`), and it never keeps anybody's health or disability.
"""
