"""Outlets (出口): machines that carry a parcel outside, one class each, behind one protocol.

To add one: a file here with a class that has `way`, `is_idempotent` and `send`, and its kind in
`kept.KINDS`. It answers with an Outcome and raises nothing; it writes nothing and logs nothing.
"""

from linli.messaging.outlets.kept import OutletNotReadable, robot_called, sms_outlet
from linli.messaging.outlets.parcels import Outlet, Parcel, Purpose

__all__ = [
    "Outlet",
    "OutletNotReadable",
    "Parcel",
    "Purpose",
    "robot_called",
    "sms_outlet",
]
