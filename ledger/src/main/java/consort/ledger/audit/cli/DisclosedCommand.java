package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.Evidence;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.confidential.Disclosure;
import consort.ledger.disk.FileProblem;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Body;
import consort.ledger.entry.Commitment;
import consort.ledger.entry.Commitments;
import consort.ledger.entry.Entry;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.CommittedView;
import consort.ledger.fold.State;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a private value that somebody disclosed is the one that an entry commits to. */
@Command(name = "disclosed", description = "Hold a disclosed private field against the entry that commits to it.")
final class DisclosedCommand extends Report {

    /** What was disclosed is not what the ledger commits to, which says nothing against the ledger. */
    private static final int ANOTHER_VALUE = 67;

    @Option(names = "--disclosure", required = true, paramLabel = "FILE",
            description = "what consort worker disclose or consort coordinator disclose wrote")
    private Path file;

    private Disclosure disclosure;
    private Optional<Entry> entry = Optional.empty();
    private Optional<State> last = Optional.empty();
    private boolean opens;

    @Override
    void prepare() {
        try {
            if (Files.size(file) > Disclosure.MAX_BYTES) {
                throw new Mistake(file + " is no disclosure: it has more than " + Disclosure.MAX_BYTES + " bytes");
            }
            disclosure = Disclosure.parse(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            throw new Mistake("there is no file " + file + "; give what 'consort worker disclose' or 'consort coordinator disclose' wrote");
        } catch (IOException unreadable) {
            throw new Mistake("cannot read " + file + ": " + FileProblem.reason(unreadable));
        } catch (JsonException unfit) {
            throw new Mistake(file + " is no disclosure: " + unfit.getMessage());
        }
    }

    @Override
    AuditListener listener() {
        return (after, heard) -> {
            last = Optional.of(after);
            if (heard.index() == disclosure.entry()) {
                entry = Optional.of(heard);
            }
        };
    }

    @Override
    void print(LedgerFacts facts, PrintWriter out) {
        State state = last.orElseThrow();
        if (!state.origin().equals(disclosure.origin())) {
            throw new Mistake(file + " is about the ledger " + disclosure.origin() + ", and this one is " + state.origin());
        }
        Entry found = entry.orElseThrow(() -> new Mistake(file + " is about entry " + disclosure.entry() + ", and this copy has "
                + state.size() + " entries; fetch a newer one"));
        PrivateField field = disclosure.opening().field();
        Commitment commitment = priv(found.body()).of(field).orElseThrow(() -> new Mistake("entry " + found.index() + " ("
                + found.type().text() + ") commits to no " + field.text()));
        opens = commitment.equals(disclosure.opening().commitment());
        CommittedView committed = state.privacy().committed(found.index()).orElseThrow();
        Optional<Long> erased = Optional.ofNullable(committed.erased().get(field));
        String signer = committed.worker().map(Object::toString).orElse("the coordinator");
        if (json()) {
            out.println(JsonObject.builder()
                    .put("ledger", VerdictJson.facts(facts))
                    .put("entry", found.index())
                    .put("signer", signer)
                    .put("field", field.text())
                    .put("value", disclosure.opening().value())
                    .put("opens", opens)
                    .putIfPresent("erasedByEntry", erased.map(JsonInteger::new))
                    .put("exitCode", exitCode())
                    .build().canonicalText());
            return;
        }
        String value = Evidence.shown(disclosure.opening().value().canonicalText());
        out.println(opens ? field.text() + " of entry " + found.index() + " is " + value + ": " + signer
                + " committed to it when that entry was signed"
                : field.text() + " of entry " + found.index() + " is NOT " + value + ": " + signer + " committed to another value");
        erased.ifPresent(index -> out.println("its opening was declared destroyed by entry " + index
                + ": whoever still had it should have destroyed it too"));
        out.println();
        Proof.basis(facts).forEach(out::println);
    }

    @Override
    int exitCode() {
        return opens ? 0 : ANOTHER_VALUE;
    }

    private static Commitments priv(Body body) {
        return switch (body) {
            case UsageClaim claim -> claim.priv();
            case Benchmark benchmark -> benchmark.priv();
            case ExternalCost cost -> cost.priv();
            default -> Commitments.NONE;
        };
    }
}
