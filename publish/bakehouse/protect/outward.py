"""The declaration of a table as its recoded columns leave it."""

from publish.declare.bands import bands_of
from publish.declare.column import Column, Constraints
from publish.declare.declaration import Dataset, Table
from publish.declare.techniques import TECHNIQUES, published_type


def outward(table: Table) -> Table:
    """The table with the types and constraints that hold once every technique is applied."""
    columns = {name: outward_column(column) for name, column in table.columns.items()}
    return table.model_copy(update={"columns": columns})


def outward_column(column: Column) -> Column:
    """The column once its technique is applied: what was declared of its values holds no more.

    Only `required` still does, except after a technique that knows no other value for some: a
    ladder may have no rung. Bands have an order: by size.
    """
    if column.protect is None:
        return column
    technique = column.protect.technique
    required = column.constraints.required and TECHNIQUES[technique].always
    return column.model_copy(
        update={
            "type": published_type(column.type, technique),
            "constraints": Constraints(required=required),
            "order": bands_of(column) or column.order,
        }
    )


def outward_dataset(dataset: Dataset) -> Dataset:
    """The dataset with every table as it leaves."""
    tables = {name: outward(table) for name, table in dataset.tables.items()}
    return dataset.model_copy(update={"tables": tables})
