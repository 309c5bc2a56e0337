package consort.worker.cli;

import consort.certs.Credential;
import java.time.Instant;

/** A machine's clock, which after a start may be years behind until it is set. */
final class OwnClock {

    private OwnClock() {
    }

    /**
     * Refuses to go on with a clock that is before the certificate: whoever starts it again may find it set by then.
     *
     * @param whose the certificate, in words
     * @throws CommandFailure with {@link ExitCodes#CLOCK}
     */
    static void requireNotBefore(Credential credential, String whose) {
        Instant now = Instant.now();
        Instant start = credential.certificate().getNotBefore().toInstant();
        if (now.isBefore(start)) {
            throw new CommandFailure(ExitCodes.CLOCK, "this machine's clock says " + now + ", and " + whose + " is valid"
                    + " from " + start + ": set the clock right, and start again");
        }
    }
}
