package consort.certs;

import java.util.Set;

/** Who may call what: the coordinator's table. Called on network threads for every call; must not block. */
@FunctionalInterface
public interface Gate {
    /**
     * @param fullMethodName as gRPC has it: {@code package.Service/Method}
     * @param caller whom {@link Admission} let in
     */
    boolean admits(String fullMethodName, Principal caller);

    /**
     * A gate at which holders of an invite may call the given methods and nothing else, and everybody else what
     * {@code members} says.
     */
    static Gate bootstrapOnlyFor(Set<String> enrollmentMethods, Gate members) {
        Set<String> open = Set.copyOf(enrollmentMethods);
        return (method, caller) -> caller.identity() instanceof Identity.Bootstrap
                ? open.contains(method)
                : members.admits(method, caller);
    }
}
