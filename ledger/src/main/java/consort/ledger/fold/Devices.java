package consort.ledger.fold;

import consort.ledger.entry.Lease;
import consort.ledger.entry.UsageClaim;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The part of the state about devices and energy. Of charters without metering, no device is remembered. */
final class Devices implements DevicesView {

    private final TreeMap<String, OrganizationDevices> organizations = new TreeMap<>();
    private final TreeMap<String, EnergyView> energy = new TreeMap<>();

    Devices() {
    }

    Devices(Devices other) {
        other.organizations.forEach((name, devices) -> organizations.put(name, new OrganizationDevices(devices)));
        energy.putAll(other.energy);
    }

    void leased(Lease lease) {
        organizations.computeIfAbsent(lease.organization(), name -> new OrganizationDevices()).leased(lease);
    }

    /** @param mayEarn whether a late claim of it can earn anything */
    void ended(Lease lease, boolean mayEarn) {
        organizations.get(lease.organization()).ended(lease, mayEarn);
    }

    /** The first claim of a lease. */
    void claimed(LeaseView lease, Counted counted) {
        organizations.get(lease.lease().organization()).claimed(lease, counted.occupiedMillis());
    }

    /** What a claim counts for, if it is the first of its lease. */
    void consumed(String organization, Energy counted) {
        energy.merge(organization, EnergyView.NONE.plus(counted), (sum, one) -> sum.plus(counted));
    }

    void closePeriod() {
        energy.clear();
    }

    @Override
    public long roomMillis(String organization, String device, long startMillis, long endMillis) {
        return organizations.get(organization).roomMillis(device, startMillis, endMillis);
    }

    @Override
    public boolean remembers(LeaseView lease) {
        OrganizationDevices devices = organizations.get(lease.lease().organization());
        return devices != null && devices.remembers(lease);
    }

    @Override
    public boolean holds(LeaseView lease, UsageClaim claim) {
        OrganizationDevices devices = organizations.get(claim.organization());
        return devices == null || devices.holds(MeteredDevices.ids(lease, claim, claim.devices()));
    }

    @Override
    public SortedMap<String, EnergyView> energy() {
        return Collections.unmodifiableSortedMap(energy);
    }

    /** Deterministic for equal states. */
    void describe(StringBuilder out) {
        out.append(organizations).append(energy);
    }
}
