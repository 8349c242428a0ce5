"""Asks the windows of a program to close, as the cross in their corner does: close.py TITLE.

Exits with 1 when there is no such window (yet).
"""

import ctypes
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, Union, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = c_void_p
x.XInternAtom.restype = c_ulong
x.XDefaultRootWindow.restype = c_ulong

# A window that goes while the tree is walked is an error to the server; unheard, Xlib ends the process on it.
unheeded = CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda _display, _error: 0)
x.XSetErrorHandler(unheeded)


class ClientMessage(Structure):
    _fields_ = [
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
    ]


class Event(Union):
    _fields_ = [("client", ClientMessage), ("pad", c_long * 24)]


def children(display, window):
    root, parent, count = c_ulong(), c_ulong(), c_uint()
    found = POINTER(c_ulong)()
    asked = (c_void_p(display), c_ulong(window), byref(root), byref(parent), byref(found), byref(count))
    if not x.XQueryTree(*asked):
        return []
    return [found[index] for index in range(count.value)]


def title(display, window):
    name = c_char_p()
    if not x.XFetchName(c_void_p(display), c_ulong(window), byref(name)) or name.value is None:
        return ""
    return name.value.decode("utf-8", "replace")


def takes_close(display, window, delete):
    found, count = POINTER(c_ulong)(), c_int()
    if not x.XGetWMProtocols(c_void_p(display), c_ulong(window), byref(found), byref(count)):
        return False
    return delete in [found[index] for index in range(count.value)]


def main(wanted):
    display = x.XOpenDisplay(None)
    if not display:
        sys.exit("there is no display")
    atom = lambda name: x.XInternAtom(c_void_p(display), name, 0)
    protocols, delete = atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW")
    waiting = [x.XDefaultRootWindow(c_void_p(display))]
    found = []
    while waiting:
        window = waiting.pop()
        waiting.extend(children(display, window))
        if wanted in title(display, window) and takes_close(display, window, delete):
            found.append(window)
    for window in found:
        event = Event()
        event.client.type = 33
        event.client.window = window
        event.client.message_type = protocols
        event.client.format = 32
        event.client.data[0] = delete
        x.XSendEvent(c_void_p(display), c_ulong(window), 0, c_long(0), byref(event))
    x.XSync(c_void_p(display), 0)
    sys.exit(0 if found else 1)


main(sys.argv[1])
