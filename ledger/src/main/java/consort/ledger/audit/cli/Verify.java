package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks a ledger from signatures to the last cent. */
@Command(name = "verify", description = "Check a copy of the ledger, from signatures to the last cent.",
        mixinStandardHelpOptions = true)
final class Verify implements Callable<Integer> {

    @Mixin
    private LedgerOptions options;

    @Option(names = "--receipts", paramLabel = "DIR", description = "receipts that a worker kept; each must be true")
    private Path receipts;

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
        if (receipts != null && !Files.isDirectory(receipts)) {
            throw new ParameterException(spec.commandLine(), "--receipts: there is no folder " + receipts
                    + "; perhaps you should give the receipts folder of a worker");
        }
        if (options.auditor().isEmpty()) {
            return new AuditVerdict.NotALedger("there is no folder " + options.ledger());
        }
        Auditor auditor = options.auditor().get();
        return (receipts == null ? auditor : auditor.withReceipts(new FileDisk(receipts))).run();
    }
}
