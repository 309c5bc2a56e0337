package consort.simulator.check;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Observation;
import consort.ledger.entry.UsageClaim;
import consort.simulator.ViolationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at every window that a device was accepted in, and forgets none: no interval holds more time than it is long. */
final class Occupying {

    private final Map<Long, Lease> leases = new HashMap<>();
    private final Map<String, List<Window>> devices = new HashMap<>();
    private boolean metered;

    private record Window(long start, long acceptedMillis) {
    }

    void founded(CharterDocument charter) {
        metered = charter.metering().isPresent();
    }

    void leased(Lease lease) {
        leases.put(lease.lease(), lease);
    }

    /** Windows come in the order of their ends: only intervals that end now can have become too full. */
    void observed(UsageClaim claim, Observation observation) {
        if (!metered) {
            return;
        }
        for (String device : claim.deviceIds()) {
            List<Window> windows = devices.computeIfAbsent(claim.organization() + "/" + device, first -> new ArrayList<>());
            windows.add(new Window(leases.get(claim.lease()).timeMillis(), observation.acceptedMillis() / claim.devices()));
            for (Window from : windows) {
                long acceptedMillis = windows.stream().filter(one -> one.start >= from.start).mapToLong(Window::acceptedMillis).sum();
                if (acceptedMillis > observation.timeMillis() - from.start) {
                    throw new ViolationException(observation + ": device " + device + " of " + claim.organization() + " was accepted "
                            + acceptedMillis + " ms within " + (observation.timeMillis() - from.start));
                }
            }
        }
    }
}
