package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a ledger from signatures to the last cent. */
@Command(name = "verify", description = "Check a copy of the ledger, from signatures to the last cent.")
final class Verify implements Callable<Integer> {

    @Mixin
    private LedgerOptions options;

    @Option(names = "--receipts", paramLabel = "DIR", description = "receipts that a worker kept, and the proofs beside them; each must be true")
    private Path receipts;

    @Option(names = "--require-witnesses", description = {"not verified unless as many witnesses as the charter asks for", "cosigned all of it"})
    private boolean requireWitnesses;

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
        Optional<String> noReceipts = receipts == null ? Optional.empty() : LedgerOptions.noFolder(receipts);
        if (noReceipts.isPresent()) {
            throw new Mistake("--receipts: " + noReceipts.get() + "; perhaps you should give the receipts folder of a worker");
        }
        if (receipts != null && !Auditor.holdsReceipts(new FileDisk(receipts))) {
            throw new Mistake("--receipts: there are no receipts in " + receipts
                    + "; perhaps you should give the folder receipts/ of a worker or member");
        }
        Optional<String> noLedger = options.noFolder();
        if (noLedger.isPresent()) {
            return new AuditVerdict.NotALedger(noLedger.get());
        }
        Auditor auditor = options.auditor();
        if (requireWitnesses) {
            auditor = auditor.requiringWitnesses();
        }
        return options.run(receipts == null ? auditor : auditor.withReceipts(new FileDisk(receipts)));
    }
}
