"""The hash tree of RFC 6962, section 2.1 (unchanged in RFC 9162): its head, proofs, and how they are checked.

A node hash is over a one byte and the two hashes below it, a leaf hash over a nought byte and the leaf's data, so that
neither can pass for the other. A node without a neighbour moves up as it is: that makes the tree which the RFCs define
by splitting at the largest power of two.
"""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32
EMPTY = hashlib.sha256().digest()  # the head of a tree without leaves


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf with this data."""
    return hashlib.sha256(b"\0" + data).digest()


class Tree:
    """A tree over leaf hashes, with every node kept: `levels[j][k]` is the head of the k-th run of 2**j leaves."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [list(leaves)]
        while len(self.levels[-1]) > 1:
            self.levels.append(_above(self.levels[-1]))

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return len(self.levels[0])

    @property
    def root(self) -> bytes:
        """Its head."""
        return self.levels[-1][0] if self.size else EMPTY

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that the leaf at `index` is in it (RFC 9162, 2.1.3.1): the neighbours on the way to the head."""
        return [
            level[place ^ 1] for height, level in enumerate(self.levels) if (place := index >> height) ^ 1 < len(level)
        ]

    def consistency(self, first: int) -> list[bytes]:
        """The proof that the tree of the first so many leaves became this one (RFC 9162, 2.1.4.1)."""
        return self._since(first, 0, self.size, True) if first else []

    def _since(self, first: int, start: int, end: int, known: bool) -> list[bytes]:
        """SUBPROOF of the RFC over the leaves from `start` to `end`; `known`: who checks has their head already."""
        if first == end - start:
            return [] if known else [self._head(start, end)]
        split = 1 << (end - start - 1).bit_length() - 1
        if first <= split:
            return [*self._since(first, start, start + split, known), self._head(start + split, end)]
        return [*self._since(first - split, start + split, end, False), self._head(start, start + split)]

    def _head(self, start: int, end: int) -> bytes:
        height = (end - start - 1).bit_length()
        return self.levels[height][start >> height]


def has_leaf(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that this leaf hash is at `index` of the tree with this head (RFC 9162, 2.1.3.2)."""
    if not (0 <= index < size and _are_hashes(leaf, root, *proof)):
        return False
    place, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _node(each, found)
            while not (place % 2 or place == 0):
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, each)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def grew_from(first: int, first_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `first` leaves is how the other began (RFC 9162, 2.1.4.2).

    Nothing is shown about a tree without leaves: every tree begins as one.
    """
    if first == size:
        return not proof and first_root == root
    if not (0 < first < size and proof and _are_hashes(first_root, root, *proof)):
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    place, last = first - 1, size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            before, after = _node(each, before), _node(each, after)
            while not (place % 2 or place == 0):
                place, last = place >> 1, last >> 1
        else:
            after = _node(after, each)
        place, last = place >> 1, last >> 1
    return last == 0 and before == first_root and after == root


def _above(level: Sequence[bytes]) -> list[bytes]:
    paired = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return paired + list(level[len(paired) * 2 :])


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
