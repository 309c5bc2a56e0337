package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.statement.EntryLines;
import consort.ledger.audit.statement.Figure;
import consort.ledger.audit.statement.Figure.Section;
import consort.ledger.audit.statement.Figures;
import consort.ledger.audit.statement.Resting;
import consort.ledger.audit.statement.Statement;
import consort.ledger.audit.statement.StatementJson;
import consort.ledger.audit.statement.StatementReader;
import consort.ledger.json.JsonObject;
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

    private StatementReader reader;
    private EntryLines entries;

    @Override
    AuditListener listener() {
        reader = new StatementReader(organization, period == null ? OptionalLong.empty() : OptionalLong.of(period));
        entries = new EntryLines(organization);
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
            out.println(JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("explanation", JsonObject.builder()
                            .put("organization", statement.organization())
                            .put("period", statement.period())
                            .put("figures", sections.stream().flatMap(section -> section.figures().stream()
                                    .map(one -> explained(section, one))).toList())
                            .build())
                    .build().canonicalText());
            return;
        }
        out.println(statement.organization() + ", period " + statement.period() + ", amounts in " + statement.currency());
        for (Section section : sections) {
            out.println();
            out.println(section.title());
            section.figures().forEach(one -> print(one, out));
        }
    }

    private void print(Figure one, PrintWriter out) {
        out.println(("  " + (one.name().isEmpty() ? "" : one.name() + ": ") + one.what().strip() + "  " + one.value()).stripTrailing());
        if (!one.how().isEmpty()) {
            out.println("    " + one.how());
        }
        one.entries().forEach(index -> out.println("    entry " + index + " " + entries.line(index).orElse("")));
    }

    private JsonObject explained(Section section, Figure one) {
        return JsonObject.builder()
                .put("figure", StatementJson.figure(section.title(), one))
                .put("entries", one.entries().stream().map(index -> JsonObject.builder().put("entry", index)
                        .put("says", entries.line(index).orElse("")).build()).toList())
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
