"""Sends each request to the Unix socket that LOKET_SOCKET names, whatever host its URL has.

schemathesis loads this as its hooks. No other connection can be made then.
"""

import os
import socket

from urllib3.connection import HTTPConnection


def connect(connection):
    """Returns the socket of a new connection, in place of one by TCP."""
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if isinstance(connection.timeout, (int, float)):
        peer.settimeout(connection.timeout)
    peer.connect(os.environ["LOKET_SOCKET"])
    return peer


HTTPConnection._new_conn = connect
