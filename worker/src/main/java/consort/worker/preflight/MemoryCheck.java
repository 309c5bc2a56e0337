package consort.worker.preflight;

import java.util.OptionalLong;

/** Whether there is memory for the agent and for a small trainer; a job's own need, nobody knows before it is there. */
public record MemoryCheck(Machine machine) implements Check {

    /** The agent's heap and its native part, and a trainer that does next to nothing. */
    static final long LEAST_BYTES = 512L << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Finding look() {
        OptionalLong available = machine.availableMemoryBytes();
        if (available.isEmpty()) {
            return Finding.unknown("how much is available cannot be found out here", "see that there is more than "
                    + Bytes.text(LEAST_BYTES));
        }
        String there = Bytes.text(available.getAsLong()) + " available; the worker itself needs " + Bytes.text(LEAST_BYTES)
                + ", a trainer what its model does";
        return available.getAsLong() >= LEAST_BYTES ? Finding.ok(there)
                : Finding.problem(there, "end other programs, or raise the container's limit");
    }
}
