package consort.ledger.fold;

import consort.ledger.entry.PeriodClose.Correction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the state about money that outlives a period: on what each closed bill rests, what was reversed of it since, what its
 * members agreed on beside, and since when and until when each took part. What it gives is read-only and live; only rules change it.
 */
public final class Accounts {

    private final List<BillBasis> closed = new ArrayList<>();
    private final List<ReversalView> reversals = new ArrayList<>();
    private final List<JournalView> journals = new ArrayList<>();
    private final List<PostedView> posted = new ArrayList<>();
    /** Closed periods with reversals of which no close has posted the consequences. */
    private final TreeSet<Long> uncorrected = new TreeSet<>();
    private final TreeMap<String, TenureView> tenures = new TreeMap<>();
    private long openSinceMillis;

    Accounts() {
    }

    Accounts(Accounts other) {
        closed.addAll(other.closed);
        reversals.addAll(other.reversals);
        journals.addAll(other.journals);
        posted.addAll(other.posted);
        uncorrected.addAll(other.uncorrected);
        tenures.putAll(other.tenures);
        openSinceMillis = other.openSinceMillis;
    }

    /** A correction and the period whose close posted it. */
    public record PostedView(long postedWith, Correction correction) {
    }

    /** On what the bill of a closed period rests, as it was when it was closed. */
    public Optional<BillBasis> basis(long period) {
        return period < 1 || period > closed.size() ? Optional.empty() : Optional.of(closed.get((int) period - 1));
    }

    /** The same with all that was reversed since. */
    public Optional<BillBasis> correctedBasis(long period) {
        return basis(period).map(basis -> basis.with(reversals(period).stream().filter(ReversalView::afterClose).toList()));
    }

    /** All reversals there ever were, oldest first. */
    public List<ReversalView> reversals() {
        return Collections.unmodifiableList(reversals);
    }

    /** Those of claims of one period, oldest first. */
    public List<ReversalView> reversals(long period) {
        return reversals.stream().filter(one -> one.period() == period).toList();
    }

    /** All journals there ever were, oldest first. */
    public List<JournalView> journals() {
        return Collections.unmodifiableList(journals);
    }

    /** Those that one period's close pays, oldest first. */
    public List<JournalView> journals(long period) {
        return journals.stream().filter(one -> one.period() == period).toList();
    }

    /** All corrections that were posted, oldest first. */
    public List<PostedView> posted() {
        return Collections.unmodifiableList(posted);
    }

    /** What closes posted about an organization's part in a closed period, together. */
    public Correction posted(long period, String organization) {
        Correction sum = new Correction(period, organization, 0, 0, 0);
        for (PostedView one : posted) {
            Correction more = one.correction();
            if (more.period() == period && more.organization().equals(organization)) {
                sum = new Correction(period, organization, sum.creditMinor() + more.creditMinor(),
                        sum.shareMinor() + more.shareMinor(), sum.netMinor() + more.netMinor());
            }
        }
        return sum;
    }

    /** Closed periods of which a close has yet to post what was reversed, oldest first. */
    public List<Long> uncorrected() {
        return List.copyOf(uncorrected);
    }

    /** When an organization came and went; empty for one that never was a member. */
    public Optional<TenureView> tenure(String organization) {
        return Optional.ofNullable(tenures.get(organization));
    }

    /** Ledger time at which the open period began: that of the last close, or of the charter. */
    public long openSinceMillis() {
        return openSinceMillis;
    }

    void founded(long timeMillis) {
        openSinceMillis = timeMillis;
    }

    void joined(String organization, long timeMillis) {
        tenures.put(organization, new TenureView(timeMillis, OptionalLong.empty()));
    }

    void left(String organization, long timeMillis) {
        tenures.computeIfPresent(organization, (name, tenure) -> new TenureView(tenure.joinedMillis(), OptionalLong.of(timeMillis)));
    }

    void reversed(ReversalView reversal) {
        reversals.add(reversal);
        if (reversal.afterClose()) {
            uncorrected.add(reversal.period());
        }
    }

    void agreed(JournalView journal) {
        journals.add(journal);
    }

    void closed(BillBasis basis, Corrections corrections, long timeMillis) {
        closed.add(basis);
        corrections.lines().forEach(line -> posted.add(new PostedView(closed.size(), line)));
        uncorrected.removeAll(corrections.periods());
        openSinceMillis = timeMillis;
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        out.append(closed).append(reversals).append(journals).append(posted).append(uncorrected).append(tenures)
                .append(openSinceMillis);
    }
}
