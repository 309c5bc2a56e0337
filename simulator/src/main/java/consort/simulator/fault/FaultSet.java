package consort.simulator.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of faults that may happen in a simulation; which of them do is the seed's to say. */
public record FaultSet(Set<Fault> faults) {

    public static final FaultSet NONE = new FaultSet(Set.of());
    public static final FaultSet ALL = new FaultSet(EnumSet.allOf(Fault.class));
    /** Those after which models and bill must be as if nothing had happened. */
    public static final FaultSet HARMLESS = of(Arrays.stream(Fault.values()).filter(Fault::harmless));

    private static final String EVERYTHING = "all";
    private static final String NOTHING = "none";
    private static final String NO_HARM = "harmless";

    public FaultSet {
        faults = Set.copyOf(faults);
    }

    private static FaultSet of(Stream<Fault> faults) {
        return new FaultSet(faults.collect(Collectors.toSet()));
    }

    /**
     * Reads names of faults and of groups, separated by commas; one after a minus is left out.
     *
     * @throws IllegalArgumentException naming what is unknown
     */
    public static FaultSet parse(String list) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        List<String> names = List.of(list.split(",", -1));
        if (names.getFirst().startsWith("-")) {
            faults.addAll(ALL.faults);
        }
        for (String name : names) {
            if (name.startsWith("-")) {
                faults.removeAll(named(name.substring(1)));
            } else {
                faults.addAll(named(name));
            }
        }
        return new FaultSet(faults);
    }

    private static Set<Fault> named(String name) {
        return switch (name) {
            case EVERYTHING -> ALL.faults;
            case NOTHING -> Set.of();
            case NO_HARM -> HARMLESS.faults;
            default -> {
                Set<Fault> named = of(Arrays.stream(Fault.values())
                        .filter(fault -> fault.text().equals(name) || fault.group().text().equals(name))).faults;
                if (named.isEmpty()) {
                    throw new IllegalArgumentException("no fault \"" + name + "\"; there are " + names());
                }
                yield named;
            }
        };
    }

    /** All that {@link #parse} takes. */
    public static String names() {
        return Stream.concat(Stream.of(EVERYTHING, NOTHING, NO_HARM), Arrays.stream(Fault.Group.values()).map(group ->
                group.text() + " (" + Arrays.stream(Fault.values()).filter(fault -> fault.group() == group).map(Fault::text)
                        .collect(Collectors.joining(", ")) + ")")).collect(Collectors.joining(", "));
    }

    public boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** Whether models and bill must be as if nothing had happened. */
    public boolean isHarmless() {
        return HARMLESS.faults.containsAll(faults);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        if (faults.isEmpty()) {
            return NOTHING;
        }
        if (equals(ALL)) {
            return EVERYTHING;
        }
        return equals(HARMLESS) ? NO_HARM : Arrays.stream(Fault.values()).filter(faults::contains).map(Fault::text)
                .collect(Collectors.joining(","));
    }
}
