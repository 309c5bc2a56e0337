package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.statement.Statement;
import consort.ledger.audit.statement.StatementJson;
import consort.ledger.audit.statement.StatementHtml;
import consort.ledger.audit.statement.StatementReader;
import consort.ledger.audit.statement.StatementText;
import consort.ledger.json.JsonObject;
import java.io.PrintWriter;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One organization's part in one period. */
@Command(name = "statement", description = "What one organization lent, owes and is owed.")
final class StatementCommand extends Report {

    @Option(names = "--organization", required = true, paramLabel = "NAME", description = "whose statement")
    private String organization;

    @Option(names = "--period", paramLabel = "N", converter = WrongLine.Number.class,
            description = "which period; the last closed one if not given")
    private Long period;

    @Option(names = "--html", description = "a page of HTML, to be printed or filed")
    private boolean html;

    @Option(names = "--all", description = "name all entries of each list, not only the first ones")
    private boolean all;

    private StatementReader reader;

    @Override
    void prepare() {
        if (html && json()) {
            throw new Mistake("--html and --json are two forms; give one of them");
        }
    }

    @Override
    AuditListener listener() {
        reader = new StatementReader(organization, period == null ? OptionalLong.empty() : OptionalLong.of(period), pages());
        return reader;
    }

    @Override
    void print(LedgerFacts facts, PrintWriter out) {
        Statement statement = reader.statement().orElseThrow(() -> new Mistake("no statement: " + reader.whyNone()));
        if (json()) {
            JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("statement", StatementJson.of(statement))
                    .build().print(out::print);
            out.println();
        } else if (all) {
            print(statement, facts, Integer.MAX_VALUE, out);
        } else if (html) {
            StatementHtml.print(statement, facts, out);
        } else {
            StatementText.print(statement, facts, out);
        }
    }

    private void print(Statement statement, LedgerFacts facts, int most, PrintWriter out) {
        if (html) {
            StatementHtml.print(statement, facts, most, out);
        } else {
            StatementText.print(statement, facts, most, out);
        }
    }
}
