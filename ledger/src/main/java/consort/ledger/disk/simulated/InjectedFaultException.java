package consort.ledger.disk.simulated;

import java.io.IOException;

/** The error of a call that {@link Faults} let fail. */
public final class InjectedFaultException extends IOException {

    private static final long serialVersionUID = 1L;

    InjectedFaultException(String path, Faults.Operation operation, Faults.Outcome outcome) {
        super(path + ": injected " + outcome + " on " + operation);
    }
}
