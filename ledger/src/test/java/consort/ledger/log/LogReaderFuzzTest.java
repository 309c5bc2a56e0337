package consort.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A log's folder of which one file was replaced: no entry that the log's key did not sign for is ever read.
 *
 * <p>The first byte of an input says which file, the rest is its content.
 */
class LogReaderFuzzTest extends DecoderFuzzTest {

    private static final int SIZE = 300;

    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final List<String> names;

    LogReaderFuzzTest() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        Logs.write(disk, 100, SIZE);
        for (String file : Logs.files(disk, "")) {
            if (file.equals(SignedCheckpoint.PATH) || file.startsWith("tile/")) {
                files.put(file, disk.readAll(file, Limits.MAX_DOCUMENT_BYTES));
            }
        }
        names = List.copyOf(files.keySet());
    }

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            byte[] content = files.get(names.get(i));
            seeds.add(ByteBuffer.allocate(1 + content.length).put((byte) i).put(content).array());
        }
        return seeds;
    }

    @Override
    protected int quickRuns() {
        return 2000;
    }

    @Override
    protected int maxInputBytes() {
        return 16 << 10;
    }

    /** What reading the whole log takes. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        LogReader reader = new LogReader(sourceWith(input));
        List<byte[]> read = new ArrayList<>();
        try {
            reader.verify(reader.checkpoint(Logs.KEY.verifierKey()).checkpoint(), (_, entry) -> read.add(entry));
        } catch (LogDamagedException refused) {
            assertThat(refused.file()).isNotBlank();
            return false;
        }
        assertThat(read.size()).isEqualTo(SIZE);
        for (int i = 0; i < SIZE; i++) {
            assertThat(read.get(i)).isEqualTo(Logs.entry(i));
        }
        return true;
    }

    private TileSource sourceWith(byte[] input) {
        Map<String, byte[]> served = new TreeMap<>(files);
        if (input.length > 0) {
            served.put(names.get((input[0] & 0xff) % names.size()), Arrays.copyOfRange(input, 1, input.length));
        }
        return (path, maxBytes) -> Optional.ofNullable(served.get(path)).filter(bytes -> bytes.length <= maxBytes);
    }
}
