package consort.ledger.fold;

import consort.ledger.entry.UsageClaim;
import java.util.SortedMap;

/** What the entries say of devices: when they were at work, and what energy counts. Read-only and live. */
public interface DevicesView {

    /**
     * How much more can be accepted of a device in the window of a lease.
     *
     * @param device its pseudonym
     * @param startMillis when the lease was granted; it must be {@link #remembers remembered}
     * @param endMillis when its claim is observed, not before any earlier observation
     */
    long roomMillis(String organization, String device, long startMillis, long endMillis);

    /** Whether it is known still what the devices were accepted for since this lease was granted. */
    boolean remembers(LeaseView lease);

    /** Whether the devices of a claim can be remembered beside those that must be. */
    boolean holds(LeaseView lease, UsageClaim claim);

    /** Energy of the open period, by organization. */
    SortedMap<String, EnergyView> energy();
}
