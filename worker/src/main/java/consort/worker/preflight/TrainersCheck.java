package consort.worker.preflight;

import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.MissingPrograms;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether worker.yaml offers a trainer, and each one's program is there. Whether it trains, {@code check --trainer} tells.
 *
 * @param environment of this process
 */
public record TrainersCheck(PartyFolder folder, Map<String, String> environment) implements Check {

    @Override
    public String name() {
        return "trainers";
    }

    @Override
    public List<String> needs() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Finding look() {
        WorkerConfig config = WorkerConfig.read(folder.workerYaml());
        if (config.trainers().isEmpty()) {
            return Finding.problem(folder.workerYaml() + " offers no trainer",
                    "write what your jobs name under trainers:, as its comments and docs/join.md show");
        }
        List<String> missing = MissingPrograms.of(folder, config, environment);
        return missing.isEmpty() ? Finding.ok(String.join(", ", new TreeSet<>(config.trainers().keySet())) + ": each one's program is there")
                : Finding.problem(String.join("; ", missing),
                        "install what is missing, or correct the command under trainers: in " + folder.workerYaml());
    }
}
