package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.ledger.audit.LedgerFolder;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Observation;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.LedgerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a credit down to the entries that it rests on. */
class ExplainCommandTest {

    @TempDir
    private Path folder;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        LedgerFolder.write(ledger, folder);
    }

    private int run(String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "explain";
        arguments[1] = folder.toString();
        arguments[2] = "--organization=beta";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Set<Long> indices(Predicate<Body> which) throws Exception {
        Set<Long> found = new TreeSet<>();
        for (int index = 0; index < ledger.entries.size(); index++) {
            if (which.test(Entries.parse(index, ledger.entries.get(index)).body())) {
                found.add((long) index);
            }
        }
        return found;
    }

    @Test
    void aCreditLeadsToEachClaimOfItsOrganizationAndToNobodyElses() throws Exception {
        assertThat(run("--figure", "credit", "--json")).as(err.toString()).isZero();
        JsonNode figures = new ObjectMapper().readTree(out.toString()).path("explanation").path("figures");
        Set<Long> named = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        figures.forEach(figure -> {
            names.add(figure.path("figure").path("figure").asText());
            figure.path("entries").forEach(entry -> {
                named.add(entry.path("entry").asLong());
                assertThat(entry.path("says").asText()).as("entry %s", entry.path("entry")).isNotEmpty();
            });
        });
        assertThat(named).containsAll(indices(body -> body instanceof UsageClaim claim && claim.organization().equals("beta")));
        assertThat(named).doesNotContainAnyElementsOf(
                indices(body -> body instanceof UsageClaim claim && !claim.organization().equals("beta")));
        assertThat(names).contains("credit", "rate", "device-time");
    }

    @Test
    void theTextNamesTheRefusedClaimAndWhy() throws Exception {
        long refused = indices(body -> body instanceof Observation seen && seen.reason().filter("norm-too-large"::equals).isPresent())
                .iterator().next();
        assertThat(run("--figure", "credit")).isZero();
        assertThat(out.toString()).startsWith("beta, period 1, amounts in EUR").containsPattern("(?m)^  credit: ")
                .contains("norm-too-large").containsPattern("(?m)^    entry " + (refused - 1) + " |entry " + refused + " ");
        out.getBuffer().setLength(0);
        assertThat(run("--figure", "nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("this statement has no figure \"nonsense\"; it has ", "credit");
    }
}
