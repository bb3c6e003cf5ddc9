"""A lock on an open file that other processes respect, and that the system gives back when the holder dies."""

import errno
import os
import sys

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _FAR = 1 << 30  # Windows forbids others to read what is locked, so a byte beyond all content is taken

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def taken(descriptor: int) -> bool:
    """Take the lock without waiting; False while somebody else holds it.

    On a file system without locks it counts as taken: running alone is the usual case there too.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno not in _BUSY
    return True


def give_back(descriptor: int) -> None:
    """Let others have the lock."""
    try:
        _unlock(descriptor)
    except OSError:  # closing the file gives it back as well
        return
