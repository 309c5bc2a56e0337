package consort.model.tensor;

import java.util.Optional;

/// The element types of the safetensors format whose elements are whole bytes. Constants are named as in the header.
public enum DType {
    F64(8), F32(4), F16(2), BF16(2), F8_E5M2(1), F8_E4M3(1),
    I64(8), I32(4), I16(2), I8(1), U64(8), U32(4), U16(2), U8(1), BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    static Optional<DType> named(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }
}
