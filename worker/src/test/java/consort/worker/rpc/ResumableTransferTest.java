package consort.worker.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.network.CuttingProxy;
import consort.fuzz.network.CuttingProxy.Direction;
import consort.model.tensor.ByteSource;
import consort.model.tensor.MemorySource;
import consort.worker.cache.ModelCache;
import consort.worker.session.Event;
import consort.worker.session.UpdateRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ResumableTransferTest {

    private static final int SIZE = 40 << 20;
    private static final int CUTS = 4;
    /** What may be sent again for each cut: less than two chunks. */
    private static final long LOST_PER_CUT = 2 << 20;
    /** Bytes on the wire when nothing is sent twice: frames, records and handshakes take less than a hundredth. */
    private static final long WIRE = SIZE + SIZE / 100;

    @TempDir
    private Path folder;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(100);
    private BlobServer server;
    private CuttingProxy proxy;
    private CoordinatorChannel channel;
    private ModelCache cache;
    private GrpcTransfers transfers;

    @BeforeEach
    void start() throws Exception {
        server = new BlobServer();
        proxy = new CuttingProxy(server.address().getPort());
        channel = server.channel(proxy.port());
        cache = new ModelCache(folder.resolve("cache"), 100 << 20);
        transfers = new GrpcTransfers(new BlobClient(channel), cache);
    }

    @AfterEach
    void stop() throws Exception {
        transfers.close();
        channel.close();
        proxy.close();
        server.close();
    }

    @Test
    void resumesADownloadThatIsCut() throws Exception {
        byte[] bytes = bytes(1);
        String digest = digest(bytes);
        server.put(digest, bytes);
        proxy.cutEvery(Direction.DOWN, SIZE / (CUTS + 1), CUTS);

        fetchUntilDone(digest);

        assertThat(proxy.cuts()).isEqualTo(CUTS);
        assertThat(cache.find(digest)).hasValueSatisfying(file -> assertThat(file).hasBinaryContent(bytes));
        assertThat(proxy.bytes(Direction.DOWN)).isLessThan(WIRE + CUTS * LOST_PER_CUT);
    }

    @Test
    void resumesAnUploadThatIsCut() throws Exception {
        byte[] bytes = bytes(2);
        UpdateRef update = new UpdateRef(digest(bytes), bytes.length);
        proxy.cutEvery(Direction.UP, SIZE / (CUTS + 1), CUTS);

        Event last = null;
        while (!(last instanceof Event.Uploaded)) {
            channel.connectAtOnce();
            transfers.upload(update, new MemorySource(bytes), 50, events::add);
            last = events.poll(300, TimeUnit.SECONDS);
            assertThat(last).isNotNull();
            if (last instanceof Event.UploadFailed failed) {
                assertThat(failed.again()).as(failed.reason()).isTrue();
            }
        }

        assertThat(proxy.cuts()).isEqualTo(CUTS);
        assertThat(server.get(update.digest())).isEqualTo(bytes);
        assertThat(proxy.bytes(Direction.UP)).isLessThan(WIRE + CUTS * LOST_PER_CUT);
    }

    @Test
    void aFileThatCannotBeReadIsNoFailureOfTheNetwork() throws Exception {
        byte[] bytes = bytes(6);
        ByteSource whole = new MemorySource(bytes);
        ByteSource rotten = new ByteSource() {

            @Override
            public long size() {
                return whole.size();
            }

            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                if (offset + into.remaining() > SIZE / 2) {
                    throw new IOException("a bad sector");
                }
                whole.read(offset, into);
            }
        };

        transfers.upload(new UpdateRef(digest(bytes), bytes.length), rotten, 0, events::add);

        assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(Event.UploadFailed.class, failed -> {
            assertThat(failed.reason()).contains("a bad sector");
            assertThat(failed.again()).isFalse();
        });
    }

    @Test
    void sendsNothingThatTheCoordinatorHolds() throws Exception {
        byte[] bytes = bytes(3);
        UpdateRef update = new UpdateRef(digest(bytes), bytes.length);
        server.put(update.digest(), bytes);

        transfers.upload(update, new MemorySource(bytes), 0, events::add);

        assertThat(events.poll(300, TimeUnit.SECONDS)).isEqualTo(new Event.Uploaded(update.digest()));
        assertThat(server.storedBytes()).isZero();
    }

    @Test
    void fetchesAModelOnce() throws Exception {
        byte[] bytes = bytes(4);
        String digest = digest(bytes);
        server.put(digest, bytes);
        fetchUntilDone(digest);

        fetchUntilDone(digest);

        assertThat(server.fetchedBytes()).isEqualTo(SIZE);
    }

    @Test
    void dropsBytesOfAnotherDigestAndBeginsAnew() throws Exception {
        byte[] bytes = bytes(5);
        String digest = digest(bytes);
        byte[] forged = bytes.clone();
        forged[SIZE / 2] ^= 1;
        server.put(digest, forged);

        transfers.fetch(digest, SIZE, 0, events::add);
        Event.FetchFailed failed = (Event.FetchFailed) events.poll(300, TimeUnit.SECONDS);
        assertThat(failed.reason()).contains("SHA-256");
        assertThat(cache.find(digest)).isEmpty();

        server.put(digest, bytes);
        fetchUntilDone(digest);
        assertThat(Files.readAllBytes(cache.find(digest).orElseThrow())).isEqualTo(bytes);
    }

    @Test
    void givesUpWhatCannotSucceed() throws Exception {
        String absent = "0".repeat(64);
        transfers.fetch(absent, 10, 0, events::add);
        assertThat(events.poll(300, TimeUnit.SECONDS)).isInstanceOfSatisfying(Event.FetchFailed.class,
                failed -> assertThat(failed.again()).isFalse());

        transfers.fetch(absent, 1L << 40, 0, events::add);
        assertThat(events.poll(300, TimeUnit.SECONDS)).isInstanceOfSatisfying(Event.FetchFailed.class, failed -> {
            assertThat(failed.again()).isFalse();
            assertThat(failed.reason()).contains("cacheBytes");
        });
    }

    private void fetchUntilDone(String digest) throws InterruptedException {
        Event last = null;
        while (!(last instanceof Event.Fetched)) {
            channel.connectAtOnce();
            transfers.fetch(digest, SIZE, 50, events::add);
            last = events.poll(300, TimeUnit.SECONDS);
            assertThat(last).isNotNull();
            if (last instanceof Event.FetchFailed failed) {
                assertThat(failed.again()).as(failed.reason()).isTrue();
            }
        }
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
