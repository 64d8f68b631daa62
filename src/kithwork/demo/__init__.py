"""The demo district: three made-up schools, the same ones every time.

For looking at the product, for screenshots and for tests of size. Everybody in
it is invented; a fixed seed makes the same people on every machine, and only the
dates follow the calendar, so that today is always a day of its school year.
"""
