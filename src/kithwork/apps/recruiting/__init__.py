"""How students come to partner: an open call, a teacher's word, an invitation; one pool, and a choice with a reason.

Nobody is ranked: what is known stands side by side. Who was chosen offers in `peers`; who was not is thanked, and
what was written about them is erased after sixty days.
"""
