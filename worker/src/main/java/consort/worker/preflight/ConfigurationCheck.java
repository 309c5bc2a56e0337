package consort.worker.preflight;

import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;

/** Whether worker.yaml can be read. */
public record ConfigurationCheck(PartyFolder folder) implements Check {

    public static final String NAME = "configuration";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding look() {
        WorkerConfig.read(folder.workerYaml());
        return Finding.ok("worker.yaml can be read");
    }
}
