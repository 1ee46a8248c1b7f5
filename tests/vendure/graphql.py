"""GraphQL as the tests themselves speak it: nothing of the program under test is in it."""

import json
import urllib.request
from typing import Any

NO_ERROR = "__typename ... on ErrorResult { errorCode message }"
"""What is asked of every result, so that a refusal cannot pass for a success."""


class Person:
    """Whoever uses one of the shop's two APIs; `token` names their session, once there is one."""

    def __init__(self, api: str) -> None:
        self._api = api
        self.token = ""
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, document: str, **variables: object) -> Any:
        """Return the first field of the answer; a refusal fails the test."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps({"query": document, "variables": variables}).encode()
        request = urllib.request.Request(self._api, body, headers)  # noqa: S310
        with self._opener.open(request, timeout=30) as answer:
            self.token = answer.headers.get("vendure-auth-token") or self.token
            said = json.load(answer)
        assert "errors" not in said, said["errors"]
        (first,) = said["data"].values()
        assert not (isinstance(first, dict) and first.get("errorCode")), first
        return first
