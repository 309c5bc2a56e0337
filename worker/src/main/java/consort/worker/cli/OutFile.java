package consort.worker.cli;

import consort.ledger.disk.FileProblem;
import consort.worker.folder.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The {@code --out} option: where a command writes a model. */
final class OutFile {

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write it; replaced.")
    private Path out;

    /** As it was typed. */
    Path path() {
        return out;
    }

    /** Makes the folders above it; refuses what cannot become a file before any work is done. */
    Path prepared() {
        Path target = out.toAbsolutePath();
        if (target.getParent() == null || Files.isDirectory(target)) {
            throw new ConfigException("--out " + out + " is a folder; name a file in it");
        }
        try {
            Files.createDirectories(target.getParent());
        } catch (IOException e) {
            throw new ConfigException("--out " + out + ": cannot make its folder: " + FileProblem.text(e)
                    + "; name another file", e);
        }
        if (!Files.isWritable(target.getParent())) {
            throw new ConfigException("--out " + out + ": nothing can be written into " + target.getParent()
                    + "; name another file");
        }
        return target;
    }
}
