package consort.trainer.djl;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An array of unsigned bytes in the idx format: two zero bytes, 8 for the type, the number of dimensions, each dimension
 * as a big-endian int, then the data.
 *
 * @param dimensions outermost first
 */
record IdxFile(int[] dimensions, byte[] data) {

    private static final int UNSIGNED_BYTES = 0x08;
    private static final int MAX_DIMENSIONS = 4;

    /**
     * Reads {@code name} of a folder, or {@code name.gz} if only that is there.
     *
     * @throws IOException if neither is there, or it is no such file
     */
    static IdxFile read(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        if (Files.exists(plain)) {
            try (InputStream in = Files.newInputStream(plain)) {
                return read(in, plain);
            }
        }
        Path packed = folder.resolve(name + ".gz");
        if (Files.exists(packed)) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
                return read(in, packed);
            }
        }
        throw new NoSuchFileException(plain.toString(), null, "a shard folder holds this file or the same with .gz");
    }

    private static IdxFile read(InputStream stream, Path file) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(stream));
        int magic = in.readInt();
        int rank = magic & 0xFF;
        if (magic >>> 8 != UNSIGNED_BYTES || rank < 1 || rank > MAX_DIMENSIONS) {
            throw new IOException(file + " is not an idx file of unsigned bytes: it begins with 0x"
                    + Integer.toHexString(magic));
        }
        int[] dimensions = new int[rank];
        long size = 1;
        for (int i = 0; i < rank; i++) {
            dimensions[i] = in.readInt();
            size = Math.multiplyExact(size, (long) dimensions[i]);
        }
        if (size < 0 || size > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " says it holds " + Arrays.toString(dimensions) + " elements: too many");
        }
        byte[] data = in.readNBytes((int) size);
        if (data.length != size || in.read() >= 0) {
            throw new IOException(file + " does not hold exactly " + size + " bytes of data");
        }
        return new IdxFile(dimensions, data);
    }
}
