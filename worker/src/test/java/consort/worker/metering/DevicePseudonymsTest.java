package consort.worker.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.entry.DeviceIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicePseudonymsTest {

    @TempDir
    private Path folder;

    @Test
    void namelessDevicesKeepTheirPseudonymsAndShareThemWithNobody() throws IOException {
        Path first = Files.createDirectory(folder.resolve("w1"));
        Path second = Files.createDirectory(folder.resolve("w2"));
        List<String> ids = new DevicePseudonyms(first, Optional.empty()).ofNameless(3);
        assertThat(ids).hasSize(3).doesNotHaveDuplicates().isSorted().allMatch(id -> DeviceIds.FORM.matcher(id).matches());
        assertThat(new DevicePseudonyms(first, Optional.empty()).ofNameless(3)).isEqualTo(ids);
        assertThat(new DevicePseudonyms(second, Optional.empty()).ofNameless(3)).doesNotContainAnyElementsOf(ids);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.resolve("device-secret")))).isEqualTo("rw-------");
        assertThat(first).isDirectoryContaining("glob:**device-secret").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aUsersFolderThatCannotBeUsedLeavesTheWorkersOwn() throws IOException {
        Path worker = Files.createDirectory(folder.resolve("w1"));
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        DevicePseudonyms pseudonyms = new DevicePseudonyms(worker, Optional.of(file.resolve("consort")));
        assertThat(pseudonyms.ofGpus(List.of("GPU-1"))).isEqualTo(new DevicePseudonyms(worker, Optional.empty()).ofGpus(List.of("GPU-1")));
    }

    @Test
    void aSecretThatWasCutShortIsToldNotReplaced() throws IOException {
        Files.write(folder.resolve("device-secret"), new byte[5]);
        assertThatThrownBy(() -> new DevicePseudonyms(folder, Optional.empty()).ofNameless(1)).isInstanceOf(IOException.class)
                .hasMessageContaining("device-secret").hasMessageContaining("remove it");
    }
}
