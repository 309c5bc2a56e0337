package consort.bench.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBytesTest {

    private static final int LOOKS = 300;

    @TempDir
    private Path folder;

    @BeforeEach
    void aCoordinatorsFolder() throws IOException {
        Files.createDirectories(folder.resolve("ledger/journal"));
        Files.createDirectories(folder.resolve("blobs/0a"));
        Files.write(folder.resolve("ledger/checkpoint"), new byte[5]);
        Files.write(folder.resolve("blobs/0a/model"), new byte[100]);
        Files.write(folder.resolve("ledger-notes"), new byte[7]);
    }

    @Test
    void tellsOneFolderFromTheRest() throws IOException {
        assertThat(FolderBytes.of(folder, "ledger")).isEqualTo(new FolderBytes(5, 107));
    }

    @Test
    void aJournalThatGivesUpSegmentsMeanwhileTakesNothingOffTheRest() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread journal = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                appendAndGiveUp();
            }
        });
        try {
            for (int i = 0; i < LOOKS; i++) {
                assertThat(FolderBytes.of(folder, "ledger").other()).isEqualTo(107);
            }
        } finally {
            done.set(true);
            journal.join();
        }
    }

    private void appendAndGiveUp() {
        try {
            Path segment = Files.write(folder.resolve("ledger/journal/1"), new byte[1000]);
            Files.delete(Files.move(segment, folder.resolve("ledger/journal/2")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
