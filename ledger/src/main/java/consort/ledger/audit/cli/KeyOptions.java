package consort.ledger.audit.cli;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose log it must be, for commands that need no ledger. */
final class KeyOptions {

    @Option(names = LedgerOptions.TRUST, paramLabel = "FILE", description = "trust.json, kept since joining")
    private Path trust;

    @Option(names = "--log-key", paramLabel = "KEY", description = "the log's verifier key, in place of --trust")
    private String logKey;

    /** Empty when neither is given. */
    Optional<LogKeys> given() {
        if (trust != null && logKey != null) {
            throw new Mistake("give --trust or --log-key, not both");
        }
        if (trust != null) {
            return Optional.of(LedgerOptions.readTrust(trust).logKeys());
        }
        try {
            return Optional.ofNullable(logKey).map(VerifierKey::parse).map(LogKeys::of);
        } catch (MalformedNoteException unfit) {
            throw new Mistake("--log-key: " + unfit.getMessage());
        }
    }

    LogKeys required() {
        return given().orElseThrow(() -> new Mistake("nothing says whose log it must be: give --trust FILE, kept since joining, or --log-key KEY"));
    }
}
