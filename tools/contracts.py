"""Import contracts that find the contexts themselves: a new one is held from its first day."""

from fnmatch import fnmatchcase

from importlinter import Contract, ContractCheck, fields, output
from importlinter.contracts.layers import LayersContract

ROOT = "linli"


def contexts(graph, exceptions):
    """Every package right below the root but `exceptions`."""
    children = graph.find_children(ROOT) - set(exceptions or ())
    return sorted(child for child in children if graph.find_children(child))


class Rooms(LayersContract):
    type_name = "rooms"

    except_contexts = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):
        expression = fields.ModuleExpressionField()
        self.containers = list(map(expression.parse, contexts(graph, self.except_contexts)))
        return super().check(graph, verbose)


class Pure(Contract):
    type_name = "pure"

    modules = fields.ListField(subfield=fields.StringField())
    forbidden = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):
        stains = [
            detail
            for module in sorted(graph.modules)
            if any(fnmatchcase(module, pattern) for pattern in self.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if any(fnmatchcase(imported, pattern) for pattern in self.forbidden)
            for detail in graph.get_import_details(importer=module, imported=imported)
            if not self._is_allowed(detail["line_contents"])
        ]
        return ContractCheck(kept=not stains, metadata={"stains": stains})

    def _is_allowed(self, line):
        # The graph knows another distribution as one module; only the line tells which part.
        return any(line.startswith(f"from {name} import ") for name in self.allowed or ())

    def render_broken_contract(self, check):
        for stain in check.metadata["stains"]:
            output.print_error(
                f"{stain['importer']}:{stain['line_number']} has `{stain['line_contents']}`"
            )


class PublicDoors(Contract):
    type_name = "public_doors"

    except_contexts = fields.ListField(subfield=fields.StringField(), required=False)
    doors = fields.ListField(subfield=fields.StringField())
    ignore_importers = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):
        trespasses = [
            (importer, module)
            for context in contexts(graph, self.except_contexts)
            for module in sorted({context} | graph.find_descendants(context))
            if not self._is_door(context, module)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not self._may_enter(context, importer)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _is_door(self, context, module):
        return module.removeprefix(f"{context}.").split(".")[0] in self.doors

    def _may_enter(self, context, importer):
        return any(
            importer == home or importer.startswith(f"{home}.")
            for home in (context, *(self.ignore_importers or ()))
        )

    def render_broken_contract(self, check):
        for importer, module in check.metadata["trespasses"]:
            output.print_error(
                f"{importer} imports {module}; use its public doors: {', '.join(self.doors)}"
            )
