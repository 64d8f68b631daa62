"""Settings, addresses and the server's entrance.

First of all, before Django is imported: SQLite from the wheel rather than the
system's, whose write-ahead log has a known corruption bug.
"""

import sys

try:
    import pysqlite3
except ImportError:  # not Linux: the start-up check speaks up if the system's SQLite is too old
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
