"""What must hold whatever breaks: letters through a bad network, a killed server, a killed database.

The tester is a black box to the product: it knows an address, tokens, and how to start and to kill. `storm` sends,
`proxy` spoils, `town` starts and kills, `checker` compares what was acknowledged with what is held.
"""
