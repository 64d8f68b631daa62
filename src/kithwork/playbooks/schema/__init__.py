"""What a playbook may say, as typed models: unknown words are errors.

``base`` holds what every part shares; ``people``, ``sessions``, ``quality`` and ``voice`` the parts;
``playbook`` the whole.
"""

from kithwork.playbooks.schema.playbook import Playbook

__all__ = ["Playbook"]
