"""Who signs in, which roles they hold where, and the Viewer on each request.

It says who somebody is to the school; what that lets them see is each room's policy.
"""
