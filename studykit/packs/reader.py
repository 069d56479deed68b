"""A pack's folder → Pack and diagnostics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import ContentError
from studykit.core.pack import Blueprint, DomainSource, Pack
from studykit.core.tree import Tree
from studykit.packs.attributes import read_attributes, read_services
from studykit.packs.behaviours import read_behaviours
from studykit.packs.blueprint import Topics, read_blueprint
from studykit.packs.files import blueprint_files, domain_files
from studykit.packs.quizzes import read_quizzes
from studykit.packs.yaml_file import read_tree

_NOTHING = Tree("", 0, 0)


def read_sheets(folder: Path) -> tuple[Pack, tuple[Diagnostic, ...]]:
    """The pack in ``folder`` without its domains; parts that are broken are left out and said in the diagnostics.

    Raises ContentError when there is no readable pack.yaml, because then nothing names the pack.
    """
    if not folder.is_dir():
        raise ContentError(f"There is no pack in '{folder}': it is not a folder.")
    if not (folder / "pack.yaml").is_file():
        raise ContentError(f"There is no pack in '{folder}': pack.yaml is missing.")
    found: list[Diagnostic] = []
    head = _tree(folder, "pack.yaml", found)
    key, title = head.get("pack").text or folder.name, head.get("title").text or folder.name
    sheet = _tree(folder, "attributes.yaml", found)
    services, problems = read_services(sheet, _name(folder, "attributes.yaml"))
    found += problems
    attributes, problems = read_attributes(sheet, _name(folder, "attributes.yaml"), services)
    found += problems
    known = tuple(service.key for service in services)
    asked = _tree(folder, "behaviours.yaml", found)
    behaviours, problems = read_behaviours(asked, _name(folder, "behaviours.yaml"), known)
    found += problems
    words = (*known, *(attribute.id for attribute in attributes), *(one.id for one in behaviours))
    blueprints = _blueprints(folder, words, found)
    given, problems = read_quizzes(folder)
    found += problems
    return Pack(key, title, services, attributes, (), blueprints, behaviours, given), tuple(found)


def _blueprints(folder: Path, words: tuple[str, ...], found: list[Diagnostic]) -> tuple[Blueprint, ...]:
    """The pack's own exam and the others; topics are services, attributes, behaviours and domains."""
    files = [*((folder / "blueprint.yaml",) if (folder / "blueprint.yaml").is_file() else ()), *blueprint_files(folder)]
    topics = Topics((*words, *(path.stem for path in domain_files(folder))))
    blueprints: dict[str, Blueprint] = {}
    for path in files:
        file = str(path.relative_to(folder))
        tree = _tree(folder, file, found)
        if not tree.fields:  # said already
            continue
        blueprint, problems = read_blueprint(tree, _name(folder, file), topics)
        found += problems
        if blueprint is not None and blueprint.exam in blueprints:
            found.append(error(f"There are two exams '{blueprint.exam}'.", _name(folder, file), tree.get("exam").line))
        elif blueprint is not None:
            blueprints[blueprint.exam] = blueprint
            topics.areas = topics.areas or tuple(area.key for area in blueprint.areas)
    return tuple(blueprints.values())


def read_pack(folder: Path) -> tuple[Pack, tuple[Diagnostic, ...]]:
    """The whole pack in ``folder``, its domains too. Raises ContentError as ``read_sheets`` does."""
    pack, problems = read_sheets(folder)
    domains, more = read_domains(folder)
    return replace(pack, domains=domains), (*problems, *more)


def read_domains(folder: Path) -> tuple[tuple[DomainSource, ...], tuple[Diagnostic, ...]]:
    """The trees of the domain files of a pack; those that are broken are left out and said."""
    sources, found = [], list[Diagnostic]()
    for path in domain_files(folder):
        name = _name(folder, f"domains/{path.name}")
        tree, problems = read_tree(path, name)
        found += problems
        if tree is not None:
            sources.append(DomainSource(name, tree))
    return tuple(sources), tuple(found)


def _name(folder: Path, file: str) -> str:
    return f"{folder.name}/{file}"


def _tree(folder: Path, file: str, found: list[Diagnostic]) -> Tree:
    path = folder / file
    if not path.is_file():
        return _NOTHING
    tree, problems = read_tree(path, _name(folder, file))
    found += problems
    if tree is not None and not tree.fields:
        found.append(error("This file must hold keys and values.", _name(folder, file), tree.line))
    return tree or _NOTHING
