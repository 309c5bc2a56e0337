package consort.ledger.audit.cli;

import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which ledger, and what it is held against. */
final class LedgerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "a copy of the ledger's folder")
    private Path ledger;

    @Option(names = "--trust", paramLabel = "FILE", description = "trust.json, kept since joining")
    private Path trust;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    boolean json() {
        return json;
    }

    /** An auditor of the folder, or nothing when there is no such folder. */
    Optional<Auditor> auditor() throws IOException {
        if (!Files.isDirectory(ledger)) {
            return Optional.empty();
        }
        Auditor auditor = Auditor.of(TileSource.of(new FileDisk(ledger)));
        return Optional.of(trust == null ? auditor : auditor.trusting(readTrust()));
    }

    Path ledger() {
        return ledger;
    }

    private Trust readTrust() throws IOException {
        if (!Files.isRegularFile(trust)) {
            throw new ParameterException(spec.commandLine(), "--trust: there is no file " + trust
                    + "; perhaps you should give the trust.json in your member or worker folder");
        }
        try {
            return Trust.parse(Files.size(trust) > Trust.MAX_BYTES ? new byte[0] : Files.readAllBytes(trust));
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(spec.commandLine(), "--trust: " + trust + " is no trust file: " + unfit.getMessage());
        }
    }
}
