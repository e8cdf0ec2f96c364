"""What comments say of a brand's fans (product design, section 6). Pure: no store, clock, network.

A crowd is read once (reading.py, copies.py), then measured before each brand (scope.py,
measures.py); peers give the scale (temperament.py). One blogger's standing with the fans is
enemy.py and quoting.py.
"""

from kolvet.fans.crowds import ReadCrowd, read_crowd
from kolvet.fans.enemy import Person
from kolvet.fans.quoting import Line
from kolvet.fans.report import Asked, measure_fans
from kolvet.fans.scope import Scope
from kolvet.fans.temperament import Prior

__all__ = ["Asked", "Line", "Person", "Prior", "ReadCrowd", "Scope", "measure_fans", "read_crowd"]
