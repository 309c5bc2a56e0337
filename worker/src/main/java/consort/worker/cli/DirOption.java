package consort.worker.cli;

import consort.worker.folder.PartyFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The {@code --dir} option. */
final class DirOption {

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = ".",
            description = "The member's or worker's folder (default: the current one).")
    private Path dir;

    PartyFolder folder() {
        return new PartyFolder(dir);
    }

    Path path() {
        return dir;
    }
}
