package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.coordinator.logkey.LogKeyFiles;
import consort.coordinator.logkey.LogKeyFilesContract;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeyFolderTest extends LogKeyFilesContract {

    @TempDir
    private Path keys;

    @Override
    protected LogKeyFiles found(SignerKey first) {
        LogKeyFolder folder = new LogKeyFolder(keys);
        folder.found(first);
        return folder;
    }

    @Test
    void onlyTheOwnerReadsAnyOfThem() throws IOException {
        SignerKey first = SignerKey.fromSeed("example.org/pool", new byte[SignerKey.SEED_BYTES]);
        LogKeyFiles files = found(first);
        files.keepNext(first);
        files.retain();
        try (Stream<Path> all = Files.list(keys)) {
            for (Path file : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            }
        }
        Files.writeString(keys.resolve("log.key.next"), "cut");
        assertThatThrownBy(files::next).isInstanceOf(CommandException.class).hasMessageContaining("log.key.next: not a private key");
    }
}
