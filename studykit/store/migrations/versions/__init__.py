"""The steps, each a file named after the version that it leads to. A step that was released is never changed."""
