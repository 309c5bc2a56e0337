package consort.ledger.audit.statement;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.Evidence;
import consort.ledger.entry.Charter;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps, of the entries that a statement of one organization may name, what each says. What others' workers claimed is not among
 * them, nor, unless that is asked for, what was accepted of it: so memory follows the organization's own work and the
 * consortium's decisions.
 */
public final class EntryLines implements AuditListener {

    private final String organization;
    private final boolean whole;
    private final boolean everyones;
    private final Map<Long, String> lines = new TreeMap<>();
    private boolean own;

    public EntryLines(String organization) {
        this(organization, false, false);
    }

    /**
     * @param whole whether to keep all that an entry says, however long, and with what a terminal must not be given
     * @param everyones whether to keep what was accepted of others' work too
     */
    public EntryLines(String organization, boolean whole, boolean everyones) {
        this.organization = organization;
        this.whole = whole;
        this.everyones = everyones;
    }

    @Override
    public void applied(State after, Entry entry) {
        boolean kept = switch (entry.body()) {
            case UsageClaim claim -> own = claim.organization().equals(organization);
            // It stands right after its claim.
            case Observation observation -> own || everyones;
            case Lease lease -> lease.organization().equals(organization);
            default -> true;
        };
        if (kept) {
            lines.put(entry.index(), line(after, entry));
        }
    }

    /** Type, signer and body of an entry, on one line; empty when it was not kept. */
    public Optional<String> line(long index) {
        return Optional.ofNullable(lines.get(index));
    }

    /** Of a bill the line of the organization: those of all members would be cut off before it. */
    private String line(State after, Entry entry) {
        String said = said(after, entry);
        return entry.type().text() + " by " + entry.signature().name() + ": " + (whole ? said : Evidence.shown(said));
    }

    private String said(State after, Entry entry) {
        return switch (entry.body()) {
            case PeriodClose close -> "period " + close.period() + ", closed " + Instant.ofEpochMilli(close.timeMillis()) + ", pool " + close.poolMinor()
                    + ", and of " + organization + ": " + close.line(organization).map(line -> line.json().canonicalText()).orElse("nothing")
                    + (whole ? "; of all: " + close.json().canonicalText() : "; of the others …");
            case Charter charter -> CharterLine.of(after.charter()) + "; " + charter.json().canonicalText();
            default -> entry.body().json().canonicalText();
        };
    }
}
