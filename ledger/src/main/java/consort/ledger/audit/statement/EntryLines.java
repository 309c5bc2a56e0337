package consort.ledger.audit.statement;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.Evidence;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Charter;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.ModelRelease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.Pages;
import consort.ledger.fold.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps, of the entries that a statement of one organization may name, what each says. What others' workers claimed is not among
 * them, nor, unless that is asked for, what was accepted of it; and claims and observations are kept for the wanted period only. All of
 * it stands in pages: on the heap it takes next to nothing. For one thread.
 */
public final class EntryLines implements AuditListener {

    private final String organization;
    private final OptionalLong period;
    private final boolean whole;
    private final boolean everyones;
    /** What any period's figures may lead to. */
    private final Lines lasting;
    private Lines current;
    private Lines finished;
    /** Claims and observations of the organization's own work, of any period. */
    private final Indices ownWork;
    private boolean own;

    /**
     * @param period the one that is wanted; empty: the last that was closed with the organization in it, or the open one if there was none
     * @param whole whether to keep all that an entry says, however long, and with what a terminal must not be given
     * @param everyones whether to keep what was accepted of others' work too
     * @param pages for as long as lines are asked for
     */
    public EntryLines(String organization, OptionalLong period, boolean whole, boolean everyones, Pages pages) {
        this.organization = organization;
        this.period = period;
        this.whole = whole;
        this.everyones = everyones;
        this.lasting = new Lines(pages);
        this.current = new Lines(pages);
        this.finished = new Lines(pages);
        this.ownWork = new Indices(pages);
    }

    @Override
    public void applied(State after, Entry entry) {
        switch (entry.body()) {
            case UsageClaim claim -> {
                own = claim.organization().equals(organization);
                work(own, after, entry);
            }
            // It stands right after its claim.
            case Observation observation -> work(own || everyones, after, entry);
            case Lease lease -> lasts(lease.organization().equals(organization), after, entry);
            case Benchmark benchmark -> lasts(benchmark.organization().equals(organization), after, entry);
            // No figure follows from these, and there are as many as rounds and leases.
            case LeaseEnded ended -> { }
            case RoundClosed closed -> { }
            case RoundAbandoned abandoned -> { }
            case ModelRelease release -> { }
            case PeriodClose close -> {
                lasts(true, after, entry);
                closed(close);
            }
            default -> lasts(true, after, entry);
        }
    }

    /** Type, signer and body of an entry, on one line; empty when it was not kept. */
    public Optional<String> line(long index) {
        return lasting.at(index).or(() -> finished.at(index)).or(() -> current.at(index));
    }

    /** Whether it was kept. */
    public boolean holds(long index) {
        return lasting.holds(index) || finished.holds(index) || current.holds(index);
    }

    /** Whether it is about the organization's own work, in whatever period: of one that is not wanted no line was kept. */
    public boolean isOwnWork(long index) {
        return ownWork.placeAscending(index) >= 0;
    }

    private void work(boolean kept, State after, Entry entry) {
        if (own) {
            ownWork.append(entry.index());
        }
        if (kept && wanted(after.periods().size() + 1L)) {
            current.put(entry.index(), line(after, entry));
        }
    }

    private void lasts(boolean kept, State after, Entry entry) {
        if (kept) {
            lasting.put(entry.index(), line(after, entry));
        }
    }

    private void closed(PeriodClose close) {
        if (wanted(close.period()) && close.line(organization).isPresent()) {
            Lines before = finished;
            finished = current;
            current = before;
        }
        current.clear();
    }

    private boolean wanted(long number) {
        return period.isEmpty() || period.getAsLong() == number;
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

    /** By the entry's index, ascending. */
    private static final class Lines {

        private final Indices indices;
        private final Pieces texts;

        private Lines(Pages pages) {
            indices = new Indices(pages);
            texts = new Pieces(pages);
        }

        private void put(long index, String line) {
            indices.append(index);
            texts.append(line.getBytes(StandardCharsets.UTF_8));
        }

        private boolean holds(long index) {
            return indices.placeAscending(index) >= 0;
        }

        private Optional<String> at(long index) {
            int place = indices.placeAscending(index);
            return place < 0 ? Optional.empty() : Optional.of(new String(texts.get(place), StandardCharsets.UTF_8));
        }

        private void clear() {
            indices.clear();
            texts.clear();
        }
    }
}
