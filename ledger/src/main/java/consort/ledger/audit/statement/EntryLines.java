package consort.ledger.audit.statement;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.Evidence;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.State;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps, of the entries that a statement of one organization may name, what each says. What others' workers claimed is not among
 * them, so memory follows the organization's own work and the consortium's decisions.
 */
public final class EntryLines implements AuditListener {

    private final String organization;
    private final Map<Long, String> lines = new TreeMap<>();
    private boolean own;

    public EntryLines(String organization) {
        this.organization = organization;
    }

    @Override
    public void applied(State after, Entry entry) {
        boolean kept = switch (entry.body()) {
            case UsageClaim claim -> own = claim.organization().equals(organization);
            // It stands right after its claim.
            case Observation observation -> own;
            case Lease lease -> lease.organization().equals(organization);
            default -> true;
        };
        if (kept) {
            lines.put(entry.index(), line(entry));
        }
    }

    /** Type, signer and body of an entry, on one line; empty when it was not kept. */
    public Optional<String> line(long index) {
        return Optional.ofNullable(lines.get(index));
    }

    /** Of a bill the line of the organization: those of all members would be cut off before it. */
    private String line(Entry entry) {
        String said = entry.body() instanceof PeriodClose close
                ? "period " + close.period() + ", pool " + close.poolMinor() + ", and of " + organization + ": "
                        + close.line(organization).map(line -> line.json().canonicalText()).orElse("nothing")
                : entry.body().json().canonicalText();
        return entry.type().text() + " by " + entry.signature().name() + ": " + Evidence.shown(said);
    }
}
