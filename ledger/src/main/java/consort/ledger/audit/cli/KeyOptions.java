package consort.ledger.audit.cli;

import consort.ledger.entry.LogKeys;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whose log it must be, for commands that need no ledger. */
final class KeyOptions {

    @Option(names = LedgerOptions.TRUST, paramLabel = "FILE", description = "trust.json, kept since joining")
    private Path trust;

    @Option(names = "--log-key", paramLabel = "KEY", description = "the log's verifier key, in place of --trust")
    private String logKey;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Empty when neither is given, and nobody knows it besides. */
    Optional<LogKeys> given() {
        if (trust != null && logKey != null) {
            throw new Mistake("give --trust or --log-key, not both");
        }
        if (trust != null) {
            return Optional.of(LedgerOptions.readTrust(trust).logKeys());
        }
        if (logKey == null) {
            return Main.online(command).map(online -> online.trust().get().logKeys());
        }
        try {
            return Optional.of(LogKeys.of(VerifierKey.parse(logKey)));
        } catch (MalformedNoteException unfit) {
            throw new Mistake("--log-key: " + unfit.getMessage());
        }
    }

    LogKeys required() {
        return given().orElseThrow(() -> new Mistake("nothing says whose log it must be: give --trust FILE, kept since joining, or --log-key KEY"));
    }
}
