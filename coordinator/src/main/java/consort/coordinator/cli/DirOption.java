package consort.coordinator.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which coordinator: the folder that {@code init} made. */
final class DirOption {

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "${CONSORT_COORDINATOR_DIR:-./coordinator}",
            description = "the coordinator's folder (default: $CONSORT_COORDINATOR_DIR, else ./coordinator)")
    private Path dir;

    /** With settings that can be read, even for a command that needs none: a folder in which they are wrong is to be mended first. */
    CoordinatorFolder folder() {
        CoordinatorFolder folder = new CoordinatorFolder(dir);
        folder.requireFounded("with --dir DIR, or in CONSORT_COORDINATOR_DIR");
        CoordinatorConfig.read(folder.config());
        return folder;
    }
}
