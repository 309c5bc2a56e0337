package consort.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import consort.coordinator.blobs.StickingDisk.Call;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store whose disk does not answer for a while: others are answered meanwhile. A wait for it fails by the time-out. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class SlowDiskTest {

    @TempDir
    private Path folder;

    private final byte[] bytes = random(900, 1);
    private final String digest = Document.digest(bytes);
    private final byte[] other = random(800, 2);
    private StickingDisk disk;
    private DiskBlobStore blobs;

    @BeforeEach
    void opens() throws IOException {
        disk = new StickingDisk(new FileDisk(folder));
        blobs = DiskBlobStore.open(disk, BlobStoreContract.LIMITS);
    }

    @AfterEach
    void releases() {
        disk.release();
    }

    @Test
    void anUploadThatIsMadeDurableIsHeldWhole() throws Exception {
        BlobStore.Upload cut = begin(bytes);
        disk.stickAt(Call.SYNC);
        FutureTask<Boolean> sealing = start(cut::finish);
        disk.awaitStuck();
        // The connection broke, and the peer comes back before the disk is done.
        cut.close();
        assertThat(blobs.held("acme/w1", digest)).as("nothing is to be sent again").isEqualTo(900);
        assertThat(blobs.size(digest)).as("not durable yet").isEmpty();
        moved(() -> blobs.upload("acme/w1", digest, 900, 900));
        moved(() -> blobs.upload("acme/w1", digest, 900, 0));
        disk.release();
        assertThat(sealing.get()).isTrue();
        assertThat(blobs.size(digest)).hasValue(900);
        assertThat(blobs.held("acme/w1", digest)).isEqualTo(900);
    }

    @Test
    void whatIsMadeDurableUnderAWrongNameIsHeldNoMore() throws Exception {
        BlobStore.Upload wrong = blobs.upload("acme/w1", digest, 800, 0);
        wrong.write(ByteBuffer.wrap(other));
        assertThatThrownBy(wrong::finish).isInstanceOf(BlobRefusedException.class);
        assertThat(blobs.held("acme/w1", digest)).isZero();
        assertThat(blobs.usedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"APPEND", "WRITE", "SYNC", "RENAME"})
    void nobodyWaitsWhileAnUploadWaitsForTheDisk(Call call) throws Exception {
        disk.stickAt(call);
        FutureTask<Boolean> upload = start(() -> begin(bytes).finish());
        disk.awaitStuck();
        answersMeanwhile();
        disk.release();
        assertThat(upload.get()).isTrue();
        assertThat(blobs.size(digest)).hasValue(900);
    }

    @Test
    void nobodyWaitsWhileABlobIsDeleted() throws Exception {
        begin(bytes).finish();
        FutureTask<Boolean> deleting = deletesSlowly();
        assertThat(blobs.size(digest)).isEmpty();
        answersMeanwhile();
        disk.release();
        deleting.get();
    }

    @Test
    void nobodyWaitsWhileWhatGaveWayIsDeleted() throws Exception {
        for (String peer : new String[] {"acme/w1", "beta/w1"}) {
            try (BlobStore.Upload idle = blobs.upload(peer, digest, 1000, 0)) {
                idle.write(ByteBuffer.wrap(bytes));
            }
        }
        disk.stickAt(Call.DELETE);
        FutureTask<BlobStore.Writer> beginning = start(() -> blobs.write(2000));
        disk.awaitStuck();
        assertThat(blobs.usedBytes()).isEqualTo(2900);
        assertThat(blobs.held("acme/w1", digest)).isZero();
        disk.release();
        beginning.get().close();
    }

    @Test
    void aBlobThatComesBackWhileItIsDeletedStays() throws Exception {
        begin(bytes).finish();
        FutureTask<Boolean> deleting = deletesSlowly();
        FutureTask<Boolean> coming = start(() -> begin(bytes).finish());
        while (blobs.held("acme/w1", digest) < 900) {
            Thread.sleep(1);
        }
        disk.release();
        deleting.get();
        assertThat(coming.get()).isTrue();
        assertThat(blobs.size(digest)).hasValue(900);
        assertThat(blobs.read(digest, 0, ByteBuffer.allocate(1000))).isEqualTo(900);
        assertThat(blobs.usedBytes()).isEqualTo(900);
    }

    @Test
    void anUploadIsNotTakenOverWithinAWrite() throws Exception {
        BlobStore.Upload first = blobs.upload("acme/w1", digest, 900, 0);
        first.write(ByteBuffer.wrap(bytes, 0, 300));
        disk.stickAt(Call.WRITE);
        FutureTask<Boolean> writing = start(() -> {
            first.write(ByteBuffer.wrap(bytes, 300, 300));
            return true;
        });
        disk.awaitStuck();
        moved(() -> blobs.upload("acme/w1", digest, 900, 300));
        disk.release();
        writing.get();
        BlobStore.Upload next = blobs.upload("acme/w1", digest, 900, 600);
        next.write(ByteBuffer.wrap(bytes, 600, 300));
        assertThat(next.finish()).isTrue();
    }

    /** What the loop, and calls of others, ask the store. */
    private void answersMeanwhile() throws Exception {
        blobs.usedBytes();
        blobs.size(digest);
        blobs.held("acme/w1", digest);
        blobs.checksum(digest);
        blobs.stored();
        blobs.claim("0".repeat(64));
        try (BlobStore.Upload begun = blobs.upload("beta/w1", Document.digest(other), 800, 0)) {
            begun.write(ByteBuffer.wrap(other));
            assertThat(begun.finish()).isTrue();
        }
    }

    private FutureTask<Boolean> deletesSlowly() throws InterruptedException {
        disk.stickAt(Call.DELETE);
        FutureTask<Boolean> deleting = start(() -> {
            blobs.delete(digest);
            return true;
        });
        disk.awaitStuck();
        return deleting;
    }

    private BlobStore.Upload begin(byte[] content) throws IOException, BlobRefusedException {
        BlobStore.Upload upload = blobs.upload("acme/w1", Document.digest(content), content.length, 0);
        upload.write(ByteBuffer.wrap(content));
        return upload;
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void moved(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BlobRefusedException.class,
                refused -> assertThat(refused.kind()).isEqualTo(Kind.MOVED));
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
