"""Single machine instructions that numpy has no name for, for the compiled loops; import this module late.

`load` : eight bytes at any place as a number. `zeros` : how many of the lowest bits of a number are 0. `filled` : which
of 64 bytes lie above the space, as bits, the first byte lowest. `ones` : how many bits are set. `fetch` : ask for the memory at a place of an array
before it is needed. None of them looks where the array ends.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

BYTE, EIGHT = ir.IntType(8), ir.IntType(64)
BLOCK = 64
SPACE = 32


def _at(context, builder, signature, arguments):
    """Address of a place in an array, by the size of its items."""
    data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
    item = context.get_data_type(signature.args[0].dtype)
    return builder.gep(data, [arguments[1]], source_etype=item)


@intrinsic
def load(_context, array, place):
    """Eight bytes of an array of bytes as a number (uint64)."""

    def generate(context, builder, signature, arguments):
        spot = builder.bitcast(_at(context, builder, signature, arguments), EIGHT.as_pointer())
        return builder.load(spot, align=1, typ=EIGHT)

    return types.uint64(array, types.int64), generate


@intrinsic
def filled(_context, array, place):
    """Bits of the bytes above the space among the 64 from a place on (uint64)."""

    def generate(context, builder, signature, arguments):
        block = ir.VectorType(BYTE, BLOCK)
        spot = builder.bitcast(_at(context, builder, signature, arguments), block.as_pointer())
        found = builder.load(spot, align=1, typ=block)
        above = builder.icmp_unsigned(">", found, ir.Constant(block, [SPACE] * BLOCK))
        return builder.bitcast(above, EIGHT)

    return types.uint64(array, types.int64), generate


@intrinsic
def zeros(_context, number):
    """How many of the lowest bits of a number (uint64, not 0) are 0."""

    def generate(_context, builder, _signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), generate


@intrinsic
def ones(_context, number):
    """How many bits of a number (uint64) are 1."""

    def generate(_context, builder, _signature, arguments):
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@intrinsic
def fetch(_context, array, place):
    """Bring the cache line of a place nearer, without waiting for it."""

    def generate(context, builder, signature, arguments):
        number = ir.IntType(32)
        spot = builder.bitcast(_at(context, builder, signature, arguments), BYTE.as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [BYTE.as_pointer(), number, number, number])
        ask = builder.module.globals.get("llvm.prefetch.p0") or ir.Function(
            builder.module, kind, "llvm.prefetch.p0"
        )
        builder.call(ask, [spot, ir.Constant(number, 0), ir.Constant(number, 3), ir.Constant(number, 1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate
