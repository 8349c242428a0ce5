"""Stands in for a desktop session on its bus: a tray, notifications, and the colours that are preferred.

Reads one JSON object a line, such as {"do": "tray"}, and answers each with a line: {"value": ...} or {"error": "..."}.
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
NOTES = "org.freedesktop.Notifications"
PORTAL = "org.freedesktop.portal.Desktop"
SETTINGS = "org.freedesktop.portal.Settings"
APPEARANCE = ("org.freedesktop.appearance", "color-scheme")
PROPERTIES = "org.freedesktop.DBus.Properties"
#: Seconds that a program may take to answer.
PATIENCE = 20


def plain(value):
    """The value without the types of the bus, as JSON knows it."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (dbus.Boolean, bool)):
        return bool(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return float(value)
    return int(value) if isinstance(value, int) else str(value)


class Watcher(dbus.service.Object):
    """The tray: whoever registers is shown."""

    def __init__(self):
        super().__init__(dbus.service.BusName(WATCHER, bus), "/StatusNotifierWatcher")
        self.items = []
        bus.add_signal_receiver(self.left, "NameOwnerChanged", "org.freedesktop.DBus")

    def left(self, name, _old, new):
        if not new:
            self.items = [item for item in self.items if item[0] != name]

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender):
        item = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
        self.items.append((str(item[0]), str(item[1])))
        self.StatusNotifierItemRegistered(service)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    def properties(self):
        shown = [name + path for name, path in self.items]
        return {
            "RegisteredStatusNotifierItems": dbus.Array(shown, signature="s"),
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
        }

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return self.properties()[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return self.properties()

    def item(self):
        """The program's item; fails until there is one."""
        if len(self.items) != 1:
            raise LookupError(f"{len(self.items)} items are in the tray")
        name, path = self.items[0]
        answer = bus.get_object(name, path).GetAll(ITEM, dbus_interface=PROPERTIES, timeout=PATIENCE)
        return name, plain(answer)

    def menu(self):
        name, item = self.item()
        menu = dbus.Interface(bus.get_object(name, item["Menu"]), MENU)
        _, (_, _, entries) = menu.GetLayout(0, -1, dbus.Array(signature="s"), timeout=PATIENCE)
        return menu, [(int(number), plain(words)) for number, words, _ in entries]

    def tell(self):
        """What the tray shows: the icon, and the menu's entries that are seen."""
        _, item = self.item()
        _, entries = self.menu()
        seen = [words for _, words in entries if words.get("visible", True)]
        shown = [
            {"label": one.get("label", ""), "enabled": one.get("enabled", True), "line": one.get("type") == "separator"}
            for one in seen
        ]
        return {"id": item["Id"], "status": item["Status"], "icon": item["IconName"], "menu": shown}

    def press(self, label):
        menu, entries = self.menu()
        number = next(number for number, words in entries if words.get("label") == label)
        menu.Event(number, "clicked", dbus.String("", variant_level=1), dbus.UInt32(0), timeout=PATIENCE)


class Notes(dbus.service.Object):
    """The desktop's notifications: kept, and pressed when the test says so."""

    def __init__(self):
        super().__init__(dbus.service.BusName(NOTES, bus), "/org/freedesktop/Notifications")
        self.notes = []

    @dbus.service.method(NOTES, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, program, _replaces, icon, summary, body, actions, hints, _timeout):
        note = {"program": program, "icon": icon, "summary": summary, "body": body}
        self.notes.append({**note, "actions": plain(actions[::2]), "hints": plain(hints)})
        return dbus.UInt32(len(self.notes))

    @dbus.service.method(NOTES, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "body-markup"]

    @dbus.service.method(NOTES, out_signature="ssss")
    def GetServerInformation(self):
        return ("session", "rolecall", "1", "1.2")

    @dbus.service.method(NOTES, in_signature="u")
    def CloseNotification(self, number):
        self.NotificationClosed(number, dbus.UInt32(3))

    @dbus.service.signal(NOTES, signature="us")
    def ActionInvoked(self, number, action):
        pass

    @dbus.service.signal(NOTES, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    def act(self, number):
        """Presses a notification; it stays in the list, as on some desktops."""
        self.ActionInvoked(dbus.UInt32(number), "default")


class Portal(dbus.service.Object):
    """The colours that are preferred: 1 dark, 2 light."""

    def __init__(self):
        super().__init__(dbus.service.BusName(PORTAL, bus), "/org/freedesktop/portal/desktop")
        self.scheme = 2

    def asked(self, namespace, key):
        if (namespace, key) != APPEARANCE:
            raise dbus.exceptions.DBusException("no such setting", name="org.freedesktop.portal.Error.NotFound")
        return dbus.UInt32(self.scheme, variant_level=1)

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def Read(self, namespace, key):
        # This older call wraps its answer once more.
        return dbus.UInt32(self.asked(namespace, key), variant_level=2)

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def ReadOne(self, namespace, key):
        return self.asked(namespace, key)

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, _name):
        return dbus.UInt32(2)

    @dbus.service.signal(SETTINGS, signature="ssv")
    def SettingChanged(self, namespace, key, value):
        pass

    def prefer(self, scheme):
        self.scheme = scheme
        self.SettingChanged(*APPEARANCE, dbus.UInt32(scheme, variant_level=1))


watcher, notes, portal = Watcher(), Notes(), Portal()
doing = {
    "tray": lambda: watcher.tell(),
    "press": lambda label: watcher.press(label),
    "notes": lambda: notes.notes,
    "act": lambda number: notes.act(number),
    "prefer": lambda scheme: portal.prefer(scheme),
}


def hear(stream, _condition):
    line = stream.readline()
    if not line:
        loop.quit()
        return False
    asked = json.loads(line)
    try:
        answer = {"value": doing[asked.pop("do")](**asked)}
    except Exception as error:  # The test says what it expected.
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
    return True


loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, hear)
print(json.dumps({"value": "ready"}), flush=True)
loop.run()
