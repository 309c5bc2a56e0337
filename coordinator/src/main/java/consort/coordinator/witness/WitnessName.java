package consort.coordinator.witness;

import java.util.Comparator;

/**
 * A witness.
 *
 * @param name the organization's, or that which the operator's settings give a witness outside the consortium
 */
public record WitnessName(String name, boolean outside) implements Comparable<WitnessName> {

    private static final Comparator<WitnessName> ORDER =
            Comparator.comparing(WitnessName::outside).thenComparing(WitnessName::name);

    public static WitnessName of(String organization) {
        return new WitnessName(organization, false);
    }

    @Override
    public int compareTo(WitnessName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return outside ? name + " (outside)" : name;
    }
}
