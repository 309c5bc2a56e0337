package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.certs.Authority;
import consort.certs.CertsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorFolderTest {

    @Test
    void aFolderThatCannotBeMadeIsToldWithoutATrace(@TempDir Path temporary) throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(Main.run("init", file.resolve("coordinator").toString(), "--consortium", "pool", "--domain", "example.org",
                "--address", "localhost:7443")).isEqualTo(ExitCode.DISK_FAILED.code());
    }

    @Test
    void doesNotServeByAClockThatIsBeforeTheAuthority(@TempDir Path temporary) {
        Path root = temporary.resolve("coordinator");
        assertThat(Main.run("init", root.toString(), "--consortium", "pool", "--domain", "example.org",
                "--address", "localhost:7443")).isZero();
        CoordinatorFolder folder = new CoordinatorFolder(root);
        SecureRandom random = new SecureRandom();
        Authority authority = folder.authority(folder.authorities().oldest().fingerprint(), random);

        assertThatThrownBy(() -> folder.coordinator(authority, CoordinatorConfig.read(folder.config()), random,
                Instant.parse("2001-02-03T04:05:06Z"))).isInstanceOfSatisfying(CommandException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ExitCode.CLOCK);
                    assertThat(refused).hasMessageContainingAll("clock says 2001-02-03T04:05:06Z", "valid from "
                            + authority.certificate().certificate().getNotBefore().toInstant());
                });
    }

    @Test
    void refusesALogKeyThatOthersCanRead(@TempDir Path temporary) throws IOException {
        Path root = temporary.resolve("coordinator");
        assertThat(Main.run("init", root.toString(), "--consortium", "pool", "--domain", "example.org",
                "--address", "localhost:7443")).isZero();
        CoordinatorFolder folder = new CoordinatorFolder(root);
        assertThat(folder.logKeys().present().name()).isEqualTo("example.org/pool");

        Files.setPosixFilePermissions(root.resolve("keys/log.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(folder.logKeys()::present).isInstanceOf(CertsException.class).hasMessageContaining("chmod 600");
    }
}
