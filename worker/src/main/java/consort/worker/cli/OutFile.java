package consort.worker.cli;

import consort.ledger.disk.FileProblem;
import consort.worker.folder.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The {@code --out} option: where a command writes a model. */
final class OutFile {

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write it.")
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
        requireWritable(target.getParent());
        return target;
    }

    /** The same for a file that is not there yet, unless it may be replaced. */
    Path prepared(boolean replace) {
        if (!replace && Files.exists(out)) {
            throw new ConfigException("--out " + out + " exists already; name another file, or give --force to replace it");
        }
        return prepared();
    }

    /** Tries it: to root every folder seems writable, those of the system's own file systems too. */
    private void requireWritable(Path parent) {
        try {
            Files.delete(Files.createTempFile(parent, ".consort-", ".tmp"));
        } catch (IOException e) {
            throw new ConfigException("--out " + out + ": nothing can be written into " + parent + " (" + FileProblem.reason(e)
                    + "); name another file", e);
        }
    }
}
