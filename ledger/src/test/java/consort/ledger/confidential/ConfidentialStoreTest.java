package consort.ledger.confidential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.disk.FileDisk;
import consort.ledger.disk.simulated.Faults;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfidentialStoreTest {

    private static final Opening HOST = opening(PrivateField.HOST, "rack-7.example");
    private static final Opening UUIDS = opening(PrivateField.DEVICE_UUIDS, "GPU-5a1c");
    private static final int MAX_CALLS = 200;

    private static Opening opening(PrivateField field, String value) {
        byte[] salt = new byte[Opening.SALT_BYTES];
        new Random(field.ordinal()).nextBytes(salt);
        return Opening.of(field, salt, new JsonString(value));
    }

    @Test
    void whatIsKeptCanBeReadUntilItIsDestroyed() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        ConfidentialStore store = ConfidentialStore.open(disk);
        assertThat(store.read("7")).isEqualTo(Confidences.NOTHING);
        assertThat(store.keep("7", List.of(HOST, UUIDS))).isTrue();
        assertThat(store.read("7").opening(PrivateField.HOST)).contains(HOST);
        store.destroy("7", Set.of(PrivateField.HOST, PrivateField.DATA_BYTES));
        assertThat(store.read("7")).isEqualTo(new Confidences(List.of(UUIDS), Set.of(PrivateField.HOST)));
        store.settle("7", Set.of(PrivateField.HOST));
        assertThat(store.read("7")).isEqualTo(new Confidences(List.of(UUIDS), Set.of()));
        store.destroy("7", Set.of(PrivateField.DEVICE_UUIDS));
        store.settle("7", Set.of(PrivateField.DEVICE_UUIDS));
        assertThat(store.names()).isEmpty();
    }

    @Test
    void keepsNothingBeyondItsBoundAndHasRoomAgainOnceSomethingIsDestroyed() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        ConfidentialStore store = ConfidentialStore.open(disk, 360);
        assertThat(store.keep("1", List.of(HOST))).isTrue();
        assertThat(store.keep("2", List.of(HOST))).isTrue();
        assertThat(store.keep("3", List.of(HOST, UUIDS))).isFalse();
        assertThat(store.names()).containsExactly("1", "2");
        assertThat(ConfidentialStore.open(disk, 360).keep("3", List.of(HOST, UUIDS))).isFalse();
        store.drop("1");
        assertThat(store.keep("3", List.of(HOST, UUIDS))).isTrue();
    }

    /** Whatever of it fails, and whatever the machine loses then: a destroyed opening is nowhere, a kept one is whole. */
    @Test
    void keepingAndDestroyingAreDurableOrDidNotHappen() throws IOException {
        for (Faults.Outcome outcome : List.of(Faults.Outcome.FAIL, Faults.Outcome.FAIL_BUT_PERSIST, Faults.Outcome.FAIL_PARTLY)) {
            for (int call = 0; call < MAX_CALLS; call++) {
                if (!dies(outcome, call)) {
                    break;
                }
                assertThat(call).as("calls").isLessThan(MAX_CALLS - 1);
            }
        }
    }

    private static boolean dies(Faults.Outcome outcome, int call) throws IOException {
        String name = outcome + " at call " + call;
        SimulatedDisk disk = new SimulatedDisk(new Random(call));
        disk.inject((number, operation, path) -> number == call ? outcome : Faults.Outcome.SUCCEED);
        boolean kept = false;
        boolean destroyed = false;
        boolean died = false;
        try {
            ConfidentialStore store = ConfidentialStore.open(disk);
            store.keep("7", List.of(HOST, UUIDS));
            kept = true;
            store.destroy("7", Set.of(PrivateField.HOST));
            destroyed = true;
            store.settle("7", Set.of(PrivateField.HOST));
            store.drop("7");
        } catch (IOException injected) {
            died = true;
        }
        disk.inject(Faults.NONE);
        disk.loseMachine();
        Confidences found = ConfidentialStore.open(disk).read("7");
        if (kept && !destroyed) {
            assertThat(found.opening(PrivateField.HOST).isPresent() || found.destroyed().contains(PrivateField.HOST)).as(name).isTrue();
        }
        if (destroyed) {
            assertThat(everything(disk)).as(name).doesNotContain("rack-7").doesNotContain(HOST.salt());
        }
        return died;
    }

    private static String everything(SimulatedDisk disk) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : disk.list(ConfidentialStore.FOLDER)) {
            all.append(new String(disk.readAll(ConfidentialStore.FOLDER + "/" + file, 100_000), StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    @Test
    void namesADamagedFileAndWhatItMeans() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        ConfidentialStore store = ConfidentialStore.open(disk);
        disk.create("confidential/7", "{\"openings\":".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store.read("7")).isInstanceOf(IOException.class)
                .hasMessageContaining("confidential/7 is damaged").hasMessageContaining("cannot be disclosed");
    }

    @Test
    void onARealDiskNobodyElseCanReadItAndAHalfWrittenFileOfADeadProcessGoes(@TempDir Path folder) throws IOException {
        FileDisk disk = FileDisk.ofOwner(folder);
        ConfidentialStore store = ConfidentialStore.open(disk);
        store.keep("7", List.of(HOST));
        Path kept = folder.resolve("confidential");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.resolve("7")))).isEqualTo("rw-------");
        Files.writeString(kept.resolve(".tmp-99-1"), "{\"openings\":[{\"field\":\"host\",\"salt\":");
        disk.clearTemporaries("confidential");
        disk.clearTemporaries("not-there");
        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files).containsExactly(kept.resolve("7"));
        }
    }
}
