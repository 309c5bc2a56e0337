package consort.examples.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import consort.trainer.protocol.reference.ReferenceTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A worker's folder, and what its {@code worker.yaml} offers.
 *
 * @param member the folder of its organization
 * @param folder the worker's own
 */
record Site(String organization, String worker, Path member, Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PASSED = List.of("PATH", "HOME", "DJL_CACHE_DIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME");

    /** {@code organization/worker}. */
    String id() {
        return organization + "/" + worker;
    }

    Path receipts() {
        return folder.resolve("receipts");
    }

    /**
     * Writes {@code worker.yaml}. Data sets become empty folders: the reference trainer only wants them to be there.
     *
     * @param port where this worker reaches the coordinator on this machine
     */
    void offer(int port, Map<String, List<String>> trainers, String... dataSets) throws IOException {
        Map<String, Path> data = new TreeMap<>();
        for (String name : dataSets) {
            data.put(name, Files.createDirectories(folder.resolve("data").resolve(name)));
        }
        offer(port, trainers, data, Map.of());
    }

    /** Offers one trainer, as {@code reference}, which may write to a folder also where it is isolated; and a data set. */
    void offerWriter(int port, List<String> command, Path writable, String dataSet) throws IOException {
        write(port, Map.of("reference", Map.of("command", command, "pass", PASSED, "writable", List.of(writable.toString()))),
                Map.of(dataSet, Files.createDirectories(folder.resolve("data").resolve(dataSet))));
    }

    /** Writes {@code worker.yaml}. */
    void offer(int port, Map<String, List<String>> trainers, Map<String, Path> data, Map<String, String> environment)
            throws IOException {
        Map<String, Object> commands = new TreeMap<>();
        trainers.forEach((name, command) -> commands.put(name,
                Map.of("command", command, "environment", environment, "pass", PASSED)));
        write(port, commands, data);
    }

    /** Texts stand as JSON, which is YAML. */
    private void write(int port, Map<String, Object> trainers, Map<String, Path> data) throws IOException {
        Map<String, String> folders = new TreeMap<>();
        data.forEach((name, path) -> folders.put(name, path.toString()));
        Files.writeString(folder.resolve("worker.yaml"), JSON.writeValueAsString(
                Map.of("coordinator", "localhost:" + port, "trainers", trainers, "data", folders)));
    }

    /** Offers the reference trainer, as {@code reference}, and data sets. */
    void offerReference(int port, long modelBytes, long stepMillis, String... dataSets) throws IOException {
        offer(port, Map.of("reference", ReferenceTrainer.command(modelBytes, stepMillis)), dataSets);
    }
}
