package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that cannot have its port is started again every few seconds: the ledger must not tell of it each time. */
class BusyPortTest {

    @TempDir
    private Path temporary;

    @Test
    void aStartWithoutItsPortLeavesTheLedgerAsItIs() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Path root = temporary.resolve("coordinator");
            assertThat(Main.run("init", root.toString(), "--consortium", "pool", "--domain", "example.org",
                    "--address", "localhost:" + other.getLocalPort())).isZero();
            CoordinatorFolder folder = new CoordinatorFolder(root);
            Files.writeString(folder.config(), Files.readString(folder.config()).replaceFirst("(?m)^listen:.*$", "")
                    + "\nlisten: \"localhost:" + other.getLocalPort() + "\"\n");
            byte[] before = Files.readAllBytes(folder.ledger().resolve("checkpoint"));
            folder.authority(new SecureRandom());
            assertThatThrownBy(() -> Serving.start(folder, CoordinatorConfig.read(folder.config()), failure -> { }))
                    .isInstanceOf(CommandException.class).hasMessageContaining("cannot listen on").hasMessageContaining("" + other.getLocalPort());
            assertThat(folder.ledger().resolve("checkpoint")).hasBinaryContent(before);
        }
    }

    @Test
    void whoServesTheSameFolderIsNamedInPlaceOfItsPort() {
        try (LiveCoordinator serving = new LiveCoordinator(temporary, "")) {
            assertThatThrownBy(() -> Serving.start(serving.folder(), serving.config(), failure -> { }))
                    .isInstanceOf(CommandException.class).hasMessageContaining("another coordinator is serving the folder");
        }
    }
}
