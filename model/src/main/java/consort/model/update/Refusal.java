package consort.model.update;

/// Why an update is refused. The codes stand in ledger entries and must not change.
public enum Refusal {
    /// Not a safetensors file, or one beyond the limits.
    MALFORMED("malformed"),
    /// A tensor is missing, extra, or of another type or shape.
    WRONG_LAYOUT("wrong-layout"),
    /// An element is NaN or infinite.
    NOT_FINITE("not-finite"),
    /// An element is too large in magnitude for the scale of its tensor.
    OUT_OF_RANGE("out-of-range"),
    /// The L2 norm of the whole update is above the job's limit.
    NORM_TOO_LARGE("norm-too-large");

    private final String code;

    Refusal(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
