package consort.trainer.protocol;

import consort.model.tensor.DType;
import java.nio.ByteBuffer;

/** Finds NaN and infinity in raw little-endian tensor data by their exponent bits. */
final class Finite {

    private Finite() {
    }

    /** Whether all elements from the position to the limit are finite; integers always are. */
    static boolean all(DType dtype, ByteBuffer data) {
        return switch (dtype) {
            case F64 -> longs(data, 0x7FF0_0000_0000_0000L);
            case F32 -> ints(data, 0x7F80_0000);
            case F16 -> shorts(data, 0x7C00);
            case BF16 -> shorts(data, 0x7F80);
            case F8_E5M2 -> bytes(data, 0x7C);
            // This format has no infinity, and NaN only where all bits but the sign are set.
            case F8_E4M3 -> bytes(data, 0x7F);
            case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> true;
        };
    }

    private static boolean longs(ByteBuffer data, long exponent) {
        while (data.hasRemaining()) {
            if ((data.getLong() & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }

    private static boolean ints(ByteBuffer data, int exponent) {
        while (data.hasRemaining()) {
            if ((data.getInt() & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }

    private static boolean shorts(ByteBuffer data, int exponent) {
        while (data.hasRemaining()) {
            if ((data.getShort() & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }

    private static boolean bytes(ByteBuffer data, int exponent) {
        while (data.hasRemaining()) {
            if ((data.get() & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }
}
