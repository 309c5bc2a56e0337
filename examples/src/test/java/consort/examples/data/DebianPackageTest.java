package consort.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that look like Debian's and fetch nothing. */
class DebianPackageTest {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    /** What {@code dpkg-deb -x PACKAGE FOLDER} leaves. */
    private static final String UNPACK = "mkdir -p \"$3/usr/share/datasets/fashion-mnist\"; cd \"$3/usr/share/datasets/fashion-mnist\"; "
            + Stream.of(FashionMnist.Part.values()).map(part -> "echo unpacked > " + part.file()).reduce((a, b) -> a + "; " + b).orElseThrow();

    @TempDir Path root;

    private final List<String> log = new ArrayList<>();
    private final Consumer<String> say = log::add;
    private Path target;

    @BeforeEach
    void makeFolders() throws IOException {
        target = Files.createDirectory(root.resolve("target"));
        Files.createDirectory(root.resolve("bin"));
    }

    @Test
    void takesInstalledFiles() throws IOException {
        Path installed = Files.createDirectory(root.resolve("installed"));
        for (FashionMnist.Part part : FashionMnist.Part.values()) {
            Files.writeString(installed.resolve(part.file()), "installed");
        }
        new DebianPackage(installed, root + "/bin/").copyInto(target, say);
        assertHolds("installed");
        assertThat(log).isEmpty();
    }

    @Test
    void downloadsAndUnpacksBesideTheSystem() throws IOException {
        program("apt-get", "[ \"$2\" = download ] && echo package > \"$3.deb\"");
        program("dpkg-deb", UNPACK);
        missing().copyInto(target, say);
        assertHolds("unpacked\n");
        assertThat(log).singleElement().asString().contains("downloading", "31 MB");
    }

    @Test
    void fetchesTheListsOfAFreshMachineIfItMay() throws IOException {
        program("apt-get", "[ \"$2\" != update ] || exec touch lists; [ -e lists ] || { echo 'E: No packages found'; exit 100; }; "
                + "echo package > \"$3.deb\"");
        program("dpkg-deb", UNPACK);
        if (ROOT) {
            missing().copyInto(target, say);
            assertHolds("unpacked\n");
        } else {
            assertThatThrownBy(() -> missing().copyInto(target, say)).isInstanceOf(DataException.class)
                    .hasMessageContaining("E: No packages found").hasMessageContaining("apt-get update && apt-get install");
        }
    }

    @Test
    void saysWhatFailedAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> missing().copyInto(target, say)).isInstanceOf(DataException.class)
                .hasMessageContaining("apt-get");
        program("apt-get", "echo package > \"$3.deb\"");
        program("dpkg-deb", "echo 'not a Debian archive'; exit 2");
        assertThatThrownBy(() -> missing().copyInto(target, say)).isInstanceOf(DataException.class)
                .hasMessageContaining("dpkg-deb: not a Debian archive");
        assertThat(target).isEmptyDirectory();
    }

    private DebianPackage missing() {
        return new DebianPackage(root.resolve("not-installed"), root + "/bin/");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(root.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void assertHolds(String content) {
        assertThat(FashionMnist.Part.values()).allSatisfy(part -> assertThat(target.resolve(part.file())).hasContent(content.strip()));
        assertThat(target).isDirectoryNotContaining("glob:**/deb*");
    }
}
