package consort.worker.preflight;

import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether worker.yaml offers data, and each folder can be read. */
public record DataCheck(PartyFolder folder) implements Check {

    @Override
    public String name() {
        return "data";
    }

    @Override
    public List<String> needs() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Finding look() {
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        if (config.data().isEmpty()) {
            return Finding.problem(folder.workerYaml() + " offers no data",
                    "write what your jobs name under data:, as its comments and docs/join.md show");
        }
        List<String> unreadable = new TreeMap<>(config.data()).entrySet().stream()
                .filter(set -> !Files.isReadable(set.getValue())).map(set -> set.getKey() + " (" + set.getValue() + ")").toList();
        return unreadable.isEmpty() ? Finding.ok(String.join(", ", new TreeSet<>(config.data().keySet())) + ": each can be read")
                : Finding.problem("cannot be read: " + String.join(", ", unreadable), "correct the paths under data: in worker.yaml, or"
                        + " give this user access");
    }
}
