package consort.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.worker.enroll.TaughtKeys;
import consort.worker.folder.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyFolderTest {

    private static final SignerKey LOG = key("pool.example/pool", 1);

    @TempDir
    private Path folder;

    @Test
    void takesAFolderThatIsEmptyOrAbsent() throws Exception {
        assertThat(CopyFolder.open(folder, TaughtKeys.only(LOG)).list("")).isEmpty();
        assertThat(CopyFolder.open(folder.resolve("new/copy"), TaughtKeys.only(LOG)).list("")).isEmpty();
    }

    @Test
    void takesUpACopyThatWasInterruptedBeforeItHadACheckpoint() throws Exception {
        has("fetched/tile+entries+000.p+7");
        CopyFolder.open(folder, TaughtKeys.only(LOG));
        has("tile/entries/000.p/7", "docs/abc", "policy");
        CopyFolder.open(folder, TaughtKeys.only(LOG));
    }

    @Test
    void takesACopyOfTheSameLog() throws Exception {
        checkpoint(LOG);
        has("notes-of-an-auditor.txt");
        CopyFolder.open(folder, TaughtKeys.only(LOG));
    }

    @Test
    void refusesACopyOfAnotherLog() throws IOException {
        checkpoint(key("other.example/pool", 2));
        assertRefused(folder, "is no copy of the ledger pool.example/pool");
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        has("keys/signing.key");
        assertRefused(folder, "holds \"keys/\" and is no copy of a ledger; name an empty or a new folder");
        has("fetched/tile+entries+000.p+7", "trust.json");
        Files.delete(folder.resolve("keys/signing.key"));
        Files.delete(folder.resolve("keys"));
        assertRefused(folder, "holds \"trust.json\"");
    }

    @Test
    void refusesWhatIsNoFolderAndCannotBecomeOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertRefused(file, "is a file");
        assertRefused(file.resolve("copy"), "the copy cannot stand in " + file.resolve("copy"));
    }

    private void assertRefused(Path target, String message) throws IOException {
        List<Path> before = files();
        assertThatThrownBy(() -> CopyFolder.open(target, TaughtKeys.only(LOG)))
                .isInstanceOf(ConfigException.class).hasMessageContaining(message);
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    private void has(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "x");
        }
    }

    private void checkpoint(SignerKey key) throws IOException {
        Checkpoint checkpoint = new Checkpoint(key.name(), 0, TreeHash.EMPTY_ROOT);
        Files.write(folder.resolve(SignedCheckpoint.PATH), SignedCheckpoint.sign(checkpoint, key).bytes());
    }

    private static SignerKey key(String name, int seed) {
        byte[] bytes = new byte[SignerKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SignerKey.fromSeed(name, bytes);
    }
}
