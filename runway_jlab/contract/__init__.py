"""What the server and the command line say, as frozen dataclasses; TypeScript's types are generated from them.

One module per noun. :mod:`.serialize` turns an instance into JSON, :mod:`.schema` turns the classes into
``contract.json``. A field's name here is its name on the wire.
"""
