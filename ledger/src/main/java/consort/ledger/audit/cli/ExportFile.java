package consort.ledger.audit.cli;

import consort.ledger.disk.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file of {@code --out}: there whole or not at all, since half a journal can look like one.
 *
 * @param path as it was typed
 */
record ExportFile(Path path) {

    /** Refuses, before any work is done, what cannot be written or must not be replaced. */
    void requireFit() {
        if (Files.isDirectory(path)) {
            throw new Mistake("--out: " + path + " is a folder; name a file in it");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new Mistake("--out: " + path + " is no regular file; without --out the export goes to standard output");
        }
        if (!Files.isDirectory(path.toAbsolutePath().getParent())) {
            throw new Mistake("--out: there is no folder " + path.toAbsolutePath().getParent() + " to write " + path.getFileName()
                    + " into");
        }
    }

    /** Takes the place of a file that is there. */
    void write(String text) {
        Path target = path.toAbsolutePath();
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try {
                Files.writeString(part, text);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failed) {
            throw new Mistake("--out: cannot write " + path + ": " + FileProblem.reason(failed));
        }
    }
}
