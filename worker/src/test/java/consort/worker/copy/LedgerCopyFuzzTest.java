package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.disk.Disk;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Job;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.TamperingException;
import consort.worker.enroll.TaughtKeys;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The ledger's files as a coordinator serves them, one of them replaced: a copy is brought up to date with what the log's key
 * signed, or its checkpoint stays as it was.
 *
 * <p>The first byte of an input says which file, the rest is its content; of the list of keys, a name a line.
 */
class LedgerCopyFuzzTest extends DecoderFuzzTest {

    private static final String ORIGIN = "example.org/pool";
    private static final SignerKey KEY = SignerKey.fromSeed(ORIGIN, new byte[SignerKey.SEED_BYTES]);
    private static final byte[] JOB = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int BEFORE = 3;
    private static final int SIZE = 270;
    private static final int MAX_BYTES = 1 << 20;

    private final SimulatedDisk coordinator = new SimulatedDisk(new SplittableRandom(1));
    private final TreeMap<String, byte[]> heldBefore = new TreeMap<>();
    private final TreeMap<String, byte[]> served = new TreeMap<>();
    private final List<byte[]> entries = new ArrayList<>();
    private final List<String> names;

    LedgerCopyFuzzTest() throws IOException {
        entries.add(Entries.sign("example.org", new Job(5, Document.digest(JOB), "operator", Optional.empty()), KEY));
        while (entries.size() < SIZE) {
            entries.add(("entry " + entries.size()).getBytes(StandardCharsets.UTF_8));
        }
        try (LogStore store = LogStore.open(coordinator, KEY.verifierKey())) {
            store.append(entries.subList(0, BEFORE));
            store.publish(KEY);
            collect("tile", heldBefore);
            heldBefore.put(SignedCheckpoint.PATH, coordinator.readAll(SignedCheckpoint.PATH, MAX_BYTES));
            store.append(entries.subList(BEFORE, SIZE));
            store.publish(KEY);
            collect("tile", served);
            served.put(SignedCheckpoint.PATH, coordinator.readAll(SignedCheckpoint.PATH, MAX_BYTES));
        }
        served.put("docs/" + Document.digest(JOB), JOB);
        names = List.copyOf(served.keySet());
    }

    private void collect(String folder, TreeMap<String, byte[]> files) throws IOException {
        for (String name : coordinator.list(folder)) {
            String path = folder + "/" + name;
            if (name.endsWith("/")) {
                collect(path.substring(0, path.length() - 1), files);
            } else {
                files.put(path, coordinator.readAll(path, MAX_BYTES));
            }
        }
    }

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            byte[] content = served.get(names.get(i));
            seeds.add(ByteBuffer.allocate(1 + content.length).put((byte) i).put(content).array());
        }
        return seeds;
    }

    @Override
    protected List<String> words() {
        return List.of("../", "/", "\n..\n", "acme+1", "\u0000");
    }

    @Override
    protected int maxInputBytes() {
        return 16 << 10;
    }

    @Override
    protected int quickRuns() {
        return 1000;
    }

    /** What copying the whole ledger takes on a disk in memory. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (16L << 20) + super.maxAllocatedBytes(inputBytes);
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException, StatusException {
        Disk disk = new SimulatedDisk(new SplittableRandom(2));
        for (var file : heldBefore.entrySet()) {
            disk.replace(file.getKey(), file.getValue());
        }
        try {
            new LedgerCopy(serving(input), disk, TaughtKeys.only(KEY)).update();
        } catch (TamperingException | IOException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(disk.readAll(SignedCheckpoint.PATH, MAX_BYTES)).isEqualTo(heldBefore.get(SignedCheckpoint.PATH));
            return false;
        }
        isWhole(disk);
        return true;
    }

    private void isWhole(Disk disk) throws IOException {
        LogReader reader = new LogReader(TileSource.of(disk));
        List<byte[]> read = new ArrayList<>();
        reader.verify(reader.checkpoint(KEY.verifierKey()).checkpoint(), (_, entry) -> read.add(entry));
        assertThat(read.size()).isBetween(BEFORE, SIZE);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(entries.get(i));
        }
        assertThat(disk.readAll("docs/" + Document.digest(JOB), MAX_BYTES)).isEqualTo(JOB);
        assertThat(disk.list("")).isSubsetOf(SignedCheckpoint.PATH, "docs/", "policy", "tile/");
    }

    private LedgerFiles serving(byte[] input) {
        TreeMap<String, byte[]> files = new TreeMap<>(served);
        if (input.length > 0) {
            files.put(names.get((input[0] & 0xff) % names.size()), Arrays.copyOfRange(input, 1, input.length));
        }
        return (path, maxBytes) -> {
            byte[] file = files.get(path);
            if (file != null && file.length > maxBytes) {
                throw new IOException(path + ": the coordinator sent more than " + maxBytes + " bytes");
            }
            return Optional.ofNullable(file);
        };
    }
}
