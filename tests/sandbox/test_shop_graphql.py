"""The little GraphQL of practice shops reads what it should and refuses what a real one would."""

from collections.abc import Mapping

import pytest

from microshop_desktop.sandbox.shops.graphql import GraphqlError, Node, answer, read

ROOT = Node(
    "QueryRoot",
    {
        "shop": Node("Shop", {"name": "Cup & Co"}),
        "twice": lambda given, _: 2 * int(str(given["of"])),
        "key": lambda _, directives: directives.get("once", {}).get("key"),
        "rows": [Node("Row", {"id": 1}), None, Node("Other", {"id": 2})],
    },
)


def ask(document: str, **variables: object) -> Mapping[str, object]:
    return answer(ROOT, read(document), variables)


def test_fields_are_answered_by_name_or_alias() -> None:
    assert ask("{ shop { title: name __typename } }".replace("{ shop", "query { shop", 1)) == {
        "shop": {"title": "Cup & Co", "__typename": "Shop"}
    }


def test_arguments_and_directives_take_variables() -> None:
    document = 'query q($n: Int!, $k: String = "a") { twice(of: $n) key @once(key: $k) }'
    assert ask(document, n=4, k="b") == {"twice": 8, "key": "b"}


def test_fragments_are_put_in_their_place() -> None:
    document = "query q { shop { ...s } rows { ... on Row { id } } } fragment s on Shop { name }"
    assert ask(document) == {"shop": {"name": "Cup & Co"}, "rows": [{"id": 1}, None, {}]}


@pytest.mark.parametrize(
    "document",
    [
        "query { nothing }",
        "query { shop }",
        "query { shop { name { x } } }",
        "query { twice(of: $n) }",
        "query q($n: Int!) { twice(of: $n) }",
        "query { shop { name }",
        "fragment s on Shop { name }",
        "query { shop { name } } %",
    ],
)
def test_what_a_real_one_refuses_is_refused(document: str) -> None:
    with pytest.raises(GraphqlError):
        ask(document)
