package consort.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBlobStoreTest extends BlobStoreContract {

    @TempDir
    private Path folder;

    @Override
    BlobStore open(boolean again) throws IOException {
        return DiskBlobStore.open(new FileDisk(folder), LIMITS);
    }

    @Test
    void passesOverWhatIsNoBlob() throws IOException {
        String digest = "ab".repeat(32);
        Files.createDirectories(folder.resolve("blobs/ab/nested"));
        Files.createDirectories(folder.resolve("blobs/cd"));
        Files.writeString(folder.resolve("blobs/.DS_Store"), "x");
        Files.writeString(folder.resolve("blobs/ab/notes.txt"), "x");
        Files.writeString(folder.resolve("blobs/cd/" + digest), "in the wrong folder");
        Files.writeString(folder.resolve("blobs/ab/" + digest), "a blob");
        assertThat(open(true).size(digest)).hasValue(6);
        assertThat(folder.resolve("blobs/ab/notes.txt")).exists();
    }
}
