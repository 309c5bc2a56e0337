package consort.ledger.fold;

import consort.ledger.entry.Lease;
import consort.ledger.entry.Limits;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is remembered of one organization's devices, and which of its leases can still be claimed. */
final class OrganizationDevices {

    /** When leases began that can still be claimed, each with their number. */
    private final TreeMap<Long, Integer> starts = new TreeMap<>();
    /** Leases that ended unclaimed and may earn something yet, with their starts, the first to end first. */
    private final LinkedHashMap<Long, Long> late = new LinkedHashMap<>();
    /** Devices by id of which something must be remembered. */
    private final TreeMap<String, Occupancy> devices = new TreeMap<>();

    OrganizationDevices() {
    }

    OrganizationDevices(OrganizationDevices other) {
        starts.putAll(other.starts);
        late.putAll(other.late);
        devices.putAll(other.devices);
    }

    void leased(Lease lease) {
        starts.merge(lease.timeMillis(), 1, Integer::sum);
    }

    void ended(Lease lease, boolean mayEarn) {
        if (!mayEarn) {
            forgetStart(lease.timeMillis());
            return;
        }
        late.put(lease.lease(), lease.timeMillis());
        if (late.size() > Limits.MAX_LATE_LEASES_PER_ORGANIZATION) {
            Iterator<Map.Entry<Long, Long>> oldest = late.entrySet().iterator();
            forgetStart(oldest.next().getValue());
            oldest.remove();
        }
    }

    /** The first claim of a lease, and what was accepted of each device. */
    void claimed(LeaseView lease, Map<String, Long> acceptedMillis) {
        long start = lease.lease().timeMillis();
        if (lease.open() || late.remove(lease.lease().lease()) != null) {
            forgetStart(start);
        }
        if (devices.size() + acceptedMillis.size() > Limits.MAX_BUSY_DEVICES_PER_ORGANIZATION) {
            devices.values().removeIf(this::forgettable);
        }
        acceptedMillis.forEach((device, millis) -> devices.compute(device, (id, held) -> {
            Occupancy before = held == null ? Occupancy.NONE : held;
            Occupancy after = (millis > 0 ? before.with(start, millis) : before).forgetting(starts.navigableKeySet());
            return after.groups().isEmpty() ? null : after;
        }));
    }

    boolean remembers(LeaseView lease) {
        return lease.open() || late.containsKey(lease.lease().lease());
    }

    long roomMillis(String device, long start, long end) {
        return Optional.ofNullable(devices.get(device)).orElse(Occupancy.NONE).roomMillis(start, end);
    }

    /** Whether so many devices can be remembered, those included that must be. */
    boolean holds(List<String> ids) {
        if (devices.size() + ids.size() <= Limits.MAX_BUSY_DEVICES_PER_ORGANIZATION) {
            return true;
        }
        long needed = devices.entrySet().stream().filter(device -> !forgettable(device.getValue()) && !ids.contains(device.getKey()))
                .count();
        return needed + ids.size() <= Limits.MAX_BUSY_DEVICES_PER_ORGANIZATION;
    }

    /** How many devices are remembered. */
    int remembered() {
        return devices.size();
    }

    private boolean forgettable(Occupancy device) {
        return device.forgetting(starts.navigableKeySet()).groups().isEmpty();
    }

    private void forgetStart(long start) {
        starts.computeIfPresent(start, (time, leases) -> leases == 1 ? null : leases - 1);
    }

    @Override
    public String toString() {
        return "" + starts + late + devices;
    }
}
