"""Places: administrative units with their official codes, and which of them the places of an article are.

Two systems are told apart: provinces, districts and wards until 30 June 2025, provinces and wards since.
"""

from pipeline.places.linking import link
from pipeline.places.units import DISTRICT, PROVINCE, REFORM, WARD, Unit, units

__all__ = ["DISTRICT", "PROVINCE", "REFORM", "WARD", "Unit", "link", "units"]
