package consort.trainer.protocol;

/** Why a task failed, as a code that may leave the site. */
public enum FailureReason {
    /** The command could not be started at all. */
    NOT_STARTED("trainer-not-started"),
    /** The process ended, or closed the socket, before it answered. */
    CRASHED("trainer-crashed"),
    /** No connection, hello or answer in time. */
    TIMEOUT("trainer-timeout"),
    /** More log output, more messages or a longer line than allowed. */
    FLOODED("trainer-flooded"),
    /** An answer that is not of the protocol. */
    PROTOCOL("trainer-protocol"),
    /** The trainer said itself that it could not do the task. */
    FAILED("trainer-failed"),
    /** The output holds NaN or infinity. */
    NOT_FINITE("not-finite"),
    /** The output is missing, is no valid safetensors file, or has other names, types or shapes than the model. */
    WRONG_TENSORS("wrong-tensors"),
    /** The agent canceled the task or closed the trainer. */
    CANCELED("canceled");

    private final String code;

    FailureReason(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
