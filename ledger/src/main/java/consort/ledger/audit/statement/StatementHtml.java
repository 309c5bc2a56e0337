package consort.ledger.audit.statement;

import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.audit.statement.Figure.Section;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A statement to be printed or filed: one page of HTML that needs nothing beside it, with the entries of every figure. */
public final class StatementHtml {

    private static final int MOST_ENTRIES = 12;

    private StatementHtml() {
    }

    /** Prints it with the first entries of each figure. */
    public static void print(Statement statement, LedgerFacts facts, PrintWriter out) {
        print(statement, facts, MOST_ENTRIES, out);
    }

    /** @param most how many entries of a figure to name; the others are counted */
    public static void print(Statement statement, LedgerFacts facts, int most, PrintWriter out) {
        List<String> head = StatementText.head(statement, facts);
        List<Section> sections = Figures.of(statement);
        top(head.getFirst()).forEach(out::println);
        head.stream().skip(1).forEach(line -> out.println("<p>" + escaped(line) + "</p>"));
        sections.forEach(section -> print(section, most, out));
        StatementText.parentheses(sections).ifPresent(line -> out.println("<p>" + line + ".</p>"));
        // Says how to see entries that were left out, if any were.
        if (sections.stream().flatMap(section -> section.figures().stream()).anyMatch(one -> one.allEntries().skip(most).findFirst().isPresent())) {
            out.println("<p>Each figure names at most " + most + " entries here. All of them: --html --all. What each says: "
                    + escaped(StatementText.explain(statement)) + ".</p>");
        }
        out.println("<h2>Self-declared, and checked only as far as said</h2>");
        items(SelfDeclared.lines(statement)).forEach(out::println);
        headed(Proof.basis(facts)).forEach(out::println);
        out.println("</body></html>");
    }

    private static List<String> top(String title) {
        return List.of(
                "<!doctype html>",
                "<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title) + "</title>",
                "<style>",
                "body { font: 11pt/1.4 serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #000; background: #fff }",
                "h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin: 1.2em 0 .3em }",
                "table { width: 100%; border-collapse: collapse } td { padding: .15em .3em; border-bottom: 1px solid #ddd; vertical-align: top }",
                "td.value { text-align: right; white-space: nowrap } td.entries { text-align: right; color: #555; font-size: .8em }",
                "td.part { padding-left: 1.6em } ul { margin: .3em 0; padding-left: 1.3em } p.root { overflow-wrap: anywhere }",
                "@media print { body { margin: 0; max-width: none } tr { break-inside: avoid } h2 { break-after: avoid } }",
                "</style></head><body>",
                "<h1>" + escaped(title) + "</h1>");
    }

    private static void print(Section section, int most, PrintWriter out) {
        out.println("<h2>" + escaped(section.title()) + "</h2>");
        out.println("<table>");
        for (Figure figure : section.figures()) {
            out.print("<tr" + (figure.how().isEmpty() ? "" : " title=\"" + escaped(figure.how()) + "\"") + "><td"
                    + (figure.name().isEmpty() ? " class=\"part\"" : "") + ">" + escaped(figure.what().strip()) + "</td><td class=\"value\">"
                    + escaped(figure.value()) + "</td><td class=\"entries\">");
            Figure.print(figure.allEntries(), most, out);
            out.println("</td></tr>");
        }
        out.println("</table>");
    }

    /** Lines without an indent head those that follow. */
    private static List<String> headed(List<String> texts) {
        List<String> lines = new ArrayList<>();
        List<String> below = new ArrayList<>();
        for (String text : texts) {
            if (!text.startsWith("  ")) {
                lines.addAll(below.isEmpty() ? List.of() : items(below));
                below.clear();
                lines.addAll(text.isEmpty() ? List.of() : List.of("<h2>" + escaped(text) + "</h2>"));
            } else {
                below.add(text);
            }
        }
        lines.addAll(items(below));
        return lines;
    }

    private static List<String> items(List<String> texts) {
        List<String> lines = new ArrayList<>(List.of("<ul>"));
        texts.forEach(text -> lines.add("<li>" + escaped(text.strip()) + "</li>"));
        lines.add("</ul>");
        return lines;
    }

    /** What members wrote must stay text. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
