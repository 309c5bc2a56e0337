package consort.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.coordinator.blobs.BlobRefusedException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every blob store does. */
abstract class BlobStoreContract {

    static final BlobLimits LIMITS = new BlobLimits(1000, 3000, 2);

    private final byte[] bytes = random(900, 1);
    private final String digest = sha256(bytes);
    private BlobStore blobs;

    /** A store with {@link #LIMITS}: a new one, or, if {@code again}, the one before as a new process finds it. */
    abstract BlobStore open(boolean again) throws IOException;

    @BeforeEach
    void opensANewStore() throws IOException {
        blobs = open(false);
    }

    @Test
    void givesBackWhatWasStored() throws Exception {
        upload("acme/w1", bytes);
        assertThat(blobs.size(digest)).hasValue(900);
        ByteBuffer into = ByteBuffer.allocate(2000);
        assertThat(blobs.read(digest, 100, into)).isEqualTo(800);
        assertThat(Arrays.copyOf(into.array(), 800)).isEqualTo(Arrays.copyOfRange(bytes, 100, 900));
    }

    @Test
    void keepsWholeBlobsAndForgetsPartialOnesOverARestart() throws Exception {
        upload("acme/w1", bytes);
        byte[] other = random(500, 2);
        try (BlobStore.Upload partial = blobs.upload("acme/w1", sha256(other), 500, 0)) {
            partial.write(ByteBuffer.wrap(other, 0, 200));
        }
        blobs = open(true);
        assertThat(blobs.size(digest)).hasValue(900);
        assertThat(blobs.held("acme/w1", sha256(other))).isZero();
    }

    @Test
    void resumesWhereTheUploadWasCut() throws Exception {
        try (BlobStore.Upload first = blobs.upload("acme/w1", digest, 900, 0)) {
            first.write(ByteBuffer.wrap(bytes, 0, 300));
        }
        assertThat(blobs.held("acme/w1", digest)).isEqualTo(300);
        refused(Kind.MOVED, () -> blobs.upload("acme/w1", digest, 900, 0));
        try (BlobStore.Upload second = blobs.upload("acme/w1", digest, 900, 300)) {
            second.write(ByteBuffer.wrap(bytes, 300, 600));
            assertThat(second.finish()).isTrue();
        }
        assertThat(blobs.size(digest)).hasValue(900);
    }

    @Test
    void aNewStreamTakesTheUploadOverFromOneThatHangs() throws Exception {
        BlobStore.Upload hanging = blobs.upload("acme/w1", digest, 900, 0);
        hanging.write(ByteBuffer.wrap(bytes, 0, 300));
        BlobStore.Upload next = blobs.upload("acme/w1", digest, 900, 300);
        refused(Kind.MOVED, () -> hanging.write(ByteBuffer.wrap(bytes, 300, 10)));
        next.write(ByteBuffer.wrap(bytes, 300, 600));
        assertThat(next.finish()).isTrue();
    }

    @Test
    void uploadsOfOneBlobByTwoPeersDoNotMix() throws Exception {
        blobs.upload("acme/w1", digest, 900, 0).write(ByteBuffer.wrap(bytes, 0, 300));
        upload("beta/w1", bytes);
        assertThat(blobs.held("acme/w1", digest)).isEqualTo(900);
    }

    @Test
    void dropsBytesThatHaveAnotherDigest() throws Exception {
        byte[] wrong = bytes.clone();
        wrong[5] ^= 1;
        try (BlobStore.Upload upload = blobs.upload("acme/w1", digest, 900, 0)) {
            upload.write(ByteBuffer.wrap(wrong));
            refused(Kind.INVALID, upload::finish);
        }
        assertThat(blobs.size(digest)).isEmpty();
        assertThat(blobs.held("acme/w1", digest)).isZero();
        upload("acme/w1", bytes);
    }

    @Test
    void takesNoMoreThanWasAnnounced() throws Exception {
        BlobStore.Upload upload = blobs.upload("acme/w1", digest, 10, 0);
        refused(Kind.INVALID, () -> upload.write(ByteBuffer.wrap(bytes, 0, 11)));
    }

    @Test
    void aPeerThatStoresWhatNobodyAsksForLosesItsOldest() throws Exception {
        byte[] second = random(400, 2);
        byte[] third = random(400, 3);
        upload("acme/w1", bytes);
        upload("acme/w1", second);
        upload("acme/w1", third);
        assertThat(blobs.size(digest)).isEmpty();
        assertThat(blobs.claim(digest)).isFalse();
        assertThat(blobs.size(sha256(second))).hasValue(400);
        assertThat(blobs.size(sha256(third))).hasValue(400);
    }

    @Test
    void keepsWhatIsClaimed() throws Exception {
        upload("acme/w1", bytes);
        assertThat(blobs.claim(digest)).isTrue();
        upload("acme/w1", random(400, 2));
        upload("acme/w1", random(400, 3));
        upload("acme/w1", random(400, 4));
        assertThat(blobs.size(digest)).hasValue(900);
    }

    @Test
    void refusesWhatIsBeyondItsLimits() throws Exception {
        refused(Kind.INVALID, () -> blobs.upload("acme/w1", digest, 1001, 0));
        refused(Kind.INVALID, () -> blobs.upload("acme/w1", "../../etc/passwd", 10, 0));
        for (int i = 0; i < 3; i++) {
            blobs.upload("peer" + i, sha256(random(10, i)), 1000, 0).write(ByteBuffer.wrap(random(1000, i)));
        }
        refused(Kind.EXHAUSTED, () -> blobs.upload("acme/w1", digest, 1, 0));
        refused(Kind.EXHAUSTED, () -> blobs.write(1));
    }

    @Test
    void aPeerWithTooManyUploadsLosesItsOldestIdleOne() throws Exception {
        String[] names = {sha256(random(1, 1)), sha256(random(1, 2)), sha256(random(1, 3))};
        BlobStore.Upload active = blobs.upload("acme/w1", names[0], 100, 0);
        try (BlobStore.Upload idle = blobs.upload("acme/w1", names[1], 100, 0)) {
            idle.write(ByteBuffer.wrap(bytes, 0, 50));
        }
        blobs.upload("acme/w1", names[2], 100, 0);
        assertThat(blobs.held("acme/w1", names[1])).isZero();
        active.write(ByteBuffer.wrap(bytes, 0, 100));
        refused(Kind.EXHAUSTED, () -> blobs.upload("acme/w1", names[1], 100, 0));
    }

    @Test
    void uploadsThatNobodyGoesOnWithGiveWayToWhatNeedsRoom() throws Exception {
        for (String peer : new String[] {"acme/w1", "beta/w1", "carol/w1"}) {
            blobs.upload(peer, digest, 1000, 0).close();
        }
        try (BlobStore.Upload again = blobs.upload("acme/w1", digest, 1000, 0)) {
            again.write(ByteBuffer.wrap(bytes, 0, 10));
        }
        BlobStore.Upload active = blobs.upload("dora/w1", digest, 1000, 0);
        active.write(ByteBuffer.wrap(bytes));
        try (BlobStore.Writer own = blobs.write(1000)) {
            own.write(ByteBuffer.wrap(bytes, 0, 100));
        }
        blobs.write(1000);
        assertThat(blobs.held("acme/w1", digest)).as("there is room").isEqualTo(10);
        blobs.write(1000);
        refused(Kind.EXHAUSTED, () -> blobs.write(200));
        assertThat(blobs.held("acme/w1", digest)).as("would not suffice").isEqualTo(10);
        blobs.write(95);
        assertThat(blobs.held("acme/w1", digest)).isZero();
        assertThat(blobs.held("dora/w1", digest)).as("somebody goes on with it").isEqualTo(900);
    }

    @Test
    void wholeBlobsThatNobodyAskedAboutGiveWayToo() throws Exception {
        byte[] second = random(800, 2);
        byte[] third = random(700, 3);
        upload("acme/w1", bytes);
        upload("beta/w1", second);
        upload("carol/w1", third);
        assertThat(blobs.claim(sha256(second))).isTrue();
        blobs.write(1000);
        assertThat(blobs.size(digest)).as("the oldest").isEmpty();
        assertThat(blobs.size(sha256(third))).hasValue(700);
        blobs.write(1000);
        assertThat(blobs.size(sha256(third))).isEmpty();
        refused(Kind.EXHAUSTED, () -> blobs.write(1000));
        assertThat(blobs.size(sha256(second))).as("claimed").hasValue(800);
    }

    @Test
    void nothingGivesWayToWhatWouldNotFitEvenSo() throws Exception {
        byte[] second = random(800, 2);
        upload("acme/w1", bytes);
        upload("beta/w1", second);
        assertThat(blobs.claim(digest)).isTrue();
        assertThat(blobs.claim(sha256(second))).isTrue();
        byte[] third = random(400, 3);
        upload("carol/w1", third);
        blobs.upload("dora/w1", sha256(random(1, 4)), 100, 0).close();
        try (BlobStore.Upload idle = blobs.upload("dora/w1", sha256(random(1, 5)), 100, 0)) {
            idle.write(ByteBuffer.wrap(bytes, 0, 10));
        }
        BlobStore.Upload active = blobs.upload("erin/w1", sha256(random(1, 6)), 650, 0);
        active.write(ByteBuffer.wrap(bytes, 0, 600));
        refused(Kind.EXHAUSTED, () -> blobs.upload("fred/w1", sha256(random(1, 7)), 1000, 0));
        assertThat(blobs.held("dora/w1", sha256(random(1, 5)))).isEqualTo(10);
        assertThat(blobs.size(sha256(third))).hasValue(400);
        active.write(ByteBuffer.wrap(bytes, 600, 50));
    }

    @Test
    void announcementsTakeNoRoomFromThoseWhoSend() throws Exception {
        for (int peer = 0; peer < 20; peer++) {
            for (int i = 0; i < LIMITS.maxUploadsPerPeer(); i++) {
                blobs.upload("silent" + peer, sha256(random(10, peer * 10 + i)), 1000, 0);
            }
        }
        upload("acme/w1", bytes);
        blobs.write(1000);
        assertThat(blobs.size(digest)).hasValue(900);
    }

    @Test
    void anUploadForWhichRoomEndsIsKeptAndGoesOnWhenThereIsSome() throws Exception {
        BlobStore.Upload cut = blobs.upload("acme/w1", digest, 900, 0);
        cut.write(ByteBuffer.wrap(bytes, 0, 300));
        BlobStore.Writer first = blobs.write(1000);
        blobs.write(1000);
        BlobStore.Writer last = blobs.write(650);
        refused(Kind.EXHAUSTED, () -> cut.write(ByteBuffer.wrap(bytes, 300, 600)));
        cut.close();
        last.close();
        assertThat(blobs.held("acme/w1", digest)).isEqualTo(300);
        try (BlobStore.Upload again = blobs.upload("acme/w1", digest, 900, 300)) {
            again.write(ByteBuffer.wrap(bytes, 300, 600));
            assertThat(again.finish()).isTrue();
        }
        first.close();
        assertThat(blobs.claim(digest)).isTrue();
        blobs.write(1000);
        refused(Kind.EXHAUSTED, () -> blobs.write(101));
        blobs.write(100);
    }

    @Test
    void whoWantsToFinishTakesTheRoomOfWhoGaveUp() throws Exception {
        byte[] second = random(900, 2);
        blobs.write(1000);
        blobs.write(1000);
        BlobStore.Upload one = blobs.upload("acme/w1", digest, 900, 0);
        BlobStore.Upload other = blobs.upload("beta/w1", sha256(second), 900, 0);
        one.write(ByteBuffer.wrap(bytes, 0, 500));
        other.write(ByteBuffer.wrap(second, 0, 500));
        refused(Kind.EXHAUSTED, () -> one.write(ByteBuffer.wrap(bytes, 500, 400)));
        one.close();
        other.write(ByteBuffer.wrap(second, 500, 400));
        assertThat(other.finish()).isTrue();
        assertThat(blobs.held("acme/w1", digest)).isZero();
    }

    @Test
    void writesItsOwnBlobsUnderTheirDigest() throws Exception {
        for (int repeat = 0; repeat < 2; repeat++) {
            try (BlobStore.Writer writer = blobs.write(1000)) {
                writer.write(ByteBuffer.wrap(bytes));
                assertThat(writer.commit()).isEqualTo(digest);
            }
        }
        assertThat(blobs.size(digest)).hasValue(900);
        try (BlobStore.Writer dropped = blobs.write(1000)) {
            dropped.write(ByteBuffer.wrap(bytes, 0, 10));
        }
        // Only the one blob counts against the total.
        blobs.write(1000);
        blobs.write(1000);
    }

    @Test
    void forgetsWhatWasDeleted() throws Exception {
        upload("acme/w1", bytes);
        blobs.delete(digest);
        blobs.delete(digest);
        assertThat(blobs.size(digest)).isEmpty();
        assertThatThrownBy(() -> blobs.read(digest, 0, ByteBuffer.allocate(1))).isInstanceOf(NoSuchFileException.class);
    }

    private void upload(String peer, byte[] content) throws IOException, BlobRefusedException {
        try (BlobStore.Upload upload = blobs.upload(peer, sha256(content), content.length, 0)) {
            upload.write(ByteBuffer.wrap(content));
            assertThat(upload.finish()).isTrue();
        }
    }

    private static void refused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BlobRefusedException.class,
                refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
