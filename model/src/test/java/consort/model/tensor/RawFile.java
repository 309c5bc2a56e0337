package consort.model.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Files made by hand, for what the writer would never write.
final class RawFile {
    private RawFile() {
    }

    /// A file of this header, unpadded, and so many zero bytes of data.
    static MemorySource of(String header, int dataBytes) {
        return of(header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
    }

    static MemorySource of(byte[] header, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return new MemorySource(file.putLong(header.length).put(header).put(data).array());
    }

    /// The header entry of one tensor.
    static String tensor(String name, String dtype, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape
                + ",\"data_offsets\":[" + begin + "," + end + "]}";
    }
}
