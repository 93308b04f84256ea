"""A step's variables as one file: what they are at the step's border.

Format (all integers little-endian)::

    8 bytes   magic  b"RWYVAL01"
    8 bytes   length of the header
    header    JSON: {"names": [...], "pickle": length, "buffers": [[offset, length], ...]}
    pickle    protocol 5 of {name: value}, by cloudpickle
    buffers   out-of-band, each at a multiple of 4096 from the start of the file

One pickle for all of a step's variables keeps their identity: two names for one list stay one list. Modules,
and functions and classes that the notebook defines, are not values: they come back by running their source.
"""

import hashlib
import json
import mmap
import os
import pickle
import tempfile
import types

MAGIC = b"RWYVAL01"
PAGE = 4096


def is_definition(value):
    """Whether `value` comes back from source rather than from a pickle."""
    if isinstance(value, types.ModuleType):
        return True
    return isinstance(value, (type, types.FunctionType)) and getattr(value, "__module__", None) == "__main__"


def store(values, folder):
    """Write what can be pickled of `values` into the object store at `folder`.

    Parameters
    ----------
    values : dict
        Variable names to their values.
    folder : str
        The content store: the file becomes ``<folder>/<2 hex digits>/<62 hex digits>`` of its sha256.

    Returns
    -------
    digest : str or None
        ``sha256:…``, or None when nothing was there to store.
    stored : list of str
        The names in the file.
    refused : list of dict
        ``{"name", "type", "reason"}`` for what does not pickle.
    """
    kept = {name: value for name, value in values.items() if not is_definition(value)}
    refused = []
    buffers = []  # type: list
    try:
        stream = _dumps(kept, buffers)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        for name in list(kept):
            try:
                _dumps(kept[name], [])
            except Exception as reason:
                refused.append({"name": name, "type": _type_name(kept.pop(name)), "reason": _short(reason)})
        buffers = []
        try:
            stream = _dumps(kept, buffers)
        except Exception as reason:  # each alone pickles, together they do not
            refused += [{"name": name, "type": _type_name(kept[name]), "reason": _short(reason)} for name in kept]
            kept = {}
    if not kept:
        return None, [], refused
    return _write(sorted(kept), stream, buffers, folder), sorted(kept), refused


def load(path):
    """The variables in a file that :func:`store` wrote; buffers are mapped copy-on-write, so loading is lazy."""
    with open(path, "rb") as handle:
        view = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_COPY))
    if bytes(view[:8]) != MAGIC:
        raise ValueError(f"{path} holds no stored variables")
    length = int.from_bytes(view[8:16], "little")
    header = json.loads(bytes(view[16 : 16 + length]))
    start = 16 + length
    buffers = [view[offset : offset + size] for offset, size in header["buffers"]]
    return pickle.loads(view[start : start + header["pickle"]], buffers=buffers)


def _dumps(thing, buffers):
    from .carried import cloudpickle

    return cloudpickle.dumps(thing, protocol=5, buffer_callback=lambda buffer: buffers.append(buffer.raw()))


def _write(names, stream, buffers, folder):
    places = []  # type: list
    header, settled = b"", False
    while not settled:  # the header's own length moves the offsets; it only grows, and soon no more
        position = 16 + len(header) + len(stream)
        places = []
        for buffer in buffers:
            position = -(-position // PAGE) * PAGE
            places.append([position, buffer.nbytes])
            position += buffer.nbytes
        fresh = json.dumps({"names": names, "pickle": len(stream), "buffers": places}).encode("ascii")
        header, settled = fresh.ljust(len(header)), len(fresh) <= len(header)
    os.makedirs(folder, exist_ok=True)
    sha = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as handle:

            def put(piece):
                sha.update(piece)
                handle.write(piece)

            put(MAGIC + len(header).to_bytes(8, "little") + header + stream)
            for (offset, _), buffer in zip(places, buffers):
                put(b"\0" * (offset - handle.tell()))
                put(buffer)
        digest = sha.hexdigest()
        target = os.path.join(folder, digest[:2], digest[2:])
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(name, target)
    except BaseException:
        if os.path.exists(name):
            os.unlink(name)
        raise
    return "sha256:" + digest


def _type_name(value):
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def _short(reason):
    text = str(reason).strip().splitlines()
    return (text[0] if text else type(reason).__name__)[:300]
