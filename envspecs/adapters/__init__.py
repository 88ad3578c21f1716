"""Environments as other libraries want them: one library, one module, imported only when it is asked for.

============ =============================== ==================================================================
module       extra                           what it has
============ =============================== ==================================================================
``sb3``      ``imagespaces[sb3]``            a ``VecEnv``, and a features extractor for small glimpses
``torchrl``  ``imagespaces[torchrl]``        a batched ``EnvBase``
``rllib``    ``imagespaces[rllib]``          creators of environments, and a connector for their observations
``cleanrl``                                  the information of episodes' ends under its older names
============ =============================== ==================================================================
"""

from __future__ import annotations

__all__: list[str] = []
