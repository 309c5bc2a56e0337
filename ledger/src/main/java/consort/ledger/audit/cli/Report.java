package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Unwitnessed;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.fold.Pages;
import consort.ledger.pages.LostPageException;
import consort.ledger.pages.TemporaryPages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Audits first, and reports on a ledger that holds; of one that does not it says the verdict. */
abstract class Report implements Callable<Integer> {

    @Mixin
    private LedgerOptions options;

    @Spec
    private CommandSpec spec;

    private Pages pages;

    /** Refuses, before the ledger is read, what could not be reported. */
    void prepare() throws IOException {
    }

    /** Hears of all entries before the report is printed. */
    abstract AuditListener listener();

    /** Prints what was heard. */
    abstract void print(LedgerFacts facts, PrintWriter out) throws IOException;

    /** Of a report that was printed. */
    int exitCode() {
        return 0;
    }

    /** For what is heard and grows with the ledger; until the report is printed. */
    final Pages pages() {
        return pages;
    }

    final LedgerOptions options() {
        return options;
    }

    final boolean json() {
        return options.json();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    @Override
    public final Integer call() throws IOException {
        prepare();
        options.requireHeld();
        Optional<String> noLedger = options.noFolder();
        try (TemporaryPages remembered = TemporaryPages.in(Auditor.MEMORY)) {
            pages = remembered;
            return reported(noLedger);
        } catch (UncheckedIOException noRoom) {
            throw noRoom.getCause();
        } catch (InternalError fault) {
            throw LostPageException.of(fault).orElseThrow(() -> fault);
        }
    }

    private int reported(Optional<String> noLedger) throws IOException {
        AuditVerdict verdict = noLedger.isPresent() ? new NotALedger(noLedger.get())
                : options.run(options.auditor().heardBy(listener()));
        return switch (verdict) {
            case Verified verified -> printed(verified.facts());
            case ConsistentNotAuthenticated consistent -> printed(consistent.facts());
            case Tampered tampered -> refuse(tampered);
            case Limited limited -> refuse(limited);
            case Older older -> refuse(older);
            case Unwitnessed unwitnessed -> refuse(unwitnessed);
            case NotALedger nothing -> refuse(nothing);
        };
    }

    private int printed(LedgerFacts facts) throws IOException {
        print(facts, spec.commandLine().getOut());
        return exitCode();
    }

    private int refuse(AuditVerdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(VerdictJson.of(verdict).canonicalText());
        } else {
            VerdictText.of(verdict).forEach(out::println);
        }
        return verdict.exitCode();
    }
}
