package consort.ledger.audit.cli;

import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileProblem;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which ledger, and what it is held against. */
final class LedgerOptions {

    @Parameters(index = "0", paramLabel = "DIR", description = "a copy of the ledger's folder")
    private Path ledger;

    @Option(names = "--trust", paramLabel = "FILE", description = "trust.json, kept since joining")
    private Path trust;

    @Option(names = Main.JSON, description = "print one JSON object, errors too")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Why the ledger's folder is none; empty when it is one. */
    Optional<String> noFolder() throws IOException {
        return noFolder(ledger);
    }

    /** Why a path is no folder; empty when it is one. */
    static Optional<String> noFolder(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory() ? Optional.empty()
                    : Optional.of(path + " is a file, not a folder");
        } catch (NoSuchFileException absent) {
            return Optional.of("there is no folder " + path);
        }
    }

    /** An auditor of the ledger's folder, which is there. */
    Auditor auditor() throws IOException {
        Auditor auditor = Auditor.of(TileSource.of(new FileDisk(ledger)));
        return trust == null ? auditor : auditor.trusting(readTrust());
    }

    private Trust readTrust() {
        try {
            if (Files.isDirectory(trust)) {
                throw new Mistake("--trust: " + trust + " is a folder; give the file trust.json in your member or worker folder");
            }
            if (Files.size(trust) > Trust.MAX_BYTES) {
                throw new Mistake("--trust: " + trust + " is no trust file: it has more than " + Trust.MAX_BYTES + " bytes");
            }
            return Trust.parse(Files.readAllBytes(trust));
        } catch (NoSuchFileException absent) {
            throw new Mistake("--trust: there is no file " + trust
                    + "; perhaps you should give the trust.json in your member or worker folder");
        } catch (IOException unreadable) {
            throw new Mistake("--trust: cannot read " + trust + ": " + FileProblem.reason(unreadable));
        } catch (IllegalArgumentException unfit) {
            throw new Mistake("--trust: " + trust + " is no trust file: " + unfit.getMessage());
        }
    }
}
