package consort.worker.preflight;

import consort.worker.folder.IsolationMode;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.Isolating;
import java.util.List;
import java.util.Map;

/**
 * Whether trainers are kept apart from the worker's keys, as far as worker.yaml wants it.
 *
 * @param environment of this process, whose {@code PATH} is searched
 */
public record IsolationCheck(PartyFolder folder, Map<String, String> environment) implements Check {

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public List<String> needs() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Finding look() {
        IsolationMode mode = WorkerConfig.read(folder.workerYaml()).isolation();
        String wanted = "worker.yaml says " + mode.word();
        return switch (Isolating.here(mode, environment.getOrDefault("PATH", "/usr/bin:/bin"))) {
            case Isolating.By by -> Finding.ok(wanted + ", and trainers are isolated");
            case Isolating.Not(String why) when mode == IsolationMode.REQUIRED -> Finding.problem(
                    wanted + ", and trainers cannot be isolated here, " + why, "do what it names; with preferred, they run as this user");
            case Isolating.Not not -> Finding.ok(wanted + "; see the note below");
        };
    }
}
