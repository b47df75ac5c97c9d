"""bpf(2) of the running Linux kernel, as far as the measuring scripts need it. Run as root.

Nothing is pinned: a program or map lives as long as its file descriptor.
"""
import ctypes
import os
import struct

_libc = ctypes.CDLL(None, use_errno=True)
_SYS_BPF = 321
_ATTR_BYTES = 152
MAP_CREATE, PROG_LOAD, PROG_TEST_RUN, OBJ_GET_INFO_BY_FD = 0, 5, 10, 15


class Refused(Exception):
    """The kernel refused a program; `errno` and `log` say why."""

    def __init__(self, errno, log):
        super().__init__("errno %d: %s" % (errno, log[-400:]))
        self.errno, self.log = errno, log


def bpf(command, attr):
    buffer = ctypes.create_string_buffer(attr.ljust(_ATTR_BYTES, b"\0"), _ATTR_BYTES)
    result = _libc.syscall(_SYS_BPF, command, buffer, _ATTR_BYTES)
    return result, ctypes.get_errno() if result < 0 else 0, buffer.raw


def insn(opcode, dst=0, src=0, off=0, imm=0):
    return struct.pack("<BBhI", opcode, dst | src << 4, off, imm & 0xFFFFFFFF)


def load(program_type, code, license=b"GPL", attach=0, flags=0, log_level=1, name=b""):
    """Loads a program; returns its descriptor and the verifier's log."""
    insns = ctypes.create_string_buffer(code, len(code))
    license_text = ctypes.create_string_buffer(license + b"\0")
    size = 1 << 22
    log = ctypes.create_string_buffer(size)
    attr = struct.pack(
        "<IIQQIIQII16sII", program_type, len(code) // 8, ctypes.addressof(insns),
        ctypes.addressof(license_text), log_level, size, ctypes.addressof(log), 0, flags, name, 0,
        attach)
    fd, errno, _ = bpf(PROG_LOAD, attr)
    text = log.value.decode("latin1")
    if fd < 0:
        raise Refused(errno, text)
    return fd, text


def _info(fd, **where):
    info = ctypes.create_string_buffer(256)
    for offset, value in where.values():
        struct.pack_into("<I" if offset < 24 else "<Q", info, offset, value)
    result, errno, _ = bpf(OBJ_GET_INFO_BY_FD, struct.pack("<IIQ", fd, 232, ctypes.addressof(info)))
    if result < 0:
        raise OSError(errno, "BPF_OBJ_GET_INFO_BY_FD")
    return info.raw


def program_id(fd):
    return struct.unpack_from("<I", _info(fd), 4)[0]


def xlated(fd):
    """The rewritten instructions of a program."""
    length = struct.unpack_from("<I", _info(fd), 20)[0]
    code = ctypes.create_string_buffer(length)
    _info(fd, length=(20, length), address=(32, ctypes.addressof(code)))
    return code.raw


def create_map(map_type, key_size, value_size, entries, flags=0, name=b""):
    attr = struct.pack("<IIIIIII16s", map_type, key_size, value_size, entries, flags, 0, 0, name)
    fd, errno, _ = bpf(MAP_CREATE, attr)
    if fd < 0:
        raise OSError(errno, "BPF_MAP_CREATE")
    return fd


def test_run(fd, data):
    """Runs a program once on a packet; returns its 32-bit result."""
    packet = ctypes.create_string_buffer(data, len(data))
    attr = struct.pack("<IIIIQQII", fd, 0, len(data), 0, ctypes.addressof(packet), 0, 1, 0)
    result, errno, out = bpf(PROG_TEST_RUN, attr)
    if result < 0:
        raise OSError(errno, "BPF_PROG_TEST_RUN")
    return struct.unpack_from("<I", out, 4)[0]


def release():
    return os.uname().release.split("-")[0]


close = os.close
