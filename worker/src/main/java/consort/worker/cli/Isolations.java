package consort.worker.cli;

import consort.worker.folder.IsolationMode;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.isolation.Isolating;

/** Isolation as {@code worker.yaml} wants it. */
final class Isolations {

    private Isolations() {
    }

    /** What is in force. */
    static Isolating here(WorkerConfig config) {
        return Isolating.here(config.isolation(), System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /** What is in force, unless more is required. */
    static Isolating orRefuse(PartyFolder folder, WorkerConfig config) {
        Isolating isolating = here(config);
        if (config.isolation() == IsolationMode.REQUIRED && isolating instanceof Isolating.Not(String why)) {
            throw new CommandFailure(ExitCodes.ISOLATION, folder.workerYaml() + " says isolation: required, and trainers cannot be"
                    + " isolated here, " + why);
        }
        return isolating;
    }
}
