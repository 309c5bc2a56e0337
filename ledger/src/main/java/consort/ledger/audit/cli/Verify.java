package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a ledger from signatures to the last cent. */
@Command(name = "verify", description = "Check a copy of the ledger, from signatures to the last cent.")
final class Verify implements Callable<Integer> {

    @Mixin
    private LedgerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        AuditVerdict verdict = verdict();
        if (options.json()) {
            spec.commandLine().getOut().println(VerdictJson.of(verdict).canonicalText());
        } else {
            VerdictText.of(verdict).forEach(spec.commandLine().getOut()::println);
        }
        return verdict.exitCode();
    }

    private AuditVerdict verdict() throws IOException {
        options.requireHeld();
        Optional<String> noLedger = options.noFolder();
        if (noLedger.isPresent()) {
            return new AuditVerdict.NotALedger(noLedger.get());
        }
        return options.run(options.auditor());
    }
}
