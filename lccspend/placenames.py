"""A council's settings in, what its localities are called in print out (contract section 4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from lccspend.settings import Authority


@dataclass(frozen=True)
class Places:
    """The printed names of the localities of one council."""

    area: str
    region: str
    """As it stands in a sentence: the North West, London."""
    elsewhere: str
    overseas: str
    unknown: str

    @property
    def by_key(self) -> Mapping[str, str]:
        return {
            "lancashire": self.area,
            "north_west": f"Rest of {self.region}",
            "elsewhere": self.elsewhere,
            "overseas": self.overseas,
            "unknown": self.unknown,
            "mixed": "Several places",
        }

    def __getitem__(self, key: str) -> str:
        """The name of a locality; of anything else, which is named already, the thing itself."""
        return self.by_key.get(key, key)


def places(authority: Authority) -> Places:
    """The English regions named by a point of the compass take an article: Rest of the North West, Rest of London."""
    region = authority.region
    article = "the " if region.split(" ")[0] in {"North", "South", "East", "West"} else ""
    return Places(
        area=authority.area,
        region=article + region,
        elsewhere=authority.elsewhere,
        overseas=authority.overseas,
        unknown=authority.unknown,
    )
