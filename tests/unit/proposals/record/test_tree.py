"""The hash tree of RFC 6962: against published trees and proofs, and by what must hold of every tree."""

import json
import time
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.proposals.record.tree import EMPTY, Tree, grew_from, has_leaf, leaf_hash
from tests.published import published

sizes = st.integers(0, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def read(file: str) -> Any:
    return json.loads((published("merkle-rfc6962") / file).read_text())


def decoded(texts: Sequence[str] | None) -> list[bytes]:
    return [b64decode(text) for text in texts or ()]


def by_definition(hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY
    split = max(1 << bits for bits in range(20) if 1 << bits < len(hashes))
    return sha256(b"\1" + by_definition(hashes[:split]) + by_definition(hashes[split:])).digest()


def test_the_published_tree_has_its_published_nodes() -> None:
    tree = read("tree.json")
    hashes = [leaf_hash(bytes.fromhex(data)) for data in tree["leaf_inputs_hex"]]
    assert [[node.hex() for node in level] for level in Tree(hashes).levels] == tree["node_hashes_by_level_hex"]
    assert [Tree(hashes[:size]).root.hex() for size in range(9)] == tree["root_by_tree_size_hex"]


def test_published_inclusion_proofs_prove_and_the_wrong_ones_do_not() -> None:
    cases = read("inclusion.json")["results"].items()
    told = {
        name: has_leaf(
            b64decode(case["leafHash"]),
            case["leafIdx"],
            case["treeSize"],
            decoded(case["proof"]),
            b64decode(case["root"]),
        )
        for name, case in cases
    }
    assert told == {name: not case["wantErr"] for name, case in cases}
    assert sum(told.values()) >= 5


def test_published_consistency_proofs_prove_and_the_wrong_ones_do_not() -> None:
    cases = read("consistency.json")["results"].items()
    told = {
        name: grew_from(
            case["size1"], b64decode(case["root1"]), case["size2"], b64decode(case["root2"]), decoded(case["proof"])
        )
        for name, case in cases
    }
    assert told == {name: not case["wantErr"] for name, case in cases}
    assert sum(told.values()) >= 3


def test_what_was_published_as_right_is_what_we_make() -> None:
    hashes = [leaf_hash(bytes.fromhex(data)) for data in read("tree.json")["leaf_inputs_hex"]]
    right = [
        case for case in read("inclusion.json")["results"].values() if not case["wantErr"] and case["treeSize"] > 1
    ]
    for case in right:
        assert Tree(hashes[: case["treeSize"]]).inclusion(case["leafIdx"]) == decoded(case["proof"])
    grown = [case for case in read("consistency.json")["results"].values() if not case["wantErr"] and case["size1"] > 1]
    for case in grown:
        assert Tree(hashes[: case["size2"]]).consistency(case["size1"]) == decoded(case["proof"])


@given(sizes)
def test_the_head_is_the_one_that_the_rfc_defines(size: int) -> None:
    assert Tree(leaves(size)).root == by_definition(leaves(size))


@given(sizes.filter(bool), st.data())
def test_a_proof_of_inclusion_proves_its_own_leaf_and_no_other(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    tree = Tree(leaves(size))
    proof = tree.inclusion(index)
    assert has_leaf(tree.levels[0][index], index, size, proof, tree.root)
    assert has_leaf(tree.levels[0][index], other, size, proof, tree.root) is (index == other)
    assert has_leaf(tree.levels[0][other], index, size, proof, tree.root) is (index == other)


@given(sizes, sizes)
def test_a_tree_that_only_grew_can_be_shown_to_have_grown(one: int, other: int) -> None:
    first, size = sorted((one, other))
    tree, earlier = Tree(leaves(size)), Tree(leaves(first))
    shown = grew_from(first, earlier.root, size, tree.root, tree.consistency(first))
    assert shown is (first > 0 or size == 0)  # of nothing, nothing is shown


@given(sizes.filter(bool), sizes, st.data())
def test_a_tree_in_which_an_earlier_leaf_was_changed_cannot(first: int, more: int, data: st.DataObject) -> None:
    changed = leaves(first + more)
    changed[data.draw(st.integers(0, first - 1))] = leaf_hash(b"another")
    earlier, tree = Tree(leaves(first)), Tree(changed)
    assert not grew_from(first, earlier.root, tree.size, tree.root, tree.consistency(first))


@given(
    st.integers(-1, 9),
    st.integers(-1, 9),
    st.lists(st.sampled_from([b"", *leaves(2)]), max_size=5),
    st.binary(max_size=3),
)
def test_no_proof_however_odd_breaks_the_check(one: int, other: int, proof: list[bytes], root: bytes) -> None:
    assert not has_leaf(b"", one, other, proof, root)
    assert grew_from(one, root, other, root, proof) is (one == other and not proof)


def test_a_hundred_thousand_leaves_take_about_a_second() -> None:
    hashes = leaves(100_000)
    began = time.perf_counter()
    Tree(hashes)
    assert time.perf_counter() - began < 2
