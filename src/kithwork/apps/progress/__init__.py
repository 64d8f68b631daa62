"""How a student gets on: the graph with its words, the fade board, who gives and who chooses, what is taken along.

It shows and hands on. What is followed is said in `measures`; what a rule makes of it in `suggestions`.
"""
