package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.entry.Entry;
import consort.ledger.export.Books;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The closed periods, for accounting programs. */
@Command(name = "export", description = "The bills of all closed periods as books, for accounting programs.")
final class ExportCommand extends Report {

    @Option(names = "--format", required = true, paramLabel = "FORMAT", converter = ExportFormat.Converter.class,
            description = "hledger, beancount, csv or json")
    private ExportFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "write it there, in place of what is there; else it is printed")
    private Path out;

    private Optional<State> last = Optional.empty();

    @Override
    void prepare() {
        if (out != null) {
            new ExportFile(out).requireFit();
        } else if (json() && format != ExportFormat.JSON) {
            throw new Mistake("--json prints one JSON object, and so does not print --format " + format.text()
                    + "; add --out FILE, or say --format json");
        }
    }

    @Override
    AuditListener listener() {
        return this::heard;
    }

    private void heard(State after, Entry entry) {
        last = Optional.of(after);
    }

    @Override
    void print(LedgerFacts facts, PrintWriter printer) {
        Books books = books();
        String text = format.write(books, facts);
        if (out == null) {
            printer.print(text);
            printer.flush();
            warn(facts);
            return;
        }
        new ExportFile(out).write(text);
        if (json()) {
            printer.println(JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("written", JsonObject.builder().put("file", out.toString()).put("format", format.text())
                            .put("transactions", books.transactions().size()).build())
                    .build().canonicalText());
        } else {
            printer.println(out + ": " + what(books, facts) + ", for " + format.text());
            printer.println();
            Proof.basis(facts).forEach(printer::println);
        }
    }

    private Books books() {
        try {
            return Books.of(last.orElseThrow());
        } catch (IllegalArgumentException unfit) {
            throw new Mistake("cannot export: " + unfit.getMessage());
        }
    }

    /** A table has no place to say it. */
    private void warn(LedgerFacts facts) {
        if (!facts.trusted() && !json()) {
            err().println("consort audit export: nothing you hold confirms whose ledger this is: give --trust FILE, as kept since joining");
        }
    }

    private static String what(Books books, LedgerFacts facts) {
        return switch (facts.periods()) {
            case 0 -> "no transactions, for no period was closed yet";
            case 1 -> books.transactions().size() + " transactions of 1 period";
            default -> books.transactions().size() + " transactions of " + facts.periods() + " periods";
        };
    }
}
