package consort.certs;

/** Who may call what: the coordinator's table. Called on network threads for every call; must not block. */
@FunctionalInterface
public interface Gate {
    /**
     * @param fullMethodName as gRPC has it: {@code package.Service/Method}
     * @param caller whom {@link Admission} let in
     */
    boolean admits(String fullMethodName, Principal caller);

    /** What a caller is told whose call is not admitted. */
    default String refusal(String fullMethodName, Principal caller) {
        return caller.identity().describe() + " may not call " + fullMethodName;
    }
}
