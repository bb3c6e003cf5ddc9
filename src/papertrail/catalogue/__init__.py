"""What comes from outside: courses, their readings and the works they cite, loaded as models and never half."""

from papertrail.catalogue.adding import Added, add
from papertrail.catalogue.differences import Difference
from papertrail.catalogue.load import digest, load
from papertrail.catalogue.works import BUNDLED

__all__ = ["BUNDLED", "Added", "Difference", "add", "digest", "load"]
