package consort.ledger.disk.simulated;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The bytes of one file, whatever its name: those that can be read, and those that are durable. */
final class SimulatedFile {

    /** The unit in which unsynced bytes reach the medium. */
    private static final int SECTOR = 512;

    private byte[] bytes = new byte[0];
    private int size;
    private byte[] durable = new byte[0];
    /** The length of the beginning that {@link #bytes} and {@link #durable} share. */
    private int shared;

    static SimulatedFile durable(byte[] content) {
        SimulatedFile file = new SimulatedFile();
        file.write(ByteBuffer.wrap(content));
        file.sync();
        return file;
    }

    int size() {
        return size;
    }

    void write(ByteBuffer more) {
        int end = size + more.remaining();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        more.get(bytes, size, more.remaining());
        size = end;
    }

    void read(int offset, ByteBuffer into) {
        int count = Math.max(0, Math.min(into.remaining(), size - offset));
        if (count > 0) {
            into.put(bytes, offset, count);
        }
    }

    void truncate(int newSize) {
        size = newSize;
        shared = Math.min(shared, newSize);
    }

    void sync() {
        durable = Arrays.copyOf(bytes, size);
        shared = size;
    }

    boolean startsWith(byte[] beginning) {
        return size >= beginning.length && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    void flip(long bit) {
        bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        sync();
    }

    /** Keeps what is durable and, by chance, any part of what is not. */
    void loseMachine(RandomGenerator random) {
        byte[] survived = switch (random.nextInt(4)) {
            case 0 -> durable;
            case 1 -> Arrays.copyOf(bytes, size);
            case 2 -> Arrays.copyOf(bytes, shared + random.nextInt(size - shared + 1));
            default -> torn(random);
        };
        bytes = survived;
        size = survived.length;
        sync();
    }

    /** Some sectors arrived, others are zero; the length may run beyond what was written. */
    private byte[] torn(RandomGenerator random) {
        byte[] survived = Arrays.copyOf(bytes, size + (size > shared && random.nextInt(4) == 0 ? SECTOR : 0));
        Arrays.fill(survived, size, survived.length, (byte) 0);
        for (int start = shared; start < size; start = (start / SECTOR + 1) * SECTOR) {
            if (random.nextBoolean()) {
                Arrays.fill(survived, start, Math.min(size, (start / SECTOR + 1) * SECTOR), (byte) 0);
            }
        }
        return survived;
    }
}
