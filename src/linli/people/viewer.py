"""Who is looking: the four roots of every right, gathered once for a request.

A post in an area for a term, being a party to the thing, a mandate, a receipt code; no other.
"""

from dataclasses import dataclass

from linli.kernel.references import A_VISITOR, THE_SYSTEM, Ref
from linli.people.rules import HeldPost, PostKind, Reach
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody with what they may see by; a passer-by has none of it."""

    person_id: int | None = None
    name: str = ""
    posts: tuple[HeldPost, ...] = ()
    principals: frozenset[int] = frozenset()
    receipts: frozenset[str] = frozenset()
    home_area_id: int | None = None
    home_path: str = ""

    @property
    def is_known(self) -> bool:
        return self.person_id is not None

    @property
    def ref(self) -> Ref:
        return f"person/{self.person_id}" if self.is_known else A_VISITOR

    @property
    def speaks_for(self) -> frozenset[int]:
        """Oneself and those who gave a mandate, as ids of persons."""
        return self.principals | ({self.person_id} if self.person_id is not None else set())

    def holds(self, *kinds: PostKind) -> bool:
        return any(post.kind in kinds for post in self.posts)

    def with_reach(self, reach: Reach) -> tuple[HeldPost, ...]:
        return tuple(post for post in self.posts if post.reach is reach)

    def keeps(self, path: str) -> bool:
        """Say whether they keep the registers of the area on that path."""
        return any(post.keeps_registers and post.covers(path) for post in self.posts)

    @property
    def kept_paths(self) -> tuple[str, ...]:
        """The areas whose registers they keep, as paths."""
        return tuple(post.area_path for post in self.posts if post.keeps_registers)

    @property
    def keeps_anything(self) -> bool:
        return bool(self.kept_paths)

    def serves(self, path: str) -> bool:
        """Say whether they know the neighbours there by name: desk, stairs or audit."""
        return any(post.knows_neighbours and post.covers(path) for post in self.posts)

    @property
    def works_a_desk(self) -> bool:
        return bool(self.with_reach(Reach.DESK))

    @property
    def walks_the_stairs(self) -> bool:
        return bool(self.with_reach(Reach.STAIRS))


class House(Viewer):
    """The installation itself, while it is set up or told; no request ever comes from it."""

    @property
    def ref(self) -> Ref:
        return THE_SYSTEM


A_PASSER_BY = Viewer()
# For management commands alone: an administrator of everything there is.
THE_HOUSE = House(
    name="邻里",
    posts=(
        HeldPost(
            post_id=0,
            kind=PostKind.ADMINISTRATOR,
            area_id=0,
            area_path="/",
            area_kind=AreaKind.COUNTY,
        ),
    ),
)
