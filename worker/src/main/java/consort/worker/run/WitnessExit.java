package consort.worker.run;

/**
 * How a witness ended.
 *
 * @param message for a person
 */
public record WitnessExit(Kind kind, String message) {

    /** Why. */
    public enum Kind {
        /** It was asked to stop, or to cosign once, and has. */
        DONE,
        /** Nobody asked it in the time it had. */
        UNASKED,
        /** The coordinator does not accept the organization's certificate, or no longer. */
        CERTIFICATE,
        /** The coordinator does not take this witness. */
        REFUSED,
        /** The ledger has another key as that of the organization's witness. */
        REPLACED,
        /** The coordinator did not prove, whenever it asked, that its ledger continues what this witness cosigned. */
        UNPROVEN,
        /** The log signed what does not continue what this witness cosigned. The evidence is kept. */
        FORK
    }
}
