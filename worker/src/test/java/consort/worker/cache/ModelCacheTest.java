package consort.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {

    @TempDir
    private Path folder;

    @Test
    void dropsTheLeastRecentlyUsedModelForANewOne() throws Exception {
        ModelCache cache = new ModelCache(folder, 250);
        String first = put(cache, 1);
        String second = put(cache, 2);
        Files.setLastModifiedTime(folder.resolve(first), FileTime.fromMillis(2000));
        Files.setLastModifiedTime(folder.resolve(second), FileTime.fromMillis(1000));

        String third = put(cache, 3);

        assertThat(cache.find(first)).isPresent();
        assertThat(cache.find(second)).isEmpty();
        assertThat(cache.find(third)).isPresent();
    }

    @Test
    void refusesAModelThatCanNeverFit() throws Exception {
        ModelCache cache = new ModelCache(folder, 250);
        String kept = put(cache, 1);

        assertThatThrownBy(() -> cache.begin("a".repeat(64), 251)).isInstanceOf(CacheFullException.class);

        assertThat(cache.find(kept)).isPresent();
    }

    @Test
    void goesOnWhereAnEarlierTransferStopped() throws Exception {
        byte[] bytes = bytes(4);
        ModelCache cache = new ModelCache(folder, 250);
        try (PartialFile file = cache.begin(digest(bytes), 100)) {
            file.append(ByteBuffer.wrap(bytes, 0, 30));
        }

        try (PartialFile file = cache.begin(digest(bytes), 100)) {
            assertThat(file.heldBytes()).isEqualTo(30);
            file.append(ByteBuffer.wrap(bytes, 30, 70));
            assertThat(file.finish()).hasBinaryContent(bytes);
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsVerifiedBeforeItIsUsed() throws Exception {
        String kept = put(new ModelCache(folder, 250), 1);
        String torn = put(new ModelCache(folder, 250), 2);
        // As after a loss of power: the name is there, and of the bytes only the length.
        Files.write(folder.resolve(torn), new byte[100]);

        ModelCache next = new ModelCache(folder, 250);

        assertThat(next.find(kept)).hasValueSatisfying(file -> assertThat(file).hasBinaryContent(bytes(1)));
        assertThat(next.find(torn)).isEmpty();
        assertThat(folder.resolve(torn)).doesNotExist();
        put(next, 2);
        assertThat(next.find(torn)).hasValueSatisfying(file -> assertThat(file).hasBinaryContent(bytes(2)));
    }

    @Test
    void aModelOfNoBytesIsOneThatTheCoordinatorHasNotAndNeverWhole() throws Exception {
        try (PartialFile file = new ModelCache(folder, 250).begin("a".repeat(64), 0)) {
            assertThat(file.isWhole()).isFalse();
        }
    }

    @Test
    void takesNoMoreThanWasAnnounced() throws Exception {
        ModelCache cache = new ModelCache(folder, 250);

        try (PartialFile file = cache.begin("a".repeat(64), 10)) {
            assertThatThrownBy(() -> file.append(ByteBuffer.allocate(11))).hasMessageContaining("10 bytes announced");
        }
    }

    private static String put(ModelCache cache, int seed) throws Exception {
        byte[] bytes = bytes(seed);
        try (PartialFile file = cache.begin(digest(bytes), bytes.length)) {
            file.append(ByteBuffer.wrap(bytes));
            file.finish();
        }
        return digest(bytes);
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[100];
        bytes[0] = (byte) seed;
        return bytes;
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
