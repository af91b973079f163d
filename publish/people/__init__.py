"""One's own data: who asks what is held of them, and the answer that they alone can read.

The desk asks, the bakehouse answers: what the desk uses here knows nothing of the bakehouse.
"""
