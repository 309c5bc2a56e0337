package consort.ledger.audit.cli;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.entry.Entry;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What became of each bill. */
@Command(name = "bills", description = "Who disputed and who accepted each bill, and which of its payments were instructed and confirmed.")
final class BillsCommand extends Report {

    @Option(names = "--period", paramLabel = "N", converter = WrongLine.Number.class, description = "only this period's")
    private Long period;

    private Optional<State> last = Optional.empty();

    @Override
    AuditListener listener() {
        return this::heard;
    }

    private void heard(State after, Entry entry) {
        last = Optional.of(after);
    }

    @Override
    void print(LedgerFacts facts, PrintWriter out) {
        State state = last.orElseThrow();
        List<SettledBill> bills = state.periods().stream().filter(one -> period == null || one.close().period() == period)
                .map(one -> SettledBill.of(state, one)).toList();
        if (bills.isEmpty() && period != null) {
            throw new Mistake("there is no closed period " + period + " in this ledger; it has " + state.periods().size());
        }
        if (json()) {
            out.println(JsonObject.builder().put("ledger", VerdictJson.facts(facts))
                    .put("bills", bills.stream().map(SettledBill::json).toList()).build().canonicalText());
            return;
        }
        if (bills.isEmpty()) {
            out.println("no period was closed yet");
        }
        bills.forEach(bill -> bill.lines().forEach(out::println));
        out.println();
        Proof.basis(facts).forEach(out::println);
    }
}
