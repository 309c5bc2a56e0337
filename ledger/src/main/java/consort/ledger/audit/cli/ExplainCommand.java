package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.audit.statement.EntryLines;
import consort.ledger.audit.statement.Figure;
import consort.ledger.audit.statement.Figure.Section;
import consort.ledger.audit.statement.Figures;
import consort.ledger.audit.statement.Resting;
import consort.ledger.audit.statement.Statement;
import consort.ledger.audit.statement.StatementJson;
import consort.ledger.audit.statement.StatementReader;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonSequence;
import consort.ledger.json.JsonString;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From a figure of a statement to the entries that it follows from. */
@Command(name = "explain", description = "How a figure of a statement comes about, and the entries that it follows from.")
final class ExplainCommand extends Report {

    @Option(names = "--organization", required = true, paramLabel = "NAME", description = "whose statement")
    private String organization;

    @Option(names = "--period", paramLabel = "N", converter = WrongLine.Number.class,
            description = "which period; the last closed one if not given")
    private Long period;

    @Option(names = "--figure", paramLabel = "NAME", description = "such as credit, share or device-time, with those that it rests on; all if not given")
    private String figure;

    @Option(names = "--all", description = "all entries of each list, all that each says, however long, and what was accepted of others' work, too")
    private boolean all;

    private StatementReader reader;
    private EntryLines entries;

    @Override
    AuditListener listener() {
        OptionalLong wanted = period == null ? OptionalLong.empty() : OptionalLong.of(period);
        reader = new StatementReader(organization, wanted, pages());
        entries = new EntryLines(organization, wanted, all || json(), all, pages());
        return (after, entry) -> {
            reader.applied(after, entry);
            entries.applied(after, entry);
        };
    }

    @Override
    void print(LedgerFacts facts, PrintWriter out) {
        Statement statement = reader.statement().orElseThrow(() -> new Mistake("no statement: " + reader.whyNone()));
        List<Section> sections = chosen(Figures.of(statement));
        if (json()) {
            JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("explanation", JsonObject.builder()
                            .put("organization", statement.organization())
                            .put("period", statement.period())
                            .put("figures", sections.stream().flatMap(section -> section.map(this::explained)).toList())
                            .put("basis", Proof.basis(facts).stream().filter(line -> !line.isEmpty()).map(line -> new JsonString(line.strip())).toList())
                            .build())
                    .build().print(out::print);
            out.println();
            return;
        }
        out.println(statement.organization() + ", period " + statement.period()
                + (statement.open() ? " (open, nothing is owed yet: no entry says yet what a close would say now)" : "") + ", amounts in " + statement.currency());
        EntryListing listing = new EntryListing(entries, all, out);
        for (Section section : sections) {
            out.println();
            out.println(section.title());
            section.figures().forEach(one -> print(one, listing, out));
        }
        if (!all && listing.cut()) {
            out.println();
            out.println("(lines that end in … are cut: --all prints them whole)");
        }
        out.println();
        Proof.basis(facts).forEach(out::println);
    }

    private static void print(Figure one, EntryListing listing, PrintWriter out) {
        out.println(("  " + (one.name().isEmpty() ? "" : one.name() + ": ") + one.what().strip() + "  " + one.value()).stripTrailing());
        if (!one.how().isEmpty()) {
            out.println("    " + one.how());
        }
        listing.entries(one.entries(), "    ");
        for (Figure ground : one.grounds()) {
            out.println(("    " + ground.what() + "  " + ground.value()).stripTrailing());
            listing.entries(ground.entries(), "      ");
        }
    }

    private JsonObject explained(Section section, String name, Figure one) {
        return JsonObject.builder()
                .put("figure", StatementJson.figure(section, name, one))
                .put("grounds", one.grounds().stream().map(ground -> JsonObject.builder().put("what", ground.what()).put("value", ground.value())
                        .put("entries", new JsonSequence(() -> ground.entries().stream().map(JsonInteger::new))).build()).toList())
                .put("entries", new JsonSequence(() -> one.allEntries().map(index -> JsonObject.builder().put("entry", index)
                        .put("says", entries.line(index).orElseGet(() -> entries.isOwnWork(index) ? "own work of another period" : "")).build())))
                .build();
    }

    /** The figures of that name and those they rest on, each with the parts below it. */
    private List<Section> chosen(List<Section> all) {
        if (figure == null) {
            return all;
        }
        Set<String> names = Resting.of(figure);
        List<Section> chosen = all.stream().map(section -> new Section(section.title(), named(section.figures(), names)))
                .filter(section -> !section.figures().isEmpty()).toList();
        if (all.stream().flatMap(section -> section.figures().stream()).noneMatch(one -> one.name().equals(figure))) {
            throw new Mistake("this statement has no figure \"" + figure + "\"; it has " + String.join(", ", all.stream()
                    .flatMap(section -> section.figures().stream()).map(Figure::name).filter(name -> !name.isEmpty()).distinct().toList()));
        }
        return chosen;
    }

    private static List<Figure> named(List<Figure> figures, Set<String> names) {
        boolean[] below = {false};
        return figures.stream().filter(one -> {
            below[0] = names.contains(one.name()) || below[0] && one.name().isEmpty();
            return below[0];
        }).toList();
    }
}
