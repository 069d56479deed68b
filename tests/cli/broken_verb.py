"""A verb with a bug, for the test of the last line of defence."""


def run(words: list[str]) -> int:
    return len(words) // 0
