package consort.certs;

/** Who may call what: the coordinator's table. Called on network threads for every call; must not block. */
@FunctionalInterface
public interface Gate {
    /**
     * @param fullMethodName as gRPC has it: {@code package.Service/Method}
     * @param caller whom {@link Admission} let in
     */
    boolean admits(String fullMethodName, Principal caller);
}
