package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.statement.Statement;
import consort.ledger.audit.statement.StatementJson;
import consort.ledger.audit.statement.StatementReader;
import consort.ledger.audit.statement.StatementText;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Audits first; a ledger that does not hold gives no statement. */
@Command(name = "statement", description = "What one organization lent, owes and is owed.")
final class StatementCommand implements Callable<Integer> {

    @Mixin
    private LedgerOptions options;

    @Option(names = "--organization", required = true, paramLabel = "NAME", description = "whose statement")
    private String organization;

    @Option(names = "--period", paramLabel = "N", description = "which period; the last closed one if not given")
    private Long period;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<String> noLedger = options.noFolder();
        OptionalLong wanted = period == null ? OptionalLong.empty() : OptionalLong.of(period);
        StatementReader reader = new StatementReader(organization, wanted);
        AuditVerdict verdict = noLedger.isPresent() ? new NotALedger(noLedger.get())
                : options.auditor().heardBy(reader).run();
        return switch (verdict) {
            case Verified verified -> print(reader, verified.facts());
            case ConsistentNotAuthenticated consistent -> print(reader, consistent.facts());
            case Tampered tampered -> refuse(tampered);
            case Limited limited -> refuse(limited);
            case Older older -> refuse(older);
            case NotALedger nothing -> refuse(nothing);
        };
    }

    private int print(StatementReader reader, LedgerFacts facts) {
        Statement statement = reader.statement().orElseThrow(() -> new Mistake("no statement: " + reader.whyNone()));
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("statement", StatementJson.of(statement))
                    .build().canonicalText());
        } else {
            StatementText.of(statement, facts).forEach(out::println);
        }
        return 0;
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
